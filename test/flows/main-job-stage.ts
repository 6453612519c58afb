import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runKam } from '../kit/kam';
import type { Answer, Ask, TestServer } from '../kit/server';
import type { PlainBoard, PlainEntry } from '../kit/plain-boards';
import { boardsSettled } from '../kit/sql';

/** Lines of business in the sample and out of it. */
export const LINES = [
  'EXPRESS',
  'PARCEL',
  'LETTER',
  'LOGISTICS',
  'PRESS',
  'FINANCE',
  'INFORMATION',
  'PHILATELY',
];
/** Years, quarters and months that the sample touches. */
export const PERIODS = [
  ...['2010', '2011', '2010-Q4', '2011-Q1', '2011-Q2'],
  ...['2010-12', '2011-01', '2011-02', '2011-03', '2011-04', '2011-05'],
];

/** What an import came to. */
export interface ImportJob {
  id: string;
  status: string;
  fileName: string;
  rowsRead: string;
  rowsNew: string;
  rowsChanged: string;
  rowsSame: string;
  rowsBad: string;
  failure: string | null;
  errorsHref: string | null;
}

/** Sends the body of a request to POST /imports as one person, or as nobody. */
export async function post(
  server: TestServer,
  username: string | null,
  kind: string,
  body: Buffer,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}/imports?kind=${kind}`, {
    method: 'POST',
    headers: {
      'content-type': 'text/csv',
      'x-file-name': `${kind}.csv`,
      ...(username && { authorization: `Bearer ${await server.token(username)}` }),
    },
    body: new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Uploads a file and waits until it is imported and ranked. */
export async function upload(
  server: TestServer,
  username: string,
  kind: string,
  path: string,
): Promise<ImportJob> {
  const { status, text } = await post(server, username, kind, readFileSync(path));
  if (status !== 202) throw new Error(`${status} ${text}`);
  const { id } = JSON.parse(text) as { id: string };
  const ask = await server.as(username);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const { data } = await ask<{ importJob: ImportJob }>(
      `query ImportJob($id: ID!) { importJob(id: $id) { id status fileName rowsRead rowsNew rowsChanged rowsSame rowsBad failure errorsHref } }`,
      { id },
    );
    if (data?.importJob.status === 'DONE' || data?.importJob.status === 'FAILED') {
      await boardsSettled(server.database.adminUrl);
      return data.importJob;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the import of ${path} has not ended within a minute`);
}

/** Downloads a job's bad rows. */
export async function download(
  server: TestServer,
  username: string | null,
  href: string,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}${href}`, {
    headers: username ? { authorization: `Bearer ${await server.token(username)}` } : {},
  });
  return { status: response.status, text: await response.text() };
}

/** Imports by the command line, in a process of its own; answers its output, throws where it failed. */
export async function importByCommand(
  server: TestServer,
  kind: string,
  path: string,
  errors: string,
): Promise<string> {
  const kam = await runKam(['import', kind, path, '--as', 'ingest', '--errors', errors], {
    NODE_ENV: 'test',
    DATABASE_URL: server.database.adminUrl,
    DATA_DIR: join(errors, '..'),
  });
  if ((await kam.ended) !== 0) throw new Error(kam.stderr);
  return kam.stdout;
}

/** A board as answered. */
export interface AnsweredBoard {
  organisation: { code: string };
  line: string;
  period: string;
  size: number;
  isFrozen: boolean;
  totalRevenue: string | null;
  entries: {
    edges: {
      node: Omit<PlainEntry, 'accountNo' | 'city'> & {
        account: { id: string; accountNo: string; name: string; organisation: { code: string } };
      };
    }[];
    pageInfo: { hasNextPage: boolean };
  };
}

const WHOLE = `fragment Whole on Board {
  organisation { code } line period size isFrozen totalRevenue
  entries {
    edges { node { rank previousRank revenue volume revenueYearEarlier yearOnYear share
      account { id accountNo name organisation { code } } } }
    pageInfo { hasNextPage }
  }
}`;

/** The boards of some periods in one request, by period; of one's own organisation where no code is given. */
export async function askBoards(
  ask: Ask,
  code: string | null,
  line: string,
  periods: readonly string[] = PERIODS,
): Promise<Answer<Record<string, AnsweredBoard | null>> & { boards: Record<string, AnsweredBoard | null> }> {
  const fields = periods.map(
    (period, at) =>
      `b${at}: board(organisationId: $organisationId, line: $line, period: "${period}") { ...Whole }`,
  );
  const answer = await ask<Record<string, AnsweredBoard | null>>(
    `query Boards($organisationId: ID, $line: BusinessLine!) { ${fields.join(' ')} } ${WHOLE}`,
    { organisationId: code && (await organisationId(ask, code)), line },
  );
  const boards = Object.fromEntries(periods.map((period, at) => [period, answer.data?.[`b${at}`] ?? null]));
  return { ...answer, boards };
}

/** The answer in the words of the independent computation. */
export function plain({ totalRevenue, entries }: AnsweredBoard): PlainBoard {
  return {
    totalRevenue,
    entries: entries.edges.map(({ node: { account, ...figures } }) => ({
      accountNo: account.accountNo,
      city: account.organisation.code,
      ...figures,
    })),
  };
}

/** The global id of an organisation, which everybody may look up. */
export async function organisationId(ask: Ask, code: string): Promise<string> {
  const { data, text } = await ask<{ organisation: { id: string } | null }>(
    'query Place($code: String!) { organisation(code: $code) { id } }',
    { code },
  );
  if (!data?.organisation) throw new Error(text);
  return data.organisation.id;
}

/** The global id of an account as its owner in the database knows it. */
export async function accountId(ask: Ask, accountNo: string): Promise<string> {
  const { data, text } = await ask<{ account: { id: string } | null }>(
    'query One($accountNo: String!) { account(accountNo: $accountNo) { id } }',
    { accountNo },
  );
  if (!data?.account) throw new Error(text);
  return data.account.id;
}

/** The boards of all periods are these, null for none, without an error; answers the raw text. */
export async function expectBoards(
  ask: Ask,
  code: string | null,
  line: string,
  of: (period: string) => PlainBoard | null,
): Promise<string> {
  const { boards, text, errors } = await askBoards(ask, code, line);
  expect(errors).toBeUndefined();
  for (const period of PERIODS) {
    const board = boards[period];
    expect(board && plain(board)).toEqual(of(period));
  }
  return text;
}
