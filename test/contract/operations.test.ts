import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, parse, validate } from 'graphql';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'client-examples/operations');
const contract = buildSchema(readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8'));
const operations = readdirSync(FOLDER).map(
  (name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const,
);

const faultsOf = (text: string): string[] => validate(contract, parse(text)).map(({ message }) => message);

/** `top-100.graphql` holds `Top100`: one operation a file, so that the server may run it compiled. */
const operationName = (file: string): string =>
  file.replace(/\.graphql$/, '').replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());

it.each(operations)('%s holds one operation of its name that the contract knows', (file, text) => {
  const names = parse(text).definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.name?.value : definition.kind,
  );
  expect(names).toEqual([operationName(file)]);
  expect(faultsOf(text)).toEqual([]);
});

it('an operation that drifted away is seen', () => {
  const [, text] = operations.find(([file]) => file === 'top-100.graphql')!;
  expect(faultsOf(text.replace('totalRevenue', 'totalIncome'))).toEqual([
    expect.stringContaining('Cannot query field "totalIncome" on type "Board"'),
  ]);
});
