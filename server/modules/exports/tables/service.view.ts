import { managerByAccount } from '../../accounts/accounts.module';
import { staffByKey } from '../../identity/identity.module';
import { columns, type SectionTable } from '../export-table';

/** Section 4 (Article 17-1-4): who looks after the account. */
export const SERVICE_TABLE: SectionTable = {
  title: '服务情况',
  columns: () => columns('Account', { manager: '客户经理', deputy: '客户经理(副)' }),
  rows: ({ loaders }, accounts) =>
    Promise.all(
      accounts.map(async ({ row: { provinceId, accountId } }) => {
        const { managerId, deputyId } = await loaders.of(managerByAccount).load({ provinceId, accountId });
        const nameOf = async (staffId: number | null): Promise<string | null> =>
          staffId === null
            ? null
            : ((await loaders.of(staffByKey).load({ provinceId, staffId }))?.name ?? null);
        return [await Promise.all([nameOf(managerId), nameOf(deputyId)])];
      }),
    ),
};
