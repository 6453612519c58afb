import { createHash } from 'node:crypto';
import {
  getNamedType,
  isCompositeType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fieldAccess } from './field-class';
import type { Section } from './sections';

/** What is known of an operation before it runs; the same for every request with the same document. */
export interface OperationPlan {
  name: string | null;
  hash: string;
  /** The gated fields the operation selects, by section, as `Type.field`. */
  fieldsOf(section: Section): readonly string[];
}

export const NO_OPERATION: OperationPlan = { name: null, hash: '', fieldsOf: () => [] };

const plans = new WeakMap<DocumentNode, Map<string, OperationPlan>>();

/** Analyses an operation once per parsed document. */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan {
  const name = operation.name?.value ?? null;
  const known = plans.get(document) ?? new Map<string, OperationPlan>();
  plans.set(document, known);
  let plan = known.get(name ?? '');
  if (!plan) known.set(name ?? '', (plan = analyse(schema, document, name)));
  return plan;
}

function analyse(schema: GraphQLSchema, document: DocumentNode, name: string | null): OperationPlan {
  const sections = new Map<Section, Set<string>>();
  // Read of whichever section their object names: they stand beside the fields of every section.
  const anywhere = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  // Every definition of the document: fragments included; another operation beside this one only adds fields.
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      [Kind.FIELD]: () => {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        const access = field && fieldAccess(field);
        if (!parent || !field || !access || !isCompositeType(getNamedType(parent))) return;
        if (access.kind === 'BY_SECTION') anywhere.add(`${parent.name}.${field.name}`);
        if (access.kind !== 'GATED') return;
        const fields = sections.get(access.section) ?? new Set<string>();
        sections.set(access.section, fields.add(`${parent.name}.${field.name}`));
      },
    }),
  );
  const sorted = new Map(
    [...sections].map(([section, fields]) => [section, [...fields, ...anywhere].sort()]),
  );
  const others = [...anywhere].sort();
  return {
    name,
    hash: createHash('sha256').update(print(document)).digest('hex').slice(0, 32),
    fieldsOf: (section) => sorted.get(section) ?? others,
  };
}
