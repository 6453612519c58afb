import 'reflect-metadata';
import { Role } from '../../server/authz/capabilities';
import { hashPassword } from '../../server/modules/identity/identity.module';
import { ask, setStage } from '../imports/stage';
import { useServer } from '../kit/server';

const server = useServer(async ({ adminUrl }) => {
  await setStage(adminUrl, 40);
  const hash = await hashPassword('demo-2026');
  for (const [username, role] of [
    ['gd.director', Role.DIRECTOR],
    ['gd.agent', Role.CALL_AGENT],
  ])
    await ask(
      adminUrl,
      `WITH s AS (INSERT INTO staff (province_id, organisation_id, username, name, roles)
         VALUES (44, 44, $1, $1, ARRAY[$2]) RETURNING province_id, id)
       INSERT INTO logins (username, staff_province_id, staff_id, password_hash) SELECT $1, province_id, id, $3 FROM s`,
      [username, role, hash],
    );
  await ask(
    adminUrl,
    `INSERT INTO usage_facts (province_id, account_id, line, month, city_id, volume, revenue)
     SELECT province_id, id, line, month, city_id, 7, CASE line WHEN 'PRESS' THEN -1 ELSE 987654 END
     FROM accounts, unnest(ARRAY['EXPRESS', 'PRESS']) line, unnest(ARRAY['2025-01', '2025-03', '2025-05']) month`,
  );
});

const USAGE = `query U($line: BusinessLine, $from: Month, $to: Month, $first: Int) {
  accounts(first: $first) { edges { node { accountNo usage(line: $line, from: $from, to: $to) { month revenue volume } } } } }`;
interface Months {
  accounts: {
    edges: { node: { usage: { month: string; revenue: string | null; volume: string | null }[] | null } }[];
  };
}

it('gives every month asked for, of a line or of all, with zeros where nothing was used', async () => {
  const query = await server.as('gd.director');
  const range = { from: '2025-02', to: '2025-03', first: 2 };
  const months = async (line: string | null): Promise<unknown[]> =>
    (await query<Months>(USAGE, { ...range, line })).data?.accounts.edges.map(({ node }) => node.usage) ?? [];
  const zero = { month: '2025-02', revenue: '0.00', volume: '0' };
  const express = [zero, { month: '2025-03', revenue: '9876.54', volume: '7' }];
  const all = [zero, { month: '2025-03', revenue: '9876.53', volume: '14' }];
  expect(await months('EXPRESS')).toEqual([express, express]);
  expect(await months(null)).toEqual([all, all]);
});

it('answers twelve months by default and at most sixty', async () => {
  const query = await server.as('gd.director');
  const usage = async (variables: object): Promise<number | undefined> =>
    (await query<Months>(USAGE, { first: 1, ...variables })).data?.accounts.edges[0].node.usage?.length;
  expect(await usage({})).toBe(12);
  expect(await usage({ from: '2020-01', to: '2024-12' })).toBe(60);
  for (const range of [
    { from: '2019-12', to: '2024-12' },
    { from: '2025-02', to: '2025-01' },
  ]) {
    const { errors } = await query(USAGE, { first: 1, ...range });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
});

it('is withheld from who has no right to it, registered and folded', async () => {
  const { data, errors, text } = await (
    await server.as('gd.agent')
  )<Months>(USAGE, { first: 3, from: '2025-01', to: '2025-05' });
  expect(data?.accounts.edges.map(({ node }) => node.usage)).toEqual([null, null, null]);
  expect(text).not.toMatch('9876');
  expect(errors?.map(({ path, extensions }) => [path, extensions.code, extensions.count])).toEqual([
    [['accounts', 'edges', 'node', 'usage'], 'FIELD_WITHHELD', 3],
  ]);
  const outcomes = await ask(
    server.database.adminUrl,
    `SELECT DISTINCT outcome, section FROM access_register ORDER BY 1`,
  );
  expect(outcomes).toEqual([
    { outcome: 'READ', section: 'USAGE' },
    { outcome: 'REFUSED', section: 'USAGE' },
  ]);
});
