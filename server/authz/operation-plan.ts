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
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldAccess } from './field-class';
import type { Section } from './sections';

/** What is known of an operation before it runs; the same for every request with the same document. */
export interface OperationPlan {
  name: string | null;
  hash: string;
  /** The gated fields the operation selects, by section, as `Type.field`. */
  fieldsOf(section: Section): readonly string[];
  /** The sections of the gated fields that are selected below a field, which is named by its response keys. */
  sectionsBelow(path: readonly string[]): readonly Section[];
}

export const NO_OPERATION: OperationPlan = {
  name: null,
  hash: '',
  fieldsOf: () => [],
  sectionsBelow: () => [],
};

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
  const below = sectionsByPath(schema, document, name);
  return {
    name,
    hash: createHash('sha256').update(print(document)).digest('hex').slice(0, 32),
    fieldsOf: (section) => sorted.get(section) ?? others,
    sectionsBelow: (path) => [...(below.get(path.join('.')) ?? [])],
  };
}

function sectionsByPath(
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | null,
): Map<string, Set<Section>> {
  const below = new Map<string, Set<Section>>();
  const walk = (type: GraphQLNamedType | undefined, set: SelectionSetNode, path: readonly string[]): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragmentOf(document, node.name.value);
        if (fragment) walk(schema.getType(fragment.typeCondition.name.value), fragment.selectionSet, path);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = node;
        walk(typeCondition ? schema.getType(typeCondition.name.value) : type, node.selectionSet, path);
      } else {
        const field =
          isCompositeType(type) && 'getFields' in type ? type.getFields()[node.name.value] : undefined;
        if (!field) continue;
        const access = fieldAccess(field);
        if (access?.kind === 'GATED')
          path.forEach((_key, at) => {
            const ancestor = path.slice(0, at + 1).join('.');
            below.set(ancestor, (below.get(ancestor) ?? new Set<Section>()).add(access.section));
          });
        if (node.selectionSet)
          walk(getNamedType(field.type), node.selectionSet, [...path, node.alias?.value ?? node.name.value]);
      }
    }
  };
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && (one.name?.value ?? null) === name,
  );
  if (operation) walk(schema.getRootType(operation.operation) ?? undefined, operation.selectionSet, []);
  return below;
}

function fragmentOf(document: DocumentNode, name: string): FragmentDefinitionNode | undefined {
  return document.definitions.find(
    (one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name,
  );
}
