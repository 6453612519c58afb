import { Command, InvalidArgumentError } from 'commander';
import { startPlatform } from './child-server';
import type { BenchStore } from './dataset/bench-database';
import { generate, openStore } from './generate';
import { measure, type MeasurePlan } from './measure';
import { installPeers } from './peer-packages';
import { dossierTargets, fillDossiers } from './dossier';
import { circumstances, dossierTable, grouped, scaleTable, throughputTable, writeSection } from './report';
import { LINE, NAMES, PERIOD, platformTargets, startTargets } from './targets';

interface Options extends MeasurePlan {
  accounts: number;
  scale?: boolean;
  dossier?: boolean;
  generate?: boolean;
  write: boolean;
  databaseUrl?: string;
}

const SCALE = [10_000, 1_000_000] as const;

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number above 0');
  return number;
}

function size(text: string): number {
  const accounts = whole(text);
  if (accounts < 10_000 || accounts > 9_999_999)
    throw new InvalidArgumentError('10000 or more, or the board of a province has no 100 rows');
  return accounts;
}

/** The Top-100 of the platform against the limit and the peers. */
async function throughput(store: BenchStore, { accounts, ...plan }: Options): Promise<string> {
  installPeers();
  const { url } = await generate(store, accounts);
  const servers = await startTargets(url);
  try {
    console.error('All targets answer alike; measuring.');
    const table = throughputTable(await measure(servers.targets, plan));
    return `${await circumstances(url, describe(`${grouped(accounts)} accounts`, plan))}\n\n${table}`;
  } finally {
    await servers.stop();
  }
}

/** The same query on the smallest and on the largest database. */
async function scale(store: BenchStore, plan: MeasurePlan): Promise<string> {
  // Loading restarts an embedded server, so both databases come before both servers.
  const databases = [await generate(store, SCALE[0]), await generate(store, SCALE[1])];
  const servers = [await startPlatform(databases[0].url), await startPlatform(databases[1].url)];
  try {
    // One list for both, so that they are measured in turns.
    const targets = servers.flatMap((server) => platformTargets(server.url));
    const measured = await measure(targets, plan);
    const half = measured.length / 2;
    const table = scaleTable(
      { accounts: SCALE[0], measured: measured.slice(0, half) },
      { accounts: SCALE[1], measured: measured.slice(half) },
    );
    return `${await circumstances(databases[0].url, describe('both databases in turns', plan))}\n\n${table}`;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** What confidential fields add to the Top-100, register included. */
async function dossier(store: BenchStore, { accounts, ...plan }: Options): Promise<string> {
  const { url } = await generate(store, accounts);
  await fillDossiers(url);
  const server = await startPlatform(url);
  try {
    const table = dossierTable(await measure(await dossierTargets(server.url), plan));
    return `${await circumstances(url, describe(`${grouped(accounts)} accounts`, plan))}\n\n${table}`;
  } finally {
    await server.stop();
  }
}

function describe(what: string, { rounds, seconds }: MeasurePlan): string {
  return `${what}, ${LINE} ${PERIOD}, medians of ${rounds} rounds of ${seconds} s`;
}

async function main(options: Options): Promise<void> {
  const store = await openStore(options.databaseUrl);
  try {
    if (options.generate) {
      await generate(store, options.accounts);
      return;
    }
    const [section, work] = options.scale
      ? (['scale', scale] as const)
      : options.dossier
        ? (['dossier', dossier] as const)
        : (['throughput', throughput] as const);
    const text = await work(store, options);
    console.log(text);
    if (options.write) writeSection(section, text);
  } finally {
    await store.stop();
  }
}

// Leaving through `exit` takes the servers along: without this a signal would leave the embedded PostgreSQL behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

new Command('npm run bench --')
  .description(
    `Measures the Top-100 board: ${NAMES.nation}, ${NAMES.province}, ${NAMES.limit} and the peers.`,
  )
  .option('--accounts <count>', 'size of the database: 10000, 200000, 1000000', size, 200_000)
  .option('--rounds <count>', 'rounds, of which the median counts', whole, 3)
  .option('--seconds <count>', 'length of one measurement', whole, 5)
  .option('--scale', 'latency at 10,000 and 1,000,000 accounts instead')
  .option('--dossier', 'what L2 and L3 fields add to the Top-100 instead')
  .option('--generate', 'only make the database')
  .option('--no-write', 'leave bench/README.md as it is')
  .option('--database-url <url>', 'superuser of a PostgreSQL 15 or newer; an embedded one by default')
  .action(main)
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
