import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DOSSIER_NAMES } from './dossier';
import { CONNECTIONS, type Measured } from './measure';
import { NAMES } from './targets';

const README = join(__dirname, 'README.md');

/** What the issue asks for: requests a second at 16 connections, against whom, at least how many times theirs. */
const TARGETS = [
  { against: NAMES.limit, atLeast: 0.7 },
  { against: NAMES.mercurius, atLeast: 2 },
  { against: NAMES.postGraphile, atLeast: 3 },
];

/** Latency may grow by this factor from the small database to the large one. */
const MOST_GROWTH = 1.5;

/** The table of one run, ratios included. */
export function throughputTable(measured: readonly Measured[]): string {
  const limit = measured.find(({ name }) => name === NAMES.limit)!;
  const at = (one: Measured, connections: number) => one.byConnections.get(connections)!;
  const perConnections = (cells: (connections: number) => string[]): string[] => CONNECTIONS.flatMap(cells);
  const head = perConnections((c) => [`requests/s (${c})`, `p50 ms (${c})`, `p99 ms (${c})`]);
  const rows = measured.map((one) => [
    one.name,
    ...perConnections((c) => {
      const { requestsPerSecond, p50, p99 } = at(one, c);
      return [requestsPerSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2)];
    }),
    (at(one, 16).requestsPerSecond / at(limit, 16).requestsPerSecond).toFixed(2),
  ]);
  return `${markdown(['', ...head, 'of the limit (16)'], rows)}\n\n${verdicts(measured)}`;
}

function verdicts(measured: readonly Measured[]): string {
  const rate = (name: string) =>
    measured.find((one) => one.name === name)?.byConnections.get(16)?.requestsPerSecond;
  const rows = TARGETS.flatMap(({ against, atLeast }) => {
    const theirs = rate(against);
    if (!theirs) return [];
    const ratios = [NAMES.nation, NAMES.province].map((name) => (rate(name) ?? 0) / theirs);
    const isReached = Math.min(...ratios) >= atLeast;
    const cells = ratios.map((ratio) => `${ratio.toFixed(2)}x`);
    return [[against, ...cells, `${atLeast}x`, isReached ? 'yes' : 'no']];
  });
  return markdown(['against, 16 connections', 'nation', 'province', 'target', 'reached'], rows);
}

/** Latency of the same targets on a small and on a large database. */
export function scaleTable(
  small: { accounts: number; measured: readonly Measured[] },
  large: { accounts: number; measured: readonly Measured[] },
): string {
  const rows = small.measured.flatMap((one) => {
    const other = large.measured.find(({ name }) => name === one.name)!;
    return CONNECTIONS.map((connections) => {
      const before = one.byConnections.get(connections)!.p50;
      const after = other.byConnections.get(connections)!.p50;
      const growth = after / before;
      return [
        one.name,
        String(connections),
        before.toFixed(2),
        after.toFixed(2),
        `${growth.toFixed(2)}x`,
        growth <= MOST_GROWTH ? 'yes' : 'no',
      ];
    });
  });
  const head = [
    '',
    'connections',
    `p50 ms at ${grouped(small.accounts)}`,
    `p50 ms at ${grouped(large.accounts)}`,
    'growth',
    `at most ${MOST_GROWTH}x`,
  ];
  return markdown(head, rows);
}

/** By how much confidential fields may slow the Top-100 down. */
const MOST_ADDED = [
  { name: DOSSIER_NAMES.L2, share: 0.15 },
  { name: DOSSIER_NAMES.L3, share: 0.4 },
];

/** What confidential fields add to the plain question. */
export function dossierTable(measured: readonly Measured[]): string {
  const plain = measured.find(({ name }) => name === DOSSIER_NAMES.plain)!;
  const rows = measured.flatMap((one) =>
    CONNECTIONS.map((connections) => {
      const { p50, p99 } = one.byConnections.get(connections)!;
      const base = plain.byConnections.get(connections)!;
      const most = MOST_ADDED.find(({ name }) => name === one.name)?.share;
      const added = [p50 / base.p50 - 1, p99 / base.p99 - 1];
      return [
        one.name,
        String(connections),
        p50.toFixed(2),
        p99.toFixed(2),
        ...(most === undefined ? ['', ''] : added.map((share) => `${(100 * share).toFixed(0)} %`)),
        most === undefined ? '' : `${100 * most} %`,
        most === undefined ? '' : added[0] <= most ? 'yes' : 'no',
      ];
    }),
  );
  const head = ['', 'connections', 'p50 ms', 'p99 ms', 'added p50', 'added p99', 'at most', 'reached (p50)'];
  return markdown(head, rows);
}

/** Where and when figures were taken. */
export async function circumstances(databaseUrl: string, text: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    );
    const memory = Math.round(totalmem() / 2 ** 30);
    const postgres = rows[0].version.split(' ')[0];
    return (
      `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${memory} GB, ` +
      `Node ${process.versions.node}, PostgreSQL ${postgres}; ${text}.`
    );
  } finally {
    await client.end();
  }
}

/** Puts a text between the markers of that name in bench/README.md. */
export function writeSection(name: string, text: string): void {
  const readme = readFileSync(README, 'utf8');
  const section = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!section.test(readme)) throw new Error(`bench/README.md has no section ${name}`);
  writeFileSync(
    README,
    readme.replace(section, (_all, open: string, close: string) => `${open}\n\n${text}\n\n${close}`),
  );
}

/** 200000 as 200,000. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function markdown(head: string[], rows: string[][]): string {
  const widths = head.map((cell, at) => Math.max(3, cell.length, ...rows.map((row) => row[at].length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
