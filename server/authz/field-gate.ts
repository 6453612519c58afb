import {
  defaultFieldResolver,
  isLeafType,
  isObjectType,
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { GuardedContext } from './guarded-context';
import { fieldAccess } from './field-class';
import { SECTION_POLICIES, type Section } from './sections';
import type { HasSubject } from './subject';

type Field = GraphQLField<HasSubject, GuardedContext>;

const gated = new WeakSet<object>();

/**
 * Masks every field of class L1 and L2. A synchronous wrapper rather than a shield rule: a Top-100 answer has three
 * thousand such cells, and once an account is decided a cell costs a property read. L3 objects go through graphql-shield
 * (see shield.ts), their cells through both.
 */
export function gateCells(schema: GraphQLSchema): void {
  for (const { field, section } of gatedFields(schema)) {
    if (isShielded(field, section)) continue;
    field.resolve = maskedResolver(field, section);
    gated.add(field.resolve);
  }
}

/** Throws where a confidential cell of the finished schema has lost its mask: whatever wraps fields later may. */
export function assertCellsGated(schema: GraphQLSchema): void {
  const bare = gatedFields(schema).filter(
    ({ field, section }) => !isShielded(field, section) && !(field.resolve && gated.has(field.resolve)),
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

/** Every gated field of the schema with its section. */
export function gatedFields(schema: GraphQLSchema): { typeName: string; field: Field; section: Section }[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const access = fieldAccess(field);
        return access?.kind === 'GATED'
          ? [{ typeName: type.name, field: field as Field, section: access.section }]
          : [];
      }),
    );
}

function maskedResolver(field: Field, section: Section): NonNullable<Field['resolve']> {
  const resolve = field.resolve ?? defaultFieldResolver;
  return (parent, args, context, info) => {
    const { subject } = parent;
    if (!subject)
      throw new Error(`${info.parentType.name} has gated fields but its object carries no subject`);
    const cleared = context.clearance.decide(section, subject);
    if (cleared === true) return resolve(parent, args, context, info);
    const answer = (isCleared: boolean): unknown => {
      if (isCleared) return resolve(parent, args, context, info);
      context.withheld.add(info, section);
      return null;
    };
    return cleared === false ? answer(false) : cleared.then(answer);
  };
}
