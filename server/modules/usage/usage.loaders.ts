import DataLoader from 'dataloader';
import type { Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import { manyByAccount } from '../accounts/accounts.module';
import { trailingMonths } from './month-range';
import {
  readFacts,
  readMonths,
  type MonthFigures,
  type UsageFactRow,
  type UsageKey,
} from './usage.repository';

/** Whose usage, and from which month to which. */
export interface UsageRangeKey extends UsageKey {
  from: string;
  to: string;
}

/** Months of an account's line (or all lines), zeros included; one statement per range of months and request. */
export const monthsByAccountAndLine: LoaderKind<UsageRangeKey, MonthFigures[]> = ({ session }) =>
  new DataLoader<UsageRangeKey, MonthFigures[], string>(
    async (keys) => {
      const answer = new Array<MonthFigures[]>(keys.length);
      const ranges = new Map<string, number[]>();
      keys.forEach(({ from, to }, at) => {
        const range = `${from} ${to}`;
        const positions = ranges.get(range);
        if (positions) positions.push(at);
        else ranges.set(range, [at]);
      });
      for (const positions of ranges.values()) {
        const asked = positions.map((at) => keys[at]);
        const found = await readMonths(session, asked, asked[0].from, asked[0].to);
        positions.forEach((at, i) => (answer[at] = found[i]));
      }
      return answer;
    },
    { cacheKeyFn: (key) => `${key.provinceId}:${key.accountId}:${key.line ?? ''}:${key.from}:${key.to}` },
  );

/** Facts of the last twelve complete months by account, latest first; one statement. Ask after clearance only. */
export const factsBySubject: LoaderKind<Subject, UsageFactRow[]> = ({ session }) =>
  new DataLoader(async (subjects) => {
    const { from, to } = trailingMonths();
    return manyByAccount(subjects, await readFacts(session, subjects, from, to));
  });
