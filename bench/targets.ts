import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertSameBoard, boardSubstance, type BoardSubstance, postGraphileSubstance } from './board-answer';
import { type ChildServer, startPeer, startPlatform } from './child-server';
import {
  BENCH_PASSWORD,
  BENCH_PROVINCE_CODE,
  LAST_MONTH,
  NATION_DIRECTOR,
  PROVINCE_DIRECTOR,
} from './dataset/parameters';
import type { LoadRequest } from './load';
import { nodeForPostGraphile } from './peer-packages';

/** The board that everybody is asked for: the largest line, an open month. */
export const LINE = 'EXPRESS';
export const PERIOD = LAST_MONTH;
const NATION_CODE = '000000';

/** Something that answers the Top-100. */
export interface Target {
  name: string;
  /** A request ready to send; signs in anew where that is needed, so it does not expire while measuring. */
  request(): Promise<LoadRequest>;
  /** What an answer of this target's shape says. */
  read(answer: unknown): BoardSubstance;
  /** Organisation whose board it answers. */
  organisationCode: string;
}

/** The servers of a run and what can be asked of them. */
export interface TargetSet {
  targets: Target[];
  stop(): Promise<void>;
}

/** Names of the targets, which the report compares by. */
export const NAMES = {
  nation: 'this platform, nation director',
  province: 'this platform, province director',
  nothingKept: 'the same, nation, BOARD_PAGE_MS=0',
  limit: 'limit: one prepared SQL + JSON.stringify',
  mercurius: 'mercurius 16, loaders + jit, no walls',
  postGraphile: 'PostGraphile 5 on Node 24, no walls',
};

const HEADERS = { 'content-type': 'application/json' };

function operation(path: string): string {
  return readFileSync(join(__dirname, path), 'utf8');
}

/** Starts the platform and every peer on one database. */
export async function startTargets(databaseUrl: string): Promise<TargetSet> {
  const servers: ChildServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const started = async (server: Promise<ChildServer>): Promise<string> => {
    servers.push(await server);
    return (await server).url;
  };
  try {
    const platform = await started(startPlatform(databaseUrl));
    const readingAlways = await started(startPlatform(databaseUrl, [], { BOARD_PAGE_MS: '0' }));
    const limit = await started(startPeer(process.execPath, 'limit.mjs', databaseUrl));
    const mercurius = await started(startPeer(process.execPath, 'mercurius.mjs', databaseUrl));
    const targets = [
      ...platformTargets(platform),
      { ...platformTargets(readingAlways)[0], name: NAMES.nothingKept },
      peerTarget(NAMES.limit, limit, undefined, boardSubstance),
      peerTarget(NAMES.mercurius, mercurius, operation('operations/mercurius.graphql'), boardSubstance),
    ];
    const node = nodeForPostGraphile();
    if (node) {
      const url = await started(startPeer(node, 'postgraphile.mjs', databaseUrl));
      const query = operation('operations/postgraphile.graphql');
      targets.push(peerTarget(NAMES.postGraphile, url, query, postGraphileSubstance));
    } else console.error('PostGraphile is left out: it needs Node 22 or newer.');
    const province = peerTarget(NAMES.limit, limit, undefined, boardSubstance, BENCH_PROVINCE_CODE);
    await verify(targets, [targets.find(({ name }) => name === NAMES.limit)!, province]);
    return { targets, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The platform asked by both directors. */
export function platformTargets(url: string): Target[] {
  const query = operation('../client-examples/operations/top-100.graphql');
  const target = (name: string, username: string, organisationCode: string): Target => ({
    name,
    organisationCode,
    read: boardSubstance,
    request: async () => ({
      url,
      headers: { ...HEADERS, authorization: `Bearer ${await signIn(url, username)}` },
      body: JSON.stringify({ query, variables: { line: LINE, period: PERIOD } }),
    }),
  });
  return [
    target(NAMES.nation, NATION_DIRECTOR, NATION_CODE),
    target(NAMES.province, PROVINCE_DIRECTOR, BENCH_PROVINCE_CODE),
  ];
}

function peerTarget(
  name: string,
  url: string,
  query: string | undefined,
  read: Target['read'],
  organisationCode = NATION_CODE,
): Target {
  const variables = { organisationCode, line: LINE, period: PERIOD };
  const request = { url, headers: HEADERS, body: JSON.stringify({ query, variables }) };
  return { name, organisationCode, read, request: async () => request };
}

async function signIn(url: string, username: string): Promise<string> {
  const query = `mutation SignIn($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { message } } }`;
  const variables = { input: { username, password: BENCH_PASSWORD } };
  const { data } = (await send({ url, headers: HEADERS, body: JSON.stringify({ query, variables }) })) as {
    data: { signIn: { accessToken: string | null } } | null;
  };
  if (!data?.signIn.accessToken) throw new Error(`${username} cannot sign in`);
  return data.signIn.accessToken;
}

/** One request; throws unless the answer is without errors. */
export async function send({ url, headers, body }: LoadRequest): Promise<object> {
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok || text.includes('"errors"')) throw new Error(`${url} answers ${text.slice(0, 2000)}`);
  return JSON.parse(text) as object;
}

/** Every target must say what the limit says about the same organisation; afterwards each has been used once. */
async function verify(targets: readonly Target[], references: readonly Target[]): Promise<void> {
  const expected = new Map<string, BoardSubstance>();
  for (const one of references) expected.set(one.organisationCode, one.read(await send(await one.request())));
  for (const target of targets) {
    const actual = target.read(await send(await target.request()));
    assertSameBoard(expected.get(target.organisationCode)!, actual, target.name);
  }
}
