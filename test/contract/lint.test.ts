import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { nameFault } from '../../lint/file-name.cjs';

/** The rules that fire on each text, were it the content of the (existing) file. */
function lint(cases: { path: string; text: string }[]): string[][] {
  const script = join(__dirname, 'lint-texts.mjs');
  return JSON.parse(execFileSync(process.execPath, [script], { input: JSON.stringify(cases) }).toString());
}

const server = 'server/authz/capabilities.ts';
const CANARIES: { what: string; path: string; text: string; rule: string | null }[] = [
  {
    what: 'an arrow against the import rule',
    path: 'server/db/scope.ts',
    text: `import { usccCheckDigit } from '../modules/accounts/uscc';\nexport const digit = usccCheckDigit('1');\n`,
    rule: 'house/import-rule',
  },
  {
    what: 'a promise nobody waits for',
    path: server,
    text: `export function go(): void {\n  Promise.resolve(1);\n}\n`,
    rule: '@typescript-eslint/no-floating-promises',
  },
  {
    what: 'a promise where a condition is meant',
    path: server,
    text: `const isIt = async (): Promise<boolean> => true;\nexport const wrong = isIt() ? 1 : 2;\n`,
    rule: '@typescript-eslint/no-misused-promises',
  },
  {
    what: 'an async function where nobody waits for its answer',
    path: server,
    text: `export const wrong = (list: number[]): void => list.forEach(async () => Promise.resolve());\n`,
    rule: '@typescript-eslint/no-misused-promises',
  },
  {
    what: 'any',
    path: server,
    text: `export const wrong: any = 1;\n`,
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    what: 'what JSON.parse answers, taken for granted',
    path: server,
    text: `export const wrong: string = JSON.parse('1');\n`,
    rule: '@typescript-eslint/no-unsafe-assignment',
  },
  ...[
    `export const wrong = process.env.HOME;\n`,
    `export const wrong = process['env'].HOME;\n`,
    `export const { env } = process;\n`,
    `import { env } from 'node:process';\nexport const wrong = env.HOME;\n`,
  ].map((text) => ({
    what: `the environment read by ${text.trim()}`,
    path: server,
    text,
    rule: 'no-restricted-syntax',
  })),
  { what: 'a default export', path: server, text: `export default 1;\n`, rule: 'no-restricted-syntax' },
  { what: 'the console', path: server, text: `console.log(1);\n`, rule: 'no-console' },
  {
    what: 'a comment that switches rules off',
    path: server,
    text: `/* eslint-disable no-console */\nconsole.log(1);\n`,
    rule: 'no-console',
  },
  {
    what: 'a comment that silences the compiler',
    path: server,
    text: `// @ts-ignore\nexport const wrong: string = 1;\n`,
    rule: '@typescript-eslint/ban-ts-comment',
  },
  {
    what: 'a switch that forgets a case',
    path: server,
    text: `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n`,
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  {
    what: 'a file over 400 lines',
    path: server,
    text: `export const line = [\n${'  1,\n'.repeat(400)}];\n`,
    rule: 'max-lines',
  },
  {
    what: 'the environment where it may be read',
    path: 'server/config/env.ts',
    text: `export const home = process.env.HOME;\n`,
    rule: null,
  },
  {
    what: 'the console of the command line',
    path: 'server/cli/kam.ts',
    text: `console.log(1);\n`,
    rule: null,
  },
];

describe('the linter', () => {
  const fired = lint(CANARIES);
  it.each(CANARIES.map(({ what, rule }, i) => [rule ? 'refuses' : 'allows', what, rule, i] as const))(
    '%s %s',
    (_verdict, _what, rule, i) => {
      if (rule) expect(fired[i]).toContain(rule);
      else expect(fired[i].filter((name) => !name.endsWith('import-rule'))).toEqual([]);
    },
  );
});

it.each([
  'index.ts',
  'date-utils.ts',
  'boards.helper.ts',
  'helpers.ts',
  'BoardEntry.type.ts',
  'board_entry.ts',
])('refuses the file name %s', (name) => expect(nameFault(`server/graphql/${name}`)).toContain(name));

it.each(['board-entry.type.ts', '0001.cjs', 'index-funds.ts', 'app.ts'])('allows the file name %s', (name) =>
  expect(nameFault(`server/graphql/${name}`)).toBeNull(),
);
