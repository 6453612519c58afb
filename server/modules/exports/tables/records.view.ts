import { BUSINESS_LINE_NAMES } from '../../../graphql/business-line';
import { accountRecords } from '../../service/service.module';
import { columns, instant, type SectionTable } from '../export-table';

const PICKUP = { at: '揽收时间', line: '业务种类', pieces: '件数', staffName: '揽收人', note: '备注' };
const VISIT = {
  at: '走访时间',
  staffName: '走访人',
  contactName: '受访人',
  topic: '走访事项',
  outcome: '走访结果',
};
const blank = (headings: object): null[] => Object.keys(headings).map(() => null);

/** Section 6 (Article 17-1-6), a row per pickup and then per visit, newest first; an account without any has none. */
export const RECORDS_TABLE: SectionTable = {
  title: '各类记录',
  columns: () => [...columns('Pickup', PICKUP), ...columns('Visit', VISIT)],
  rows: (context, accounts) =>
    Promise.all(
      accounts.map(async (account) => {
        const records = accountRecords(account, context);
        const [pickups, visits] = await Promise.all([records.pickups, records.visits]);
        return [
          ...pickups.map(({ at, line, pieces, staffName, note }) => [
            ...[instant(at), BUSINESS_LINE_NAMES[line], pieces, staffName, note],
            ...blank(VISIT),
          ]),
          ...visits.map(({ at, staffName, contactName, topic, outcome }) => [
            ...blank(PICKUP),
            ...[instant(at), staffName, contactName, topic, outcome],
          ]),
        ];
      }),
    ),
};
