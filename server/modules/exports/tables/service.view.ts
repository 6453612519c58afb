import { accountService } from '../../service/service.module';
import { columns, type SectionTable } from '../export-table';

/** Section 4 (Article 17-1-4): who answers for the account and looks after it, and how. */
export const SERVICE_TABLE: SectionTable = {
  title: '服务情况',
  columns: () =>
    columns('AccountService', {
      responsibleUnit: '责任单位',
      responsiblePerson: '责任人',
      accountManager: '客户经理',
      deputyManager: '客户经理(副)',
      serviceMode: '服务方式',
    }),
  rows: (context, accounts) =>
    Promise.all(
      accounts.map(async (account) => {
        const service = accountService(account, context);
        const [person, manager, deputy, mode] = await Promise.all([
          service.responsiblePerson,
          service.accountManager,
          service.deputyManager,
          service.serviceMode,
        ]);
        return [[service.responsibleUnit.name, person, manager?.name ?? null, deputy?.name ?? null, mode]];
      }),
    ),
};
