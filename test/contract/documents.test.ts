import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentVariables } from '../../server/config/env';
import { DEMO_PASSWORD } from '../../server/db/seeds/demo/demo-password';
import { SIGN_INS } from '../../server/db/seeds/demo/demo-staff';

const ROOT = join(__dirname, '../..');
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** Names of kinds of files, not of files. */
const PATTERNS = [
  'thing.kind.ts',
  'mutations/verb-noun.ts',
  'index.ts',
  'utils.ts',
  'accounts.csv',
  'FILE.errors.csv',
];

/** Names in backquotes that look like files or folders of the project and are none. */
function missingFiles(text: string): string[] {
  const path =
    /`([\w./-]+\.(?:ts|cjs|sql|md|graphql|csv|yml)|(?:server|test|schema|client-examples|lint)\/[\w./-]*)`/g;
  return [...text.matchAll(path)]
    .map(([, name]) => name)
    .filter((name) => !existsSync(join(ROOT, name)) && !PATTERNS.includes(name));
}

it.each(DOCUMENTS)('%s names files that exist', (name) => {
  expect(missingFiles(read(name))).toEqual([]);
});

it('a file that is gone would be missed', () => {
  expect(missingFiles('see `server/graphql/gone.ts` and `app.ts`')).toEqual([
    'server/graphql/gone.ts',
    'app.ts',
  ]);
});

it('README explains exactly the variables the server reads', () => {
  const rows = [...read('README.md').matchAll(/^\| `([A-Z_]+)` *\| (.*?) *\|$/gm)].map(([, name, text]) => [
    name,
    text,
  ]);
  expect(Object.fromEntries(rows)).toEqual(environmentVariables);
});

it('README names exactly the demo sign-ins', () => {
  const table = read('README.md').split('## First query')[0];
  const named = [...table.matchAll(/^\| (`[a-z.`, ]+`) *\|/gm)].flatMap(
    ([, names]) => names.match(/[a-z.]+/g) ?? [],
  );
  expect(named.sort()).toEqual(SIGN_INS.map(([username]) => username).sort());
  expect(table).toContain(`\`${DEMO_PASSWORD}\``);
});
