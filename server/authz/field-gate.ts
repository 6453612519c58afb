import {
  defaultFieldResolver,
  isAbstractType,
  isLeafType,
  isObjectType,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { GuardedContext } from './guarded-context';
import { fieldAccess } from './field-class';
import { SECTION_POLICIES, type Section } from './sections';
import type { HasSection, HasSubject } from './subject';

type Field = GraphQLField<HasSubject, GuardedContext>;

const gated = new WeakSet<object>();

/**
 * Masks every field of class L1 and L2. A synchronous wrapper rather than a shield rule: a Top-100 answer has a thousand
 * such cells, and once an account is decided a cell costs a property read. L3 objects go through graphql-shield (see
 * shield.ts), their cells through both.
 */
export function gateCells(schema: GraphQLSchema): void {
  const walled = walledTypes(schema);
  for (const { typeName, field, section } of gatedFields(schema)) {
    if (isShielded(field, section) || walled.has(typeName)) continue;
    field.resolve = maskedResolver(field, () => section);
    gated.add(field.resolve);
  }
  for (const { field } of sectionedFields(schema)) {
    field.resolve = maskedResolver(field, sectionOf);
    gated.add(field.resolve);
  }
}

/** Throws where a confidential cell of the finished schema has lost its mask: whatever wraps fields later may. */
export function assertCellsGated(schema: GraphQLSchema): void {
  const walled = walledTypes(schema);
  const masked = gatedFields(schema).filter(
    ({ typeName, field, section }) => !isShielded(field, section) && !walled.has(typeName),
  );
  const bare = [...masked, ...sectionedFields(schema)].filter(
    ({ field }) => !(field.resolve && gated.has(field.resolve)),
  );
  if (bare.length > 0)
    throw new Error(
      `Confidential cells are not masked: ${bare.map(({ typeName, field }) => `${typeName}.${field.name}`).join(', ')}`,
    );
}

/** Whether a gated field is graphql-shield's: an object or list of class L3. */
export function isShielded(field: GraphQLField<never, never> | Field, section: Section): boolean {
  return SECTION_POLICIES[section].fieldClass === 'L3' && !isLeafType(getNamedType(field.type));
}

/** Every field of the schema that is gated by one section, with it. */
export function gatedFields(schema: GraphQLSchema): { typeName: string; field: Field; section: Section }[] {
  return allFields(schema).flatMap(({ typeName, field }) => {
    const access = fieldAccess(field);
    return access?.kind === 'GATED' ? [{ typeName, field, section: access.section }] : [];
  });
}

/** Every field of the schema that is gated by the section its object names. */
export function sectionedFields(schema: GraphQLSchema): { typeName: string; field: Field }[] {
  return allFields(schema).filter(({ field }) => fieldAccess(field)?.kind === 'BY_SECTION');
}

function allFields(schema: GraphQLSchema): { typeName: string; field: Field }[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ typeName: type.name, field: field as Field })),
    );
}

/**
 * Types that need no masks inside: all their gated cells are L2 of one section, and every field that leads to them is a
 * masked cell of that very section. Whoever holds such an object was cleared for it on the way: the months of an account.
 */
export function walledTypes(schema: GraphQLSchema): Set<string> {
  const sections = new Map<string, Set<Section>>();
  for (const { typeName, section } of gatedFields(schema))
    sections.set(typeName, (sections.get(typeName) ?? new Set()).add(section));
  const walled = new Set(
    [...sections].flatMap(([typeName, [section, ...others]]) =>
      others.length === 0 && SECTION_POLICIES[section].fieldClass === 'L2' ? [typeName] : [],
    ),
  );
  const isWay = (typeName: string, field: GraphQLField<unknown, unknown>): boolean => {
    const access = fieldAccess(field);
    return access?.kind === 'GATED' && sections.get(typeName)?.has(access.section) === true;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) for (const { name } of schema.getPossibleTypes(type)) walled.delete(name);
    if (!isObjectType(type)) continue;
    if (isRootType(schema, type)) walled.delete(type.name);
    for (const field of Object.values(type.getFields())) {
      const { name } = getNamedType(field.type);
      // A way out of a walled type would be no masked cell itself.
      if (!isWay(name, field) || walled.has(type.name)) walled.delete(name);
    }
  }
  return walled;
}

function isRootType(schema: GraphQLSchema, type: GraphQLObjectType): boolean {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
}

function sectionOf(parent: HasSubject): Section {
  const { section } = parent as Partial<HasSection>;
  if (!section || !(section in SECTION_POLICIES))
    throw new Error('an object with fields gated by its section names none');
  return section;
}

function maskedResolver(
  field: Field,
  sectionFor: (parent: HasSubject) => Section,
): NonNullable<Field['resolve']> {
  const resolve = field.resolve ?? defaultFieldResolver;
  return (parent, args, context, info) => {
    const { subject } = parent;
    if (!subject)
      throw new Error(`${info.parentType.name} has gated fields but its object carries no subject`);
    const section = sectionFor(parent);
    const cleared = subject.cleared[section] ?? context.clearance.decide(section, subject);
    if (cleared === true) return resolve(parent, args, context, info);
    const answer = (isCleared: boolean): unknown => {
      if (isCleared) return resolve(parent, args, context, info);
      context.withheld.add(info, section);
      return null;
    };
    return cleared === false ? answer(false) : cleared.then(answer);
  };
}
