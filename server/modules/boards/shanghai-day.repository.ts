import type { Session, Statement } from '../../db/database';

const TODAY: Statement = {
  name: 'boards_today',
  text: `SELECT ((statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date)::text AS today`,
};

/** The business day, `YYYY-MM-DD` in Asia/Shanghai, by the database's clock. */
export async function shanghaiToday(session: Session): Promise<string> {
  const [{ today }] = await session.query<{ today: string }>(TODAY);
  return today;
}
