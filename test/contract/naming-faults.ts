import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** Every offence against the conventions of the graph (spec: names, descriptions, payloads, connections). */
export function namingFaults(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  return [
    ...types.flatMap((type) => descriptionFaults(schema, type)),
    ...types.flatMap(nameFaults),
    ...types.filter(isObjectType).flatMap(connectionFaults),
    ...Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(mutationFaults),
  ].sort();
}

const isChinese = (text: string | null | undefined): boolean => /\p{Script=Han}/u.test(text ?? '');

/** One English sentence and the Chinese term. */
const isBilingual = (text: string | null | undefined): boolean =>
  /[A-Za-z]{2}/.test(text ?? '') && isChinese(text);

function descriptionFaults(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  const roots: unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const described: [name: string, description: string | null | undefined][] = roots.includes(type)
    ? []
    : [[type.name, type.description]];
  if (isObjectType(type) || isInputObjectType(type))
    for (const field of Object.values(type.getFields())) {
      described.push([`${type.name}.${field.name}`, field.description]);
      const args = ('args' in field ? field.args : []) as readonly GraphQLArgument[];
      // The argument `input` says no more than the description of its type.
      for (const argument of args.filter(({ name }) => name !== 'input'))
        described.push([`${type.name}.${field.name}(${argument.name}:)`, argument.description]);
    }
  // The name of an enum value is English already.
  const values = isEnumType(type)
    ? type.getValues().filter(({ description }) => !isChinese(description))
    : [];
  return [
    ...values.map(({ name }) => `${type.name}.${name} is not described in Chinese`),
    ...described
      .filter(([, description]) => !isBilingual(description))
      .map(([name]) => `${name} is not described in English and Chinese`),
  ];
}

function nameFaults(type: GraphQLNamedType): string[] {
  const faults: string[] = [];
  if (!/^[A-Z][A-Za-z0-9]*$/.test(type.name)) faults.push(`${type.name} is not PascalCase`);
  if (isEnumType(type))
    for (const { name } of type.getValues())
      if (!/^[A-Z][A-Z0-9_]*$/.test(name)) faults.push(`${type.name}.${name} is not UPPER_SNAKE`);
  if (!isObjectType(type) && !isInputObjectType(type)) return faults;
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) faults.push(`${type.name}.${name} is not camelCase`);
    const isBoolean = getNullableType(fieldType).toString() === 'Boolean';
    if (isBoolean && !/^(is|can|has)[A-Z]/.test(name))
      faults.push(`${type.name}.${name} is a boolean: isX or canX`);
  }
  return faults;
}

function connectionFaults(type: GraphQLObjectType): string[] {
  const faults: string[] = [];
  const fields = type.getFields();
  if (type.name.endsWith('Connection')) {
    if (fields.pageInfo?.type.toString() !== 'PageInfo!')
      faults.push(`${type.name} has no pageInfo: PageInfo!`);
    const edges = fields.edges && getNullableType(fields.edges.type);
    if (!isListType(edges)) faults.push(`${type.name} has no list of edges`);
  }
  for (const field of Object.values(fields))
    if (getNamedType(field.type).name.endsWith('Connection'))
      for (const name of ['first', 'after'])
        if (!field.args.some((argument) => argument.name === name))
          faults.push(`${type.name}.${field.name} is a connection without the argument ${name}`);
  return faults;
}

/** Mutations that the trade names by a verb alone. */
const NAMED_ALONE = ['reveal'];

function mutationFaults(field: GraphQLField<unknown, unknown>): string[] {
  const name = `Mutation.${field.name}`;
  const pascal = field.name[0].toUpperCase() + field.name.slice(1);
  const faults: string[] = [];
  if (!/^[a-z]+[A-Z]/.test(field.name) && !NAMED_ALONE.includes(field.name))
    faults.push(`${name} is not named verbNoun`);
  const [input, ...others] = field.args;
  const inputType = input && getNamedType(input.type);
  // An input that asks for nothing may be left out.
  const isOptional =
    isInputObjectType(inputType) &&
    Object.values(inputType.getFields()).every((part) => !isNonNullType(part.type));
  const inputs = [`${pascal}Input!`, ...(isOptional ? [`${pascal}Input`] : [])];
  if (input?.name !== 'input' || !inputs.includes(input.type.toString()) || others.length > 0)
    faults.push(`${name} does not take one argument input: ${pascal}Input!`);
  if (isInputObjectType(inputType) && inputType.getFields().clientMutationId?.type.toString() !== 'String')
    faults.push(`${inputType.name} has no clientMutationId: String`);
  if (field.type.toString() !== `${pascal}Payload!`) faults.push(`${name} does not answer ${pascal}Payload!`);
  const payload = getNamedType(field.type);
  if (!isObjectType(payload)) return faults;
  const { userErrors, clientMutationId, ...changed } = payload.getFields();
  if (userErrors?.type.toString() !== '[UserError!]!')
    faults.push(`${payload.name} has no userErrors: [UserError!]!`);
  if (clientMutationId?.type.toString() !== 'String')
    faults.push(`${payload.name} has no clientMutationId: String`);
  for (const part of Object.values(changed))
    if (isNonNullType(part.type))
      faults.push(`${payload.name}.${part.name} must be nullable: the mutation may be refused`);
  return faults;
}
