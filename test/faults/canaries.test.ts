import { Role } from '../../server/authz/capabilities';
import { SECTIONS } from '../../server/authz/sections';
import { encodeId } from '../../server/graphql/global-id';
import { STORY_ACCOUNTS } from '../kit/story-accounts';
import { useStory } from '../kit/story';
import { STAFFED, username, type Place } from '../kit/story-people';
import { decideExport, download, requestExport, settled } from '../exports/stage';
import { sideBySide } from '../matrix/asker';
import { QUESTIONS } from '../matrix/field-paths';
import { covers, isVisible, markersIn, maySee, type Marker } from './markers';

const METRICS_TOKEN = 'the metrics of a test, for nobody else';
const story = useStory({ METRICS_TOKEN });

const ACCOUNT = /^query Ask\(\$id: ID!\) \{ account\(id: \$id\) \{ (.*) \} \}$/s;
const selections = QUESTIONS.flatMap(({ query }) => ACCOUNT.exec(query)?.[1] ?? []);
const BOARDS = QUESTIONS.filter(({ isBoard }) => isBoard);
const ROLES = Object.values(Role);
const PEOPLE = STAFFED.flatMap((place) => ROLES.map((role) => ({ place, role, who: username(place, role) })));
/** Roles that copy, and what a copy can hold. */
const COPIERS = [
  ...[Role.DIRECTOR, Role.ACCOUNT_MANAGER, Role.MARKETER, Role.CUSTODIAN, Role.AUDITOR, Role.ANALYST],
];
const COPIED = ['BASIC', 'BASIC_FINANCE', 'CONTACT', 'SERVICE', 'USAGE'];
/** Roles that look after imports. */
const OVERSEERS: readonly Role[] = [Role.ADMIN, Role.DIRECTOR, Role.AUDITOR, Role.INGEST];

/** Sections of which somebody who may has seen a value, by where it was: or nothing would be proven. */
const seen = new Map<string, Set<string>>();
let texts = 0;
function leaksIn(where: string, text: string, may: (marker: Marker) => boolean): string[] {
  texts += 1;
  const markers = markersIn(text);
  const known = seen.get(where) ?? new Set();
  for (const { section } of markers) known.add(section.split(' ')[0]);
  seen.set(where, known);
  const leaked = markers.filter((marker) => !may(marker));
  return leaked.map((marker) => `${where}: ${marker.section} of ${marker.account}, ${marker.text}`);
}

/** Everything that leads to confidential values: one by one, in lists, on boards, through mutations and faults. */
function questions(): string[] {
  const ids = STORY_ACCOUNTS.map(({ key }) => `"${story.id(key)}"`);
  const nation = JSON.stringify(story.organisation('nation'));
  return [
    ...selections.flatMap((selection) => [
      `{ nodes(ids: [${ids.join()}]) { ... on Account { ${selection} } } }`,
      `{ accounts(first: 100) { totalCount edges { cursor node { ${selection} } } } }`,
    ]),
    ...BOARDS.map(({ query }) =>
      query
        .replace('query Ask($nation: ID!)', '')
        .replace('organisationId: $nation', `organisationId: ${nation}`),
    ),
    ...ids.map(
      (id) =>
        `mutation { reveal(input: { accountId: ${id}, field: PHONE, purpose: "走访准备" }) { revealed { value } userErrors { message } } }`,
    ),
    '{ accounts(first: 100, filter: { search: "CANARY" }) { edges { node { name } } } }',
    `{ accounts(first: 100, after: "x") { edges { node { name } } } account(id: ${ids[0]}, accountNo: "K01") { uscc } }`,
    `{ account(id: ${ids[0]}) { dossier { contact { phone(x: 1) nothing } } } }`,
  ];
}

it('no answer and no error shows anybody a value that is not theirs to read', async () => {
  const asked = questions();
  const faults = await sideBySide(PEOPLE, async ({ place, role, who }) => {
    const ask = await story.as(who);
    const found: string[] = [];
    for (const query of asked)
      found.push(...leaksIn('answers', (await ask(query)).text, (one) => maySee(place, role, one)));
    return found.map((fault) => `${who} ${fault}`);
  });
  expect(faults.flat()).toEqual([]);
  for (const query of asked)
    expect(leaksIn('nobody', (await story.server.nobody(query)).text, () => false)).toEqual([]);
  expect([...(seen.get('answers') ?? [])].sort()).toEqual([...SECTIONS].sort());
}, 300_000);

it('no file holds a value that its requester may not read', async () => {
  const copy = async (
    who: string,
    place: Place,
    role: Role,
    sections: string[],
    decider?: string,
  ): Promise<string[]> => {
    const accountIds = STORY_ACCOUNTS.filter(({ key }) => isVisible(place, key)).map(({ key }) =>
      story.id(key),
    );
    const { told, codes } = await requestExport(story, who, { accountIds, sections });
    if (codes.length > 0) return codes;
    if (told.isDecisionNeeded && decider) await decideExport(story, decider, told.id);
    const { href } = await settled(story, who, told.id);
    const { text } = href ? await download(story, who, told.id) : { text: '' };
    return leaksIn('files', text, (one) => maySee(place, role, one)).map((fault) => `${who} ${fault}`);
  };
  const faults: string[] = [];
  for (const place of STAFFED)
    for (const role of COPIERS) faults.push(...(await copy(username(place, role), place, role, COPIED)));
  faults.push(
    ...(await copy('gz.account-manager', 'gz', Role.ACCOUNT_MANAGER, ['KEY_PERSONS'], 'gz.custodian')),
    ...(await copy('gd.director', 'gd', Role.DIRECTOR, ['KEY_PERSONS'], 'gd.custodian')),
  );
  expect(faults).toEqual([]);
  expect([...(seen.get('files') ?? [])].sort()).toEqual([...COPIED, 'KEY_PERSONS'].sort());
}, 120_000);

it('no error file shows rows of an import that is not theirs to look after', async () => {
  const jobs = await story.sql<{ provinceId: number; id: number; place: string }>(
    `SELECT j.province_id AS "provinceId", j.id::int, substring(e.input_row FROM 'CANARY-IMPORT-([a-z]+)-') AS place
     FROM import_jobs j JOIN import_errors e ON e.job_id = j.id AND e.input_row LIKE '%CANARY-IMPORT%'`,
  );
  expect(jobs).toHaveLength(5);
  const faults = await sideBySide(PEOPLE, async ({ place, role, who }) => {
    const found: string[] = [];
    for (const job of jobs) {
      const id = encodeId('ImportJob', job.provinceId, job.id);
      const response = await fetch(`${story.server.url}/imports/${id}/errors.csv`, {
        headers: { authorization: `Bearer ${await story.bearer(who)}` },
      });
      texts += 1;
      const isShown = (await response.text()).includes('CANARY-IMPORT');
      if (isShown && !(OVERSEERS.includes(role) && covers(place, job.place)))
        found.push(`${who} sees the errors of ${job.place}`);
      if (isShown) seen.set('error files', new Set([...(seen.get('error files') ?? []), job.place]));
    }
    return found;
  });
  expect(faults.flat()).toEqual([]);
  expect(seen.get('error files')?.size).toBe(5);
}, 60_000);

it('neither log nor metrics hold any of them', async () => {
  const response = await fetch(`${story.server.url}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const metrics = await response.text();
  expect(metrics).toContain('kam_graphql_errors_total');
  expect(metrics + story.server.log.join('\n')).not.toContain('CANARY');
  expect(leaksIn('log', story.server.log.join('\n'), () => false)).toEqual([]);
  expect(leaksIn('metrics', metrics, () => false)).toEqual([]);
  console.info(`canaries: ${texts} texts of ${PEOPLE.length} people and nobody searched`);
});

it('finds what is built in', () => {
  const leak = `{"phone":"CANARY-CONTACT-x-phone","uscc":"${markersIn('')[0]?.text ?? ''}"}`;
  expect(leaksIn('built in', leak, (one) => maySee('gz', Role.DIRECTOR, one))).toEqual([]);
  expect(leaksIn('built in', leak, (one) => maySee('gd', Role.DIRECTOR, one))).toHaveLength(1);
  expect(leaksIn('built in', leak, (one) => maySee('sz', Role.DIRECTOR, one))).toHaveLength(1);
});
