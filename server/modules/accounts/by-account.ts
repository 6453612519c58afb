/** What names an account in the database. */
interface Key {
  provinceId: number;
  accountId: number;
}

const text = ({ provinceId, accountId }: Key): string => `${provinceId}:${accountId}`;

/** The two arrays that name accounts to a statement. */
export function accountColumns(accounts: readonly Key[]): [number[], number[]] {
  return [accounts.map(({ provinceId }) => provinceId), accounts.map(({ accountId }) => accountId)];
}

/** For each account asked its one row, or null. */
export function oneByAccount<Row extends Key>(asked: readonly Key[], rows: readonly Row[]): (Row | null)[] {
  const found = new Map(rows.map((row) => [text(row), row]));
  return asked.map((key) => found.get(text(key)) ?? null);
}

/** For each account asked its rows in their order, none included. */
export function manyByAccount<Row extends Key>(asked: readonly Key[], rows: readonly Row[]): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const group = found.get(text(row));
    if (group) group.push(row);
    else found.set(text(row), [row]);
  }
  return asked.map((key) => found.get(text(key)) ?? []);
}
