import { GraphQLID, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { contractFiles } from './contract';
import { ERROR_CODES } from './errors';

const gated = (section: string) => ({
  type: GraphQLString,
  extensions: { access: { kind: 'GATED', section } },
});

const person = new GraphQLObjectType({
  name: 'Person',
  description: 'A person. 人',
  fields: {
    name: gated('KEY_PERSONS'),
    phone: gated('CONTACT'),
    id: {
      type: new GraphQLNonNull(GraphQLID),
      description: 'Id. 标识',
      extensions: { access: { kind: 'OPEN' } },
    },
    loose: { type: GraphQLString },
  },
});
const query = new GraphQLObjectType({
  name: 'Query',
  fields: {
    person: { type: person, extensions: { verb: { kind: 'CAPABILITY', capability: 'register:read' } } },
    health: { type: GraphQLString, extensions: { verb: { kind: 'PUBLIC', why: 'for | probes' } } },
    me: { type: person, extensions: { verb: { kind: 'SIGNED_IN' } } },
    hidden: { type: GraphQLString },
  },
});
const files = contractFiles(new GraphQLSchema({ query }));

it('prints the graph sorted, with descriptions and without anything internal', () => {
  expect(files['schema.graphql']).toMatch(
    /^# Printed[^]*"""A person\. 人"""\ntype Person \{\n {2}"""Id\. 标识"""\n {2}id: ID!\n {2}loose: String\n {2}name/,
  );
  expect(files['schema.graphql']).not.toMatch(/KEY_PERSONS|register:read/);
});

it.each([
  '| KEY_PERSONS | L3 | 17(1)-3 | nobody | OWN, SUPERIOR, TEAM | ACCOUNT_MANAGER, DIRECTOR | 8 h | DIRECTOR, ACCOUNT_MANAGER, MARKETER, CUSTODIAN, ANALYST, AUDITOR |',
  '| Query.person | `register:read`: Read the access register (Article 19) | CUSTODIAN, AUDITOR |',
  '| Query.health | anybody: for \\| probes | all |',
  '| Query.me | anybody signed in | all |',
  '| Query.hidden | nobody: undeclared |  |',
  '| Person.id | OPEN |  |  |  |',
  '| Person.loose | undeclared |  |  |  |',
  '| Person.name | L3 | KEY_PERSONS | nobody | OWN, SUPERIOR, TEAM |',
  '| Person.phone | L2 | CONTACT | OWN, TEAM, AGENT | SUPERIOR, LINE, OTHER |',
])('prints who may read what: %s', (row) => {
  expect(files['confidentiality.md'].split('\n')).toContain(row);
});

it('prints every error code with what to do', () => {
  const rows = files['errors.md'].split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.map((row) => row.split('`')[1])).toEqual(Object.keys(ERROR_CODES));
  expect(rows[0]).toBe(`| \`UNAUTHENTICATED\` | ${ERROR_CODES.UNAUTHENTICATED.join(' | ')} |`);
});
