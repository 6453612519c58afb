import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Answer } from '../kit/server';
import * as told from '../kit/story-accounts';
import { useStory } from '../kit/story';
import { REGISTER_SEALING } from '../../server/rules/rule-defaults';
import { withFullDisk } from './full-disk';

const story = useStory();
const operation = (name: string): string =>
  readFileSync(join(__dirname, `../../client-examples/operations/${name}.graphql`), 'utf8');
/** The platform's own operations, which run compiled, and one that is interpreted. */
const TOP_100 = operation('top-100');
const DOSSIER = operation('account-dossier');
const LIST = `{ accounts(first: 20) { edges { node { name usage(line: EXPRESS) { revenue } dossier { contact { address } keyPersons { name } } } } } }`;
const PERIOD = told.storyMonths()[told.storyMonths().length - 1];

interface Readings {
  board: Answer;
  dossier: Answer;
  list: Answer;
}

/** What somebody reads who may read it all: the manager in the account's own city, under a grant. */
async function read(): Promise<Readings> {
  const ask = await story.as('gz.account-manager');
  const [board, dossier, list] = await Promise.all([
    ask(TOP_100, { line: 'EXPRESS', period: PERIOD }),
    ask(DOSSIER, { id: story.id('g') }),
    ask(LIST),
  ]);
  return { board, dossier, list };
}

/** Markers of L2 and L3 values in an answer: texts, and every amount of usage or output. */
const leaksOf = (text: string): string[] => [
  ...(text.match(/CANARY-(?:FINANCE|CONTACT|KP)-[\w-]+/g) ?? []),
  ...(text.match(/"(?:revenue|totalRevenue|revenueYearEarlier|volume|annualOutput)":"[^"]+"/g) ?? []),
  ...(text.match(/"(?:share|yearOnYear)":-?[0-9.e-]+/g) ?? []),
];

function expectShut({ board, dossier, list }: Readings): void {
  for (const { status, text, errors } of [board, dossier, list]) {
    expect(status).toBe(200);
    expect(leaksOf(text)).toEqual([]);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['REGISTER_UNAVAILABLE']),
    );
  }
  // What is open or L1 answers as ever: ranks, names, section 1, who looks after the account.
  expect(board.text).toContain('"rank":1');
  expect(board.text).toContain(told.nameOf('g'));
  expect(board.text).toContain(told.canary('SERVICE', 'g', 'manager'));
  expect(dossier.text).toContain(told.canary('BASIC', 'g', 'nature'));
  expect(list.text).toContain(told.nameOf('x'));
}

async function expectOpen(): Promise<void> {
  const { board, dossier, list } = await read();
  for (const { errors } of [board, dossier]) expect(errors).toBeUndefined();
  expect(board.text).toContain(`"revenue":"${told.yuan(told.revenueOf('g', 'EXPRESS', 13))}"`);
  for (const marker of ['CANARY-FINANCE-g', 'CANARY-CONTACT-g', 'CANARY-KP-g'])
    expect(dossier.text).toContain(marker);
  expect(leaksOf(list.text).length).toBeGreaterThan(10);
}

/** A connection of the owner for the length of a fault. */
async function beside<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: story.server.database.adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const REGISTER_WRITERS = `application_name = 'kam register' AND datname = current_database()`;
const killWriters = (): Promise<unknown> =>
  story.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${REGISTER_WRITERS}`);

async function until(condition: string): Promise<void> {
  while ((await story.sql(`SELECT FROM pg_stat_activity WHERE ${condition}`)).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Seals what was read until now, as the job does a minute later: once only, what is read next falls into its time. */
async function sealNow(): Promise<void> {
  const usual = REGISTER_SEALING.value.graceSeconds;
  Object.assign(REGISTER_SEALING.value, { graceSeconds: -60 });
  await story.server.app.platform.register.watch.seal();
  Object.assign(REGISTER_SEALING.value, { graceSeconds: usual });
}

/** Each way to fail: does the damage, lets the reading happen, and mends it. */
const FAULTS: [name: string, fault: (reading: () => Promise<Readings>) => Promise<Readings>][] = [
  [
    'the right to insert is gone',
    async (reading) => {
      await story.sql('REVOKE INSERT ON access_register FROM kam_app');
      const readings = await reading();
      await story.sql('GRANT INSERT ON access_register TO kam_app');
      return readings;
    },
  ],
  [
    'it takes longer than the register waits (timeout)',
    async (reading) => {
      await story.sql(
        'ALTER TABLE access_register ADD CONSTRAINT slow CHECK (pg_sleep(20) IS NOT NULL) NOT VALID',
      );
      const readings = await reading();
      await story.sql('ALTER TABLE access_register DROP CONSTRAINT slow');
      return readings;
    },
  ],
  [
    'the table is locked (lock)',
    (reading) =>
      beside(async (client) => {
        await client.query('BEGIN; LOCK TABLE access_register IN ACCESS EXCLUSIVE MODE');
        return reading();
      }),
  ],
  [
    'no connection is to be had',
    async (reading) => {
      const [{ database }] = await story.sql<{ database: string }>('SELECT current_database() AS database');
      await story.sql(`ALTER DATABASE ${database} CONNECTION LIMIT 1`);
      await killWriters();
      const readings = await reading();
      await story.sql(`ALTER DATABASE ${database} CONNECTION LIMIT -1`);
      return readings;
    },
  ],
  [
    'its connections are killed while they write',
    (reading) =>
      beside(async (client) => {
        await client.query('BEGIN; LOCK TABLE access_register IN ACCESS EXCLUSIVE MODE');
        const readings = reading();
        // The first batch, and those that gathered behind it.
        for (let isDone = false; !isDone;) {
          const done = readings.then(() => true);
          const waiting = until(`${REGISTER_WRITERS} AND wait_event_type = 'Lock'`).then(() => false);
          isDone = await Promise.race([done, waiting]);
          if (!isDone) await killWriters();
        }
        return readings;
      }),
  ],
  [
    'its rows do not fit (insert error)',
    async (reading) => {
      await story.sql('ALTER TABLE access_register ADD CONSTRAINT unfit CHECK (false) NOT VALID');
      const readings = await reading();
      await story.sql('ALTER TABLE access_register DROP CONSTRAINT unfit');
      return readings;
    },
  ],
  [
    'its disk is full (a tablespace without room)',
    async (reading) => {
      const readings = await withFullDisk(story, async () => {
        await expect(story.sql('INSERT INTO access_register (province_id) VALUES (1)')).rejects.toMatchObject(
          { code: '53100' },
        );
        return reading();
      });
      expect(story.server.log.join()).toContain('No space left on device');
      return readings;
    },
  ],
  [
    'its sealed chain is broken',
    async (reading) => {
      const { watch } = story.server.app.platform.register;
      const edit = (name: string): Promise<unknown> =>
        story.sql(
          `UPDATE access_register SET staff_name = $1 || ltrim(staff_name, '*') WHERE (province_id, id) =
             (SELECT province_id, row_ids[1] FROM access_register_seals WHERE cardinality(row_ids) > 0 ORDER BY 1 LIMIT 1)`,
          [name],
        );
      await sealNow();
      await edit('*');
      await expect(watch.seal()).rejects.toThrow('ROW_EDITED');
      const readings = await reading();
      await edit('');
      await watch.seal();
      return readings;
    },
  ],
];

it.each(FAULTS)(
  'when %s: no L2 or L3 value leaves, the rest answers, and it recovers by itself',
  async (_name, fault) => {
    await expectOpen();
    const rows = 'SELECT count(*)::int AS n FROM access_register';
    const [{ n: before }] = await story.sql<{ n: number }>(rows);
    expectShut(await fault(read));
    const [{ n: after }] = await story.sql<{ n: number }>(rows);
    expect(after).toBe(before);
    await expectOpen();
    expect(story.server.log.join()).toContain('access register not written');
    expect(story.server.log.join()).not.toContain('CANARY');
  },
  40_000,
);

it('waits where the table is locked for a moment only: the values come after their register rows', async () => {
  await beside(async (client) => {
    await client.query('BEGIN; LOCK TABLE access_register IN ACCESS EXCLUSIVE MODE');
    const readings = read();
    let isAnswered = false;
    void readings.then(() => (isAnswered = true));
    await until(`${REGISTER_WRITERS} AND wait_event_type = 'Lock'`);
    expect(isAnswered).toBe(false);
    await client.query('COMMIT');
    const { dossier } = await readings;
    expect(dossier.text).toContain('CANARY-KP-g');
    const rows = await story.sql(`SELECT FROM access_register WHERE request_id = $1 AND outcome = 'READ'`, [
      dossier.requestId,
    ]);
    expect(rows).toHaveLength(4); // finance, contact, key persons, usage
  });
}, 20_000);
