import { Role } from '../../server/authz/capabilities';
import { SERVICE_TICKETS } from '../../server/rules/rule-defaults';
import { canary } from '../kit/story-accounts';
import { useStory } from '../kit/story';
import { username } from '../kit/story-people';

const story = useStory();
const agent = username('gz', Role.CALL_AGENT);
const OPEN = `mutation Open($input: OpenTicketInput!) { openTicket(input: $input) {
  ticket { id subject isOpen validFrom validTo account { name } } clientMutationId userErrors { code field } } }`;
const CLOSE = `mutation Close($input: CloseTicketInput!) { closeTicket(input: $input) {
  ticket { isOpen closedAt } userErrors { code } } }`;
const READ = `query Read($id: ID!) { account(id: $id) { dossier {
  contact { phone } service { serviceMode } records { complaints { topic } pickups { note } } } } }`;

beforeEach(() => story.sql('DELETE FROM service_tickets'));

interface Opened {
  openTicket: { ticket: { id: string } | null; userErrors: { code: string }[] };
}
const open = async (account: string, subject = '询问邮件下落', who = agent): Promise<Opened['openTicket']> =>
  (await (await story.as(who))<Opened>(OPEN, { input: { accountId: story.id(account), subject } })).data!
    .openTicket;
const codes = async (asked: Promise<Opened['openTicket']>): Promise<string[]> =>
  (await asked).userErrors.map(({ code }) => code);
const read = async (account: string, who = agent) => (await story.as(who))(READ, { id: story.id(account) });
const withheld = ['contact.phone', 'records.complaints', 'records.pickups', 'service.serviceMode'];
const withheldIn = async (account: string): Promise<string[]> =>
  ((await read(account)).errors ?? []).map(({ path }) => (path ?? []).slice(2).join('.'));

it('opens of one account what answering takes, names itself on the register, and nothing of another account', async () => {
  expect(await withheldIn('x')).toEqual(withheld);
  await open('x');
  const { text, errors, requestId } = await read('x');
  expect(errors?.map(({ path }) => path?.join('.'))).toEqual(['account.dossier.records.pickups']);
  for (const [section, field] of [
    ['CONTACT', 'phone'],
    ['SERVICE', 'serviceMode'],
    ['COMPLAINTS', 'topic'],
  ])
    expect(text).toContain(canary(section, 'x', field));
  const rows = await story.sql(
    'SELECT section, outcome, purpose, basis FROM access_register WHERE request_id = $1 ORDER BY section',
    [requestId],
  );
  const basis = expect.stringMatching(/^right of AGENT, ticket \d+; Article 17/) as string;
  expect(rows).toEqual([
    { section: 'COMPLAINTS', outcome: 'READ', purpose: '询问邮件下落', basis },
    { section: 'CONTACT', outcome: 'READ', purpose: '询问邮件下落', basis },
    expect.objectContaining({ section: 'RECORDS', outcome: 'REFUSED', purpose: null }),
  ]);
  expect(await withheldIn('g')).toEqual(withheld);
});

it('ends by itself after a day, and at once when it is closed', async () => {
  const { ticket } = await open('x');
  const [{ hours }] = await story.sql<{ hours: number }>(
    'SELECT extract(epoch FROM valid_to - valid_from)::int / 3600 AS hours FROM service_tickets',
  );
  expect(hours).toBe(24);
  await story.sql(`UPDATE service_tickets SET valid_from = now() - interval '24 hours', valid_to = now()`);
  expect(await withheldIn('x')).toEqual(withheld);
  expect((await open('x')).userErrors).toEqual([]); // one whose time is over does not stand in the way
  const close = async (id: string | undefined) => (await story.as(agent))(CLOSE, { input: { ticketId: id } });
  expect((await close(ticket?.id)).text).toContain('INVALID_STATE');
  const [{ id }] = await story.sql<{ id: number }>('SELECT max(id)::int AS id FROM service_tickets');
  const other = await (
    await story.as(agent)
  )<{ serviceTickets: { edges: { node: { id: string } }[] } }>(
    '{ serviceTickets(isOpen: true) { edges { node { id account { name } } } } }',
  );
  expect(id).toBeGreaterThan(0);
  expect(other.data?.serviceTickets.edges).toHaveLength(1);
  expect((await close(other.data?.serviceTickets.edges[0].node.id)).text).toContain('"isOpen":false');
  expect(await withheldIn('x')).toEqual(withheld);
});

it('is one per account and agent, and as many at once as can be answered, however fast one clicks', async () => {
  const asked = await Promise.all(Array.from({ length: 5 }, () => open('x')));
  expect(asked.filter(({ ticket }) => ticket)).toHaveLength(1);
  expect(new Set(asked.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)))).toEqual(
    new Set(['TICKET_EXISTS']),
  );
  const most = SERVICE_TICKETS.value.open;
  const others = ['g', 't', 'e', 'u', 'v'];
  const opened = await Promise.all(others.map((account) => open(account)));
  expect(opened.filter(({ ticket }) => ticket)).toHaveLength(most - 1);
  expect(opened.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
    'TOO_MANY_TICKETS',
  ]);
});

it('refuses what is out of scope, too short, or somebody’s personal data', async () => {
  expect(await codes(open('s'))).toEqual(['NOT_FOUND']);
  expect(await codes(open('x', '喂'))).toEqual(['BAD_USER_INPUT']);
  expect(await codes(open('x', '来电人身份证 440106199001011234'))).toEqual(['PERSONAL_DATA_REFUSED']);
  expect(await story.sql('SELECT FROM service_tickets')).toEqual([]);
});

it('is its agent’s own', async () => {
  const { ticket } = await open('x');
  const another = username('nation', Role.CALL_AGENT);
  const { text } = await (await story.as(another))(CLOSE, { input: { ticketId: ticket?.id } });
  expect(text).toContain('NOT_FOUND');
  const list = await (await story.as(another))('{ serviceTickets { edges { node { id } } } }');
  expect(list.text).toContain('"edges":[]');
  expect((await read('x', another)).text).not.toContain('CANARY');
});
