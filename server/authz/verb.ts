import { Extensions } from 'type-graphql';
import type { Capability } from './capabilities';

/** Who may call a root field: the holders of a capability, anybody signed in, or anybody at all. */
export type VerbAccess =
  { kind: 'CAPABILITY'; capability: Capability } | { kind: 'SIGNED_IN' } | { kind: 'PUBLIC'; why: string };

const declare = (verb: VerbAccess): MethodDecorator => Extensions({ verb });

/** Only holders of the capability may call this query or mutation. */
export const Requires = (capability: Capability): MethodDecorator =>
  declare({ kind: 'CAPABILITY', capability });

/** Anybody who is signed in may call it. */
export const SignedIn = (): MethodDecorator => declare({ kind: 'SIGNED_IN' });

/** Anybody may call it, for the reason given. */
export const Public = (why: string): MethodDecorator => declare({ kind: 'PUBLIC', why });

/** The declaration a root field carries, if any. */
export function verbAccess(field: {
  extensions?: Readonly<Record<string, unknown>> | null;
}): VerbAccess | undefined {
  return field.extensions?.verb as VerbAccess | undefined;
}
