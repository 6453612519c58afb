import 'reflect-metadata'; // type-graphql's decorators need it, whichever file is loaded first
import { Extensions } from 'type-graphql';
import type { Section } from './sections';

/** How a field declares who may read it; stands in `field.extensions.access` of the built schema. */
export type FieldAccess = { kind: 'OPEN' } | { kind: 'GATED'; section: Section } | { kind: 'BY_SECTION' };

type Decorator = MethodDecorator & PropertyDecorator;

const declare = (access: FieldAccess): Decorator => Extensions({ access });

/** Any member of staff who sees the row may read the field. */
export const Open = (): Decorator => declare({ kind: 'OPEN' });

/** L1: internal to the units that serve the account; not registered. */
export const Internal = (section: 'BASIC' | 'SERVICE'): Decorator => declare({ kind: 'GATED', section });

/** L2: confidential; each operation that reads it is registered first (Article 19). */
export const Confidential = (
  section: 'BASIC_FINANCE' | 'CONTACT' | 'USAGE' | 'RECORDS' | 'COMPLAINTS' | 'CREDIT' | 'TARIFF',
): Decorator => declare({ kind: 'GATED', section });

/** L3: personal and sensitive; only under a live grant, registered per account. */
export const Restricted = (section: 'KEY_PERSONS'): Decorator => declare({ kind: 'GATED', section });

/**
 * As confidential as the section that its object names: a value in the history of a dossier, or in a proposal. The
 * object carries `section` beside `subject`.
 */
export const BySection = (): Decorator => declare({ kind: 'BY_SECTION' });

/** The declaration a built field carries, if any. */
export function fieldAccess(field: {
  extensions?: Readonly<Record<string, unknown>> | null;
}): FieldAccess | undefined {
  return field.extensions?.access as FieldAccess | undefined;
}
