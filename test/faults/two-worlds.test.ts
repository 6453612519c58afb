import * as fc from 'fast-check';
import { encodeId } from '../../server/graphql/global-id';
import { useStory, type Story } from '../kit/story';
import { trials } from '../kit/trials';
import { withoutRequestId } from '../matrix/asker';
import { mutations } from './generated-mutations';
import { operations } from './generated-operations';
import { hide, keepValues, type Hidden, type HiddenSection } from './hidden-values';
import { LEAKS } from './leaks';
import { Worlds } from './worlds';

/** Seed and number of generated operations: each is asked by one viewer of each of six roles in all three worlds. */
const SEED = 20261123;
const OPERATIONS = trials(2_000);
const SIX_ROLES = [
  ...['gz.account-manager', 'gz.custodian', 'gd.director', 'gz.tariff-officer', 'gz.call-agent'],
  'unit.auditor',
];
/** So many of them by the other viewers, and over HTTP. */
const FEWER = 100;
const OVER_HTTP = 10;
const MUTATIONS = 60;

let asked: Worlds;
afterAll(() => asked?.close()); // before the stories' own: they let go of the databases first
const told = useStory();
const other = useStory();
const absent = useStory();
const worlds: Story[] = [told, other, absent];

/** Tables whose rows are random or secret by nature: passwords, tokens, keys and what is sealed with them. */
const RANDOM = [
  'access_register', // instants, and ids of requests
  'sessions',
  'refresh_tokens',
  'logins',
  'service_tokens',
  'data_keys',
  'key_persons',
  'sign_in_limits',
];
const INNER: HiddenSection[] = ['RECORDS', 'COMPLAINTS', 'CREDIT', 'TARIFF'];
const DOSSIER: HiddenSection[] = ['BASIC', 'BASIC_FINANCE', 'CONTACT', 'KEY_PERSONS', ...INNER];
/** What nobody at a desk reads without having said what for, or a grant. */
const STRICT: HiddenSection[] = ['KEY_PERSONS', 'CREDIT', 'TARIFF'];

const city = (story: Story, account: string): string => `city_id <> ${story.key(account).cityId}`;

/** Who asks, and what is hidden from them. Nobody of them holds a live grant, ticket or reading session. */
const VIEWERS: [who: string, hidden: (story: Story) => Hidden][] = [
  ['gz.account-manager', (story) => ({ sections: STRICT, foreign: city(story, 'x') })],
  ['gz.custodian', (story) => ({ sections: STRICT, foreign: city(story, 'x') })],
  [
    'gd.director',
    (story) => ({
      sections: ['CONTACT', ...STRICT],
      of: `a.id <> ${story.key('t').accountId}`, // on the team of t
      foreign: `province_id NOT IN (0, ${story.key('x').provinceId})`,
    }),
  ],
  [
    'gz.tariff-officer',
    (story) => ({
      sections: ['BASIC_FINANCE', 'CONTACT', 'KEY_PERSONS', 'USAGE', ...INNER],
      foreign: city(story, 'x'),
    }),
  ],
  [
    'gz.call-agent', // without an open ticket
    (story) => ({ sections: [...DOSSIER, 'SERVICE', 'USAGE'], foreign: city(story, 'x') }),
  ],
  ['sz.director', (story) => ({ sections: STRICT, foreign: city(story, 's') })],
  [
    'unit.auditor',
    (story) => ({ sections: ['KEY_PERSONS', ...INNER], foreign: `unit_id <> ${story.key('u').unitId}` }),
  ],
  ['express.analyst', () => ({ sections: [...DOSSIER, 'SERVICE', 'USAGE'], lines: `line <> 'EXPRESS'` })],
  ['gz.admin', (story) => ({ sections: [...DOSSIER, 'SERVICE', 'USAGE'], foreign: city(story, 'x') })],
  ['token:plain', () => ({ sections: [...DOSSIER, 'SERVICE', 'USAGE'] })],
  ['nobody', () => ({ sections: [...DOSSIER, 'SERVICE', 'USAGE'], foreign: 'true' })],
];

/** Whom the built-in leaks are tried on. */
const LEAKED_TO = VIEWERS[2];

/** Global ids of who manages accounts, and of who does not. */
let staff: string[];

beforeAll(async () => {
  asked = await Worlds.open(worlds);
  const rows = await told.sql<{ provinceId: number; id: number }>(
    `SELECT province_id AS "provinceId", id::int FROM staff
     WHERE username IN ('manager-of-x', 'manager-of-s', 'deputy-of-x', 'gz.director')`,
  );
  staff = rows.map(({ provinceId, id }) => encodeId('StaffMember', provinceId, id));
  for (const story of worlds) {
    await story.sql(`UPDATE access_grants SET valid_to = '2021-01-01'`);
    await story.sql('UPDATE service_tickets SET closed_at = valid_from');
    await story.sql('UPDATE reading_sessions SET ended_at = valid_from');
    await keepValues(story);
  }
  await fillRegister();
}, 30_000);

/** Readings and refusals of several people, for those who read the register; one after the other. */
async function fillRegister(): Promise<void> {
  const readings = [
    '{ accounts(first: 3) { edges { node { usage(line: EXPRESS) { revenue } } } } }',
    '{ accounts(first: 3) { edges { node { dossier { contact { address } } } } } }',
    '{ accounts(first: 3) { edges { node { dossier { keyPersons { name } } } } } }',
  ];
  for (const who of ['gz.director', 'gd.director', 'sz.director', 'unit.director'])
    for (const reading of readings) await asked.answers(who, reading);
  await asked.keepRegister();
}

async function setWorlds(hidden: (story: Story) => Hidden): Promise<void> {
  await hide(told, { sections: [] }, 'OTHER');
  await hide(other, hidden(other), 'OTHER');
  await hide(absent, hidden(absent), 'ABSENT');
}

/** The answers of all worlds to one question, in process or over HTTP. */
const answers = (who: string, query: string): Promise<string[]> => asked.answers(who, query);
async function answersOverHttp(who: string, query: string): Promise<string[]> {
  return Promise.all(
    worlds.map(async (story) => {
      const ask = who === 'nobody' ? story.server.nobody : await story.as(who);
      const { status, text } = await ask(query);
      return `${status} ${withoutRequestId(text)}`;
    }),
  );
}

it('begins with worlds that are alike', async () => {
  const [first, ...rest] = await Promise.all(
    worlds.map(async ({ sql }) => {
      const tables = await sql<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND relname <> ALL ($1) ORDER BY 1`,
        [[...RANDOM, 'schema_migrations', 'migrations']],
      );
      return Promise.all(
        tables.map(async ({ name }) => {
          // When something was written differs; a snapshot's own number never leaves.
          const row = `(to_jsonb(t) - ARRAY['created_at', 'updated_at', 'marked_at', 'applied_at', 'snapshot_id']
            - CASE '${name}' WHEN 'board_snapshots' THEN ARRAY['id']
                WHEN 'service_tickets' THEN ARRAY['valid_from', 'valid_to', 'closed_at'] ELSE '{}' END)::text`;
          const [{ sum }] = await sql<{ sum: string }>(
            `SELECT md5(string_agg(${row}, ' ' ORDER BY ${row})) AS sum FROM ${name} t`,
          );
          return `${name} ${sum}`;
        }),
      );
    }),
  );
  for (const sums of rest) expect(sums).toEqual(first);
});

const sampled = new Map<number, string[]>();
/** The first generated operations, the same for everybody: what one of them told nothing of another may. */
function queries(count: number): string[] {
  let known = sampled.get(count);
  if (!known)
    sampled.set(
      count,
      (known = fc.sample(operations(told, staff), { seed: SEED, numRuns: count }).map(({ query }) => query)),
    );
  return known;
}

let figures = { operations: 0, answers: 0 };
afterAll(() =>
  console.info(`two worlds: ${figures.operations} operations, ${figures.answers} answers compared`),
);

it.each(VIEWERS.map(([who, hidden]) => [who, hidden, SIX_ROLES.includes(who) ? OPERATIONS : FEWER] as const))(
  'answers %s the same bytes whatever is hidden',
  async (who, hidden, count) => {
    await setWorlds(hidden);
    expect(await asked.differences(who, queries(count))).toEqual([]);
    for (const query of queries(OVER_HTTP)) {
      const [first, ...rest] = await answersOverHttp(who, query);
      for (const answer of rest) expect(answer).toBe(first);
    }
    const writes = fc.sample(mutations(told), { seed: SEED, numRuns: MUTATIONS });
    expect(await asked.differences(who, writes)).toEqual([]);
    figures = {
      operations: figures.operations + count + OVER_HTTP + MUTATIONS,
      answers: figures.answers + (count + OVER_HTTP + MUTATIONS) * worlds.length,
    };
  },
  600_000,
);

describe('leaks that are built in are found:', () => {
  it.each(Object.entries(LEAKS))(
    '%s',
    async (_name, leak) => {
      const [who, hidden] = LEAKED_TO;
      await setWorlds(hidden);
      const leaky = await Worlds.open(worlds, leak);
      try {
        expect(await leaky.differences(who, queries(FEWER))).not.toEqual([]);
      } finally {
        await leaky.close();
      }
    },
    120_000,
  );
});

describe('and the operations reach what is hidden:', () => {
  /** Who may read each section of Guangzhou's accounts, of each of which something differs. */
  it.each<[HiddenSection, string]>([
    ['BASIC', 'gz.director'],
    ['BASIC_FINANCE', 'gz.director'],
    ['CONTACT', 'gz.director'],
    ['SERVICE', 'gz.director'],
    ['USAGE', 'gz.analyst'],
    ['RECORDS', 'gz.director'],
    ['COMPLAINTS', 'gz.director'],
    ['CREDIT', 'gz.credit-officer'],
    ['TARIFF', 'gz.tariff-officer'],
    ['KEY_PERSONS', 'gz.account-manager'],
  ])(
    'whoever may read %s sees the worlds differ',
    async (section, who) => {
      await setWorlds(() => ({ sections: [section] }));
      for (const { sql } of worlds)
        await sql(`UPDATE access_grants SET valid_to = '2090-01-01' WHERE staff_name LIKE '%gz%MANAGER';
          UPDATE reading_sessions SET ended_at = NULL WHERE staff_name LIKE '%gz%OFFICER'`);
      const generated = fc.sample(operations(told, staff), { seed: SEED, numRuns: 120 });
      let differing = 0;
      for (const { query } of generated) {
        const [first, ...rest] = await answers(who, query);
        if (rest.every((answer) => answer !== first)) differing += 1;
      }
      expect(differing).toBeGreaterThan(0);
    },
    60_000,
  );
});
