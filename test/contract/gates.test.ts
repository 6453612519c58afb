import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { registerSchemaCommand } from '../../server/cli/schema.command';

const folder = mkdtempSync(join(tmpdir(), 'kam-gates-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('kam schema', () => {
  const run = async (verb: string): Promise<void> => {
    const program = new Command('kam').exitOverride();
    registerSchemaCommand(program);
    await program.parseAsync(['schema', verb, '--folder', folder], { from: 'user' });
  };
  const change = (name: string, from: string, to: string): void => {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };

  it.each([
    ['schema.graphql', 'type PageInfo {', 'type PageInf {'],
    ['confidentiality.md', '| PageInfo.hasNextPage | OPEN |', '| PageInfo.hasNextPage | L3 |'],
    ['errors.md', '| `FORBIDDEN` |', '| `FORBIDEN` |'],
  ])('sees a drift of %s and shows the lines', async (name, from, to) => {
    await run('print');
    await run('check');
    change(name, from, to);
    await expect(run('check')).rejects.toThrow(
      new RegExp(
        `schema/${name} is not[^]*- \\d+: .*${to.split(' ')[1]}[^]*\\+ \\d+: .*${from.split(' ')[1]}`,
      ),
    );
  });

  it('sees an absent file', async () => {
    await run('print');
    rmSync(join(folder, 'errors.md'));
    await expect(run('check')).rejects.toThrow('schema/errors.md is not');
  });
});

describe('.ci/run', () => {
  /** Runs it with an npm that only says what it was asked and fails at `failing`. */
  function ci(
    failing: string,
    results: object = { numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
  ) {
    const npm = `#!/usr/bin/env bash
for word; do case "$word" in --outputFile=*) echo '${JSON.stringify(results)}' > "\${word#*=}";; esac; done
case "$*" in "${failing}"*) exit 3;; esac\n`;
    writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
    const { status, stdout } = spawnSync(join(__dirname, '../../.ci/run'), {
      env: { PATH: [folder, '/usr/bin', '/bin', join(process.execPath, '..')].join(delimiter) },
      encoding: 'utf8',
    });
    const steps = stdout.split('\n').flatMap((line) => (line.startsWith('== ') ? [line.slice(3)] : []));
    return { status, steps, last: stdout.trimEnd().split('\n').at(-1) };
  }
  const ALL = [
    'npm ci',
    'npm test',
    'npm run lint',
    'npm run schema:check',
    'npm run codegen',
    'npm run typecheck',
  ];

  it('runs every gate and ends with the sum', () => {
    expect(ci('nothing')).toEqual({ status: 0, steps: ALL, last: '11 passed, 0 failed' });
  });

  it.each([
    ['ci', 1, '0 passed, 1 failed'],
    ['run lint', 3, '7 passed, 1 failed'],
    ['run schema:check', 4, '8 passed, 1 failed'],
    ['run codegen', 5, '9 passed, 1 failed'],
    ['run typecheck', 6, '10 passed, 1 failed'],
  ])('stops where npm %s fails', (failing, steps, last) => {
    expect(ci(failing)).toEqual({ status: 3, steps: ALL.slice(0, steps), last });
  });

  it('counts failed tests and files that could not run', () => {
    const results = { numPassedTests: 5, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };
    expect(ci('test', results)).toEqual({ status: 3, steps: ALL.slice(0, 2), last: '5 passed, 3 failed' });
  });
});
