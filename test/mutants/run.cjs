// Takes one rule at a time out of a copy of the tree and runs the tests that should notice: `npm run mutants [name part]`.
const { spawnSync } = require('node:child_process');
const { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const mutants = require('./mutants.cjs');

const ROOT = join(__dirname, '../..');
const COPIED = [
  'server',
  'test',
  'schema',
  'client-examples',
  'package.json',
  'jest.config.cjs',
  'tsconfig.json',
];

const copy = mkdtempSync(join(tmpdir(), 'kam-mutants-'));
for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));

const wanted = mutants.filter(({ name }) => name.includes(process.argv[2] ?? ''));
const failures = [];
let killed = 0;
try {
  // Red without a mutant proves nothing.
  if (jest([...new Set(wanted.flatMap(({ tests }) => tests))]) !== 0)
    throw new Error('the tests are red as they are');
  for (const { name, file, from, to, tests, guardedTwice } of wanted) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length < 2) {
      failures.push(`${name}: ${file} no longer says what is to be taken out`);
      continue;
    }
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    const isRed = jest(tests) !== 0;
    writeFileSync(path, text);
    if (isRed) killed += 1;
    const isExpected = isRed || guardedTwice !== undefined;
    if (!isExpected) failures.push(`${name}: nothing went red (${tests.join(', ')})`);
    process.stdout.write(
      `${isRed ? 'killed  ' : 'SURVIVED'} ${name}${isRed ? '' : ` (${guardedTwice ?? '!'})`}\n`,
    );
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.stdout.write(`${killed} of ${wanted.length} killed\n`);
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;

function jest(tests) {
  const args = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--bail', '--silent', ...tests];
  return spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: 600_000 }).status;
}
