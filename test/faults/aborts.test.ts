import { request } from 'node:http';
import * as told from '../kit/story-accounts';
import { useStory } from '../kit/story';

const story = useStory({ POOL_SIZE: '4' });
const REQUESTS = 1_000;
const PERIOD = told.storyMonths()[told.storyMonths().length - 1];
const QUERIES = [
  `{ board(line: EXPRESS, period: "${PERIOD}") { entries { edges { node { revenue months(last: 12) { revenue } account { manager { name } } } } } } }`,
  `{ accounts(first: 50) { edges { node { name usage { revenue } dossier { contact { phone } keyPersons { name } } } } } }`,
];

/** What had arrived of an answer when it was cut. */
interface Piece {
  requestId: string;
  text: string;
}

/** Sends a request and hangs up after so many milliseconds; answers what had arrived by then, or null. */
function cut(bearer: string, query: string, afterMs: number): Promise<Piece | null> {
  return new Promise((resolve) => {
    const sent = request(
      `${story.server.url}/graphql`,
      { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` } },
      (response) => {
        const piece = { requestId: String(response.headers['x-request-id']), text: '' };
        response.on('data', (chunk: Buffer) => (piece.text += chunk.toString()));
        response.on('end', () => resolve(piece));
        response.on('error', () => resolve(piece.text ? piece : null));
      },
    );
    sent.on('error', () => resolve(null));
    sent.end(JSON.stringify({ query }));
    const timer = setTimeout(() => sent.destroy(), afterMs);
    sent.on('close', () => clearTimeout(timer));
  });
}

const IDLE = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kam'
  AND state <> 'idle'`;

it('registers at least what left, gives every connection back and leaves no session open', async () => {
  const people = await Promise.all(['gz.director', 'gd.analyst', 'nation.auditor'].map(story.bearer));
  const burst = (patienceMs: (at: number) => number): Promise<(Piece | null)[]> =>
    Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        cut(people[at % people.length], QUERIES[at % QUERIES.length], patienceMs(at)),
      ),
    );
  await burst(() => 20_000);
  const from = performance.now();
  await burst(() => 20_000);
  const usual = performance.now() - from;
  await story.sql('TRUNCATE access_register');

  const received: (Piece | null)[] = [];
  // Cut at any moment from before it is read to after it is answered.
  for (let sent = 0; sent < REQUESTS; sent += 20)
    received.push(...(await burst((at) => ((sent + at) / REQUESTS) * 1.5 * usual)));
  const left = received.flatMap((piece) => (piece && /"revenue":"/.test(piece.text) ? piece : []));
  const lost = received.filter((piece) => piece === null);
  expect(lost.length).toBeGreaterThan(REQUESTS / 20);
  expect(left.length).toBeGreaterThan(REQUESTS / 20);

  await eventually(async () => (await story.sql(IDLE)).length === 0);
  const rows = await story.sql<{ requestId: string }>(
    `SELECT DISTINCT request_id AS "requestId" FROM access_register WHERE outcome = 'READ' AND section = 'USAGE'`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(left.length);
  // And it is the very requests that were answered, not as many others.
  const registered = new Set(rows.map(({ requestId }) => requestId));
  expect(left.filter(({ requestId }) => !registered.has(requestId))).toEqual([]);

  // The pool is whole: four times as many as it has connections are answered at once.
  const ask = await story.as('gz.director');
  const answers = await Promise.all(Array.from({ length: 16 }, () => ask(QUERIES[1])));
  expect(answers.every(({ text }) => text.includes('"revenue":"'))).toBe(true);
  await eventually(async () => (await story.sql(IDLE)).length === 0);
  const open = await story.sql(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kam'`,
  );
  expect(open.length).toBeLessThanOrEqual(4 + 2); // and the two besides the pool
}, 60_000);

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 5_000;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
