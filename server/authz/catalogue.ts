import { isNonNullType, isObjectType, type GraphQLSchema } from 'graphql';
import { fieldAccess } from './field-class';
import { gatedFields, sectionedFields } from './field-gate';
import { verbAccess } from './verb';

/**
 * The closed catalogue: every field of every type declares its class, every root field its verb, and whatever may be
 * refused is nullable. Throws one error naming every gap, so the server never starts with an undeclared field.
 */
export function assertClosedCatalogue(schema: GraphQLSchema): void {
  const gaps = [...undeclaredFields(schema), ...undeclaredVerbs(schema), ...refusableButNonNull(schema)];
  if (gaps.length > 0)
    throw new Error(`The catalogue of fields has gaps:\n${gaps.map((gap) => `  - ${gap}`).join('\n')}`);
}

function rootNames(schema: GraphQLSchema): Set<string> {
  return new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
      root ? [root.name] : [],
    ),
  );
}

function undeclaredFields(schema: GraphQLSchema): string[] {
  const roots = rootNames(schema);
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__') && !roots.has(name))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        fieldAccess(field)
          ? []
          : [`${type.name}.${field.name} declares no class (@Open, @Internal, @Confidential, @Restricted)`],
      ),
    );
}

function undeclaredVerbs(schema: GraphQLSchema): string[] {
  return [...rootNames(schema)].flatMap((name) => {
    const root = schema.getType(name);
    if (!isObjectType(root)) return [];
    return Object.values(root.getFields()).flatMap((field) =>
      verbAccess(field) ? [] : [`${name}.${field.name} declares no verb (@Requires, @SignedIn, @Public)`],
    );
  });
}

function refusableButNonNull(schema: GraphQLSchema): string[] {
  return [...gatedFields(schema), ...sectionedFields(schema)]
    .filter(({ field }) => isNonNullType(field.type))
    .map(({ typeName, field }) => `${typeName}.${field.name} may be refused, so it must be nullable`);
}
