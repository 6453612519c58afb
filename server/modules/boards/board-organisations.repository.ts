import type { Session } from '../../db/database';

/** The organisation whose boards are the national ones. */
export async function nationId(session: Session): Promise<number> {
  const [nation] = await session.query<{ id: number }>(`SELECT id FROM organisations WHERE level = 'NATION'
    AND business_line IS NULL`);
  if (!nation) throw new Error('there is no organisation of the nation: seed the organisations first');
  return nation.id;
}

/** Every province, by id; bureaus have no accounts and no board of their own. */
export async function provinceIds(session: Session): Promise<number[]> {
  const rows = await session.query<{ id: number }>(`SELECT id FROM organisations WHERE level = 'PROVINCE'
    AND business_line IS NULL ORDER BY id`);
  return rows.map(({ id }) => id);
}
