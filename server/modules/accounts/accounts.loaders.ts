import DataLoader from 'dataloader';
import type { LoaderKind } from '../../context/loaders';
import type { RequestContext } from '../../context/request-context';
import type { GlobalId } from '../../graphql/global-id';
import { type AccountKey, readAccounts, readTeams } from './accounts.repository';
import type { AccountRow, KeyAccount } from './key-account';

const text = ({ provinceId, accountId }: AccountKey): string => `${provinceId}:${accountId}`;

/** Accounts by key; null where absent or out of the viewer's scope. One statement for all. */
export const accountByKey: LoaderKind<AccountKey, AccountRow | null> = ({ session }) =>
  new DataLoader<AccountKey, AccountRow | null, string>(
    async (keys) => {
      const found = new Map((await readAccounts(session, keys)).map((row) => [text(row), row]));
      return keys.map((key) => found.get(text(key)) ?? null);
    },
    { cacheKeyFn: text },
  );

/** Ids of an account's manager and deputy, staff of its province. */
export interface AccountTeam {
  managerId: number | null;
  deputyId: number | null;
}

/** Manager and deputy by account. One statement for all. */
export const managerByAccount: LoaderKind<AccountKey, AccountTeam> = ({ session }) =>
  new DataLoader<AccountKey, AccountTeam, string>(
    async (keys) => {
      const teams = new Map<string, AccountTeam>(
        keys.map((key) => [text(key), { managerId: null, deputyId: null }]),
      );
      for (const row of await readTeams(session, keys)) {
        const team = teams.get(text(row));
        if (team) team[row.role === 'MANAGER' ? 'managerId' : 'deputyId'] = row.staffId;
      }
      return keys.map((key) => teams.get(text(key)) as AccountTeam);
    },
    { cacheKeyFn: text },
  );

/** What turns a row into the graph's account: an AccountViews. */
interface Views {
  of(context: RequestContext): Promise<{ accountOf(row: AccountRow): KeyAccount }>;
}

/** The account of a decoded global id; null alike for a bad, absent and out-of-scope one. */
export async function accountById(
  context: RequestContext,
  views: Views,
  id: GlobalId | null,
): Promise<KeyAccount | null> {
  if (id?.type !== 'Account' || id.provinceId >= 2 ** 31) return null;
  const row = await context.loaders.of(accountByKey).load({ provinceId: id.provinceId, accountId: id.key });
  return row && (await views.of(context)).accountOf(row);
}

/** A kind of loader for the graph's accounts by key; null where absent or out of scope. Make it once per process. */
export function keyAccountByKey(views: Views): LoaderKind<AccountKey, KeyAccount | null> {
  return (context) =>
    new DataLoader<AccountKey, KeyAccount | null, string>(
      async (keys) => {
        const rows = await context.loaders.of(accountByKey).loadMany(keys);
        const view = await views.of(context);
        return rows.map((row) => (row instanceof Error ? row : row && view.accountOf(row)));
      },
      { cacheKeyFn: text },
    );
}
