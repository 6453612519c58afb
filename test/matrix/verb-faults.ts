import { Role } from '../../server/authz/capabilities';
import { encodeId } from '../../server/graphql/global-id';
import type { Answer } from '../kit/server';
import type { Story } from '../kit/story';
import { username, type Place } from '../kit/story-people';
import { sideBySide, type Asker } from './asker';
import type { Verb, VerbIds } from './verb';
import { MUTATIONS, QUERIES } from './verb-policy';

/** Where the roles of the verb matrix work: what a role may do is the same everywhere but for closing. */
const PLACES: readonly Place[] = ['gz', 'nation'];
/** Their callers end the session they call with. */
const ENDS_SESSION = ['signOut', 'signOutEverywhere'];

/** The ids that inputs name; brings a request that waits and a disabled member of staff into the story. */
export async function verbIds(story: Story): Promise<VerbIds> {
  const { provinceId, accountId, cityId } = story.key('x');
  const staffRows = await story.sql<{ username: string; provinceId: number; id: number }>(
    'SELECT username, province_id AS "provinceId", id::int FROM staff',
  );
  const staffOf = (name: string): { provinceId: number; id: number } => {
    const row = staffRows.find((one) => one.username === name);
    if (!row) throw new Error(`no staff ${name}`);
    return row;
  };
  const asker = staffOf('gz.account-manager');
  const [request] = await story.sql<{ id: number }>(
    `INSERT INTO access_grants (province_id, account_id, city_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, sections) VALUES ($1, $2, $3, $1, $4, 'x', $3, 'waiting', '{KEY_PERSONS}')
     RETURNING id::int`,
    [provinceId, accountId, cityId, asker.id],
  );
  const [copy] = await story.sql<{ id: number }>(
    `INSERT INTO exports (province_id, city_id, organisation_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, format, sections, account_province_ids, account_ids, needs_decision, status)
     VALUES ($1, $2, $2, $1, $3, 'x', $2, 'waiting', 'CSV', '{KEY_PERSONS}', ARRAY[$1::int], ARRAY[$4::bigint], true,
       'REQUESTED') RETURNING id::int`,
    [provinceId, cityId, asker.id, accountId],
  );
  const [proposal] = await story.sql<{ id: number }>(
    `INSERT INTO dossier_proposals (province_id, account_id, city_id, section, base_version, fields, changes, reason,
       staff_province_id, staff_id, staff_name) VALUES ($1, $2, $3, 'BASIC', 1, '{size}', '{"size":"大"}', 'x', $1, $4, 'x')
     RETURNING id::int`,
    [provinceId, accountId, cityId, asker.id],
  );
  const [grant] = await story.sql<{ id: number }>(
    `SELECT id::int FROM access_grants WHERE staff_id = $1 AND account_id = $2 AND status = 'GRANTED'`,
    [asker.id, story.key('g').accountId],
  );
  const [broken] = await story.sql<{ id: number }>(
    `INSERT INTO access_grants (province_id, account_id, city_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, sections, status, valid_from, valid_to, is_break_glass, review_due)
     VALUES ($1, $2, $3, $1, $4, 'x', $3, 'emergency', '{KEY_PERSONS}', 'GRANTED', '2020-01-01', '2020-01-02', true, '2090-01-01')
     RETURNING id::int`,
    [provinceId, accountId, cityId, asker.id],
  );
  const [reading] = await story.sql<{ id: number }>(
    `INSERT INTO reading_sessions (province_id, account_id, city_id, staff_province_id, staff_id, staff_name,
       staff_organisation_id, purpose, sections, valid_to)
     VALUES ($1, $2, $3, $1, $4, 'x', $3, 'reading', '{CONTACT}', now() + interval '1 hour') RETURNING session_id::int AS id`,
    [provinceId, accountId, cityId, asker.id],
  );
  const [alert] = await story.sql<{ id: number }>(
    `INSERT INTO access_alerts (province_id, account_id, city_id, kind, staff_province_id, staff_id, staff_name,
       staff_organisation_id, detail) VALUES ($1, $2, $3, 'OFF_HOURS_L3', $1, $4, 'x', $3, 'x') RETURNING id::int`,
    [provinceId, accountId, cityId, asker.id],
  );
  const [ticket] = await story.sql<{ id: number }>(
    `SELECT id::int FROM service_tickets WHERE staff_id = $1 AND account_id = $2`,
    [staffOf('gz.call-agent').id, story.key('t').accountId],
  );
  const [person] = await story.sql<{ id: number }>(
    'SELECT min(id)::int AS id FROM key_persons WHERE province_id = $1 AND account_id = $2',
    [provinceId, accountId],
  );
  const [token] = await story.sql<{ id: number }>(
    `SELECT id::int FROM service_tokens WHERE name = 'token plain'`,
  );
  await story.sql(`UPDATE staff SET disabled_at = now() WHERE username = 'deputy-of-t'`);
  return {
    account: story.id,
    organisation: story.organisation,
    staff: (name) => encodeId('StaffMember', staffOf(name).provinceId, staffOf(name).id),
    request: encodeId('AccessGrant', provinceId, request.id),
    proposal: encodeId('DossierProposal', provinceId, proposal.id),
    grant: encodeId('AccessGrant', provinceId, grant.id),
    export: encodeId('Export', provinceId, copy.id),
    breakGlass: encodeId('AccessGrant', provinceId, broken.id),
    readingSession: encodeId('ReadingSession', 0, reading.id),
    ticket: encodeId('ServiceTicket', provinceId, ticket.id),
    alert: encodeId('AccessAlert', provinceId, alert.id),
    keyPerson: encodeId('KeyPerson', provinceId, person.id),
    serviceToken: encodeId('ServiceToken', 0, token.id),
    unknown: (type) =>
      encodeId(type, type === 'Organisation' || type === 'ServiceToken' ? 0 : provinceId, 9e9),
  };
}

interface Caller {
  who: string | null;
  may: boolean;
}

function callersOf({ roles, onlyAt, token }: Verb): Caller[] {
  const may = (role: Role, place: Place): boolean =>
    roles === 'PUBLIC' || (roles.includes(role) && (!onlyAt || onlyAt === place));
  return [
    ...PLACES.flatMap((place) =>
      Object.values(Role).map((role) => ({ who: username(place, role), may: may(role, place) })),
    ),
    { who: 'token:full', may: token },
    { who: null, may: roles === 'PUBLIC' },
  ];
}

const ACCESS_CODES = ['FORBIDDEN', 'UNAUTHENTICATED'];

/**
 * What of the verbs is not as the table says: refused where it should be let in, let in where it should be refused,
 * something written by a refused mutation. Whoever is refused asks with an input that would change something.
 */
export async function verbFaults(
  story: Story,
  ask: Asker,
  ids: VerbIds,
  verbs: Record<string, Verb>,
): Promise<string[]> {
  const calls = Object.entries(verbs).flatMap(([name, verb]) =>
    callersOf(verb).map(({ who, may }) => ({ name, verb, who, may })),
  );
  const refused = calls.filter(({ may }) => !may);
  // Everybody has asked before: opening a session writes, too.
  await sideBySide([...new Set(refused.map(({ who }) => who))], (who) => ask(who, '{ viewer { name } }'));
  const before = await checksums(story);
  const refusals = await sideBySide(refused, ({ who, verb }) =>
    ask(who, verb.query, verb.effective && { input: verb.effective(ids) }),
  );
  const after = await checksums(story);
  const faults = refused.flatMap(({ name, who }, at) => refusalFaults(name, who, refusals[at]));
  for (const [table, sum] of after)
    if (before.get(table) !== sum) faults.push(`${table} was written by a refused call`);
  const admitted = calls.filter(({ may }) => may);
  const admissions = await sideBySide(
    admitted,
    async ({ name, who, verb }) => {
      const answer = await ask(who, verb.query, verb.harmless && { input: verb.harmless(ids) });
      if (ENDS_SESSION.includes(name) && who) story.forget(who);
      return answer;
    },
    1,
  );
  return [...faults, ...admitted.flatMap(({ name, who }, at) => admissionFaults(name, who, admissions[at]))];
}

function refusalFaults(name: string, who: string | null, { data, errors = [], text }: Answer): string[] {
  const code = who === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const codes = errors.map(({ extensions }) => extensions.code);
  const value = (data as Record<string, unknown> | null)?.[name] ?? null;
  const isRefused = codes.length === 1 && codes[0] === code && value === null && !text.includes('CANARY');
  return isRefused ? [] : [`${who} is let into ${name}: ${text.slice(0, 200)}`];
}

function admissionFaults(name: string, who: string | null, { errors = [], text }: Answer): string[] {
  const isRefused = errors.some(({ extensions }) => ACCESS_CODES.includes(extensions.code));
  const isBroken = errors.some(({ extensions }) => extensions.code.startsWith('INTERNAL'));
  const isAsked = !errors.some(({ extensions }) => /GRAPHQL|BAD_USER_INPUT/.test(extensions.code));
  return isRefused || isBroken || !isAsked ? [`${who} is refused ${name}: ${text.slice(0, 300)}`] : [];
}

/** A checksum of every table, without the one column that authenticating touches. */
export async function checksums({ sql }: Story): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`,
  );
  const sums = await sql<{ name: string; sum: string }>(
    tables
      .map(({ name }) => {
        const row = `(to_jsonb(t) - 'last_used_at')::text`;
        return `SELECT '${name}' AS name, coalesce(md5(string_agg(${row}, ' ' ORDER BY ${row})), '') AS sum FROM ${name} t`;
      })
      .join(' UNION ALL '),
  );
  return new Map(sums.map(({ name, sum }) => [name, sum]));
}

/** All verbs of the table. */
export const VERBS: Record<string, Verb> = { ...QUERIES, ...MUTATIONS };
