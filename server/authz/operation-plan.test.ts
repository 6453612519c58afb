import { buildSchema, parse, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { planOperation } from './operation-plan';
import type { Section } from './sections';

/** Accounts with a confidential name (BASIC), figures (USAGE) and persons (KEY_PERSONS). */
function schema(): GraphQLSchema {
  const built = buildSchema(`
    type Query { accounts: [Account] board: Board }
    type Board { total: String entries: [Entry] }
    type Entry { rank: Int revenue: String account: Account }
    type Account { id: ID name: String persons: [Person] }
    type Person { id: ID name: String }`);
  const gate = (type: string, field: string, section: Section): void => {
    const object = built.getType(type) as unknown as {
      getFields(): Record<string, { extensions: Record<string, unknown> }>;
    };
    object.getFields()[field].extensions = { access: { kind: 'GATED', section } };
  };
  gate('Board', 'total', 'USAGE');
  gate('Entry', 'revenue', 'USAGE');
  gate('Account', 'name', 'BASIC');
  gate('Account', 'persons', 'KEY_PERSONS');
  return built;
}

function below(text: string, ...path: string[]): readonly Section[] {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return planOperation(schema(), document, operation).sectionsBelow(path);
}

describe('the sections below a field', () => {
  it('are those of the gated fields inside it, and no others', () => {
    const text = '{ accounts { name } board { total entries { rank revenue account { persons { id } } } } }';
    expect(below(text, 'accounts')).toEqual(['BASIC']);
    expect(below(text, 'board', 'entries')).toEqual(['USAGE', 'KEY_PERSONS']);
    expect(below('{ board { total entries { rank } } }', 'board', 'entries')).toEqual([]);
    expect(below(text, 'nothing')).toEqual([]);
  });

  it('are found through fragments and under the name the operation gives a field', () => {
    const text = `query Q { all: accounts { ...Named ... on Account { persons { id } } } }
      fragment Named on Account { name }`;
    expect(below(text, 'all')).toEqual(['BASIC', 'KEY_PERSONS']);
    expect(below(text, 'accounts')).toEqual([]);
  });
});
