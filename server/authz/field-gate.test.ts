import {
  GraphQLID,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { assertCellsGated, gateCells, walledTypes } from './field-gate';
import type { Section } from './sections';

const gated = (section: Section) => ({ access: { kind: 'GATED', section } });

/** A schema in which `Month` (two cells of USAGE) is reached as `ways` say. */
function schemaOf(
  ways: Record<string, Record<string, unknown> | undefined>,
  { interfaces, other }: { interfaces?: GraphQLInterfaceType[]; other?: Section } = {},
): GraphQLSchema {
  const cell = (section: Section = 'USAGE') => ({ type: GraphQLString, extensions: gated(section) });
  const Month = new GraphQLObjectType({
    name: 'Month',
    interfaces,
    fields: { id: { type: GraphQLID }, revenue: cell('USAGE'), volume: cell(other) },
  });
  const Account = new GraphQLObjectType({
    name: 'Account',
    fields: Object.fromEntries(
      Object.entries(ways).map(([name, extensions]) => [name, { type: new GraphQLList(Month), extensions }]),
    ),
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { account: { type: Account } } }),
  });
}

describe('types that need no masks inside', () => {
  it('are those that only masked cells of their own section lead to', () => {
    const schema = schemaOf({ usage: gated('USAGE'), months: gated('USAGE') });
    expect([...walledTypes(schema)]).toEqual(['Month']);
    gateCells(schema);
    const { revenue } = (schema.getType('Month') as GraphQLObjectType).getFields();
    expect(revenue.resolve).toBeUndefined();
    expect(() => assertCellsGated(schema)).not.toThrow();
  });

  const node = new GraphQLInterfaceType({ name: 'Node', fields: { id: { type: GraphQLID } } });
  it.each([
    ['an open way in', schemaOf({ usage: gated('USAGE'), open: { access: { kind: 'OPEN' } } })],
    ['a way in that declares nothing', schemaOf({ usage: gated('USAGE'), bare: undefined })],
    ['a way in of another section', schemaOf({ usage: gated('USAGE'), contact: gated('CONTACT') })],
    ['cells of two sections', schemaOf({ usage: gated('USAGE') }, { other: 'CONTACT' })],
    ['a way in through an interface', schemaOf({ usage: gated('USAGE') }, { interfaces: [node] })],
  ])('not those with %s', (_why, schema) => {
    expect([...walledTypes(schema)]).toEqual([]);
    gateCells(schema);
    const { revenue } = (schema.getType('Month') as GraphQLObjectType).getFields();
    expect(revenue.resolve).toBeDefined();
  });

  it('whose way in has lost its mask stop the server', () => {
    const schema = schemaOf({ usage: gated('USAGE') });
    expect(() => assertCellsGated(schema)).toThrow('Account.usage');
  });
});
