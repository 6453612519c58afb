import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extendSchema, parse, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { assertClosedCatalogue } from '../../server/authz/catalogue';
import type { FieldAccess } from '../../server/authz/field-class';
import { readEnv } from '../../server/config/env';
import { Database } from '../../server/db/database';
import { lineDiff } from '../../server/cli/line-diff';
import { contractFiles } from '../../server/graphql/contract';
import { plainSchema } from '../../server/graphql/schema';
import { composeModules, type Platform } from '../../server/platform';
import { namingFaults } from './naming-faults';

let platform: Platform;
let schema: GraphQLSchema;
beforeAll(() => {
  platform = composeModules({
    database: Database.detached(),
    env: readEnv({}),
    log: pino({ level: 'silent' }),
  });
  schema = plainSchema(platform.modules);
});
afterAll(() => platform.close());

describe('the committed contract', () => {
  it.each(['schema.graphql', 'confidentiality.md', 'errors.md'])(
    'schema/%s is what the code says',
    (name) => {
      const committed = readFileSync(join(__dirname, '../../schema', name), 'utf8');
      // The first lines that differ; `npm run schema` brings the files up to date.
      expect(lineDiff(committed, contractFiles(schema)[name]).slice(0, 10)).toEqual([]);
    },
  );

  it('would differ with any further field', () => {
    const more = extendSchema(schema, parse('extend type Organisation { more: String }'));
    expect(contractFiles(more)['schema.graphql']).not.toBe(contractFiles(schema)['schema.graphql']);
    expect(contractFiles(more)['confidentiality.md']).not.toBe(contractFiles(schema)['confidentiality.md']);
  });
});

describe('the conventions of the graph', () => {
  it('names, descriptions in English and Chinese, payloads, connections', () => {
    expect(namingFaults(schema)).toEqual([]);
  });

  it('hold for what is added, too', () => {
    const more = extendSchema(schema, parse('extend type Organisation { more: String }'));
    expect(namingFaults(more)).toEqual(['Organisation.more is not described in English and Chinese']);
  });
});

describe('the closed catalogue', () => {
  /** The real graph with one more field that declares `access`. */
  function withField(sdl: string, typeName: string, access?: FieldAccess): GraphQLSchema {
    const more = extendSchema(schema, parse(sdl));
    const type = more.getType(typeName) as GraphQLObjectType;
    if (access) type.getFields().more.extensions = { access };
    return more;
  }

  it('is closed', () => {
    expect(() => assertClosedCatalogue(schema)).not.toThrow();
  });

  it('stops the server at a field that declares no class', () => {
    const open = withField('extend type Organisation { more: String! }', 'Organisation', { kind: 'OPEN' });
    expect(() => assertClosedCatalogue(open)).not.toThrow();
    const undeclared = withField('extend type Organisation { more: String! }', 'Organisation');
    expect(() => assertClosedCatalogue(undeclared)).toThrow('Organisation.more declares no class');
  });

  it('stops the server at a field of a new type that declares no class', () => {
    const undeclared = extendSchema(
      schema,
      parse('type Fresh { more: String } extend type Organisation { fresh: Fresh }'),
    );
    expect(() => assertClosedCatalogue(undeclared)).toThrow('Fresh.more declares no class');
  });

  it('stops the server at a field that may be refused but not be null', () => {
    const gated: FieldAccess = { kind: 'GATED', section: 'USAGE' };
    const nullable = withField('extend type Organisation { more: String }', 'Organisation', gated);
    expect(() => assertClosedCatalogue(nullable)).not.toThrow();
    const nonNull = withField('extend type Organisation { more: String! }', 'Organisation', gated);
    expect(() => assertClosedCatalogue(nonNull)).toThrow(
      'Organisation.more may be refused, so it must be nullable',
    );
  });

  it.each(['Query', 'Mutation'])('stops the server at a field of %s that declares no verb', (root) => {
    const undeclared = withField(`extend type ${root} { more: String }`, root);
    expect(() => assertClosedCatalogue(undeclared)).toThrow(`${root}.more declares no verb`);
  });
});
