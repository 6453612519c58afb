import type { RequestContext } from '../../../context/request-context';
import type { KeyAccount } from '../../accounts/accounts.module';
import { accountRecords, type ComplaintRow } from '../../service/service.module';
import { columns, instant, type Cell, type SectionTable } from '../export-table';

const CHANNEL_NAMES: Record<ComplaintRow['channel'], string> = {
  CALL_CENTRE: '客服热线',
  COUNTER: '营业窗口',
  MANAGER: '客户经理',
  ONLINE: '网络',
};

/** The call centre's part of section 6 (Article 17-1-6): a row per step of handling, or per complaint without any. */
export const COMPLAINTS_TABLE: SectionTable = {
  title: '投诉记录',
  columns: () => [
    ...columns('Complaint', {
      at: '投诉时间',
      channel: '投诉渠道',
      staffName: '受理人',
      topic: '投诉事项',
      detail: '投诉内容',
    }),
    ...columns('Handling', { at: '处理时间', staffName: '处理人', action: '处理情况', isFinal: '是否办结' }),
  ],
  rows: (context, accounts) => Promise.all(accounts.map((account) => rowsOf(context, account))),
};

async function rowsOf(context: RequestContext, account: KeyAccount): Promise<Cell[][]> {
  const complaints = await accountRecords(account, context).complaints;
  const rows = await Promise.all(
    complaints.map(async ({ at, channel, staffName, topic, detail, handlings }) => {
      const complaint = [instant(at), CHANNEL_NAMES[channel], staffName, topic, detail];
      const steps = (await handlings).map((step) => [
        ...[instant(step.at), step.staffName, step.action],
        step.isFinal ? '是' : '否',
      ]);
      return (steps.length > 0 ? steps : [[null, null, null, null]]).map((step) => [...complaint, ...step]);
    }),
  );
  return rows.flat();
}
