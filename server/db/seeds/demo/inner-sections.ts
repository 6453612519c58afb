import type { DemoAccount, DemoStaff, DemoStory } from './demo-story.types';
import { personName } from './people';
import { createRandom, type Random } from './random';

/** A row of a table of sections 1 and 4 to 8, by column, beside the account's number. */
export type DemoRow = { accountNo: string } & Record<string, string | number | boolean | null>;

/** Tables of those sections, in the order in which they are written. */
export type DemoSections = Record<
  | 'account_basics'
  | 'account_services'
  | 'pickups'
  | 'visits'
  | 'complaints'
  | 'account_credits'
  | 'payments'
  | 'account_tariffs',
  DemoRow[]
>;

const NATURES = ['国有企业', '民营企业', '外商投资企业', '机关事业单位'];
const SIZES = ['大型', '中型', '小型', '微型'];
const MODES = ['上门揽收', '驻点服务', '专人专线', '营业窗口'];
const TOPICS = ['了解用邮需求', '回访服务质量', '介绍新业务', '商谈续约'];
const OUTCOMES = ['客户满意，继续合作', '客户提出改进时限，已记录', '客户有意增加用邮量', null];
const COMPLAINTS = ['邮件延误', '投递位置有误', '包装破损', '账单金额有疑问'];
const LEVELS = [
  ['AAA', 1],
  ['AA', 3],
  ['A', 5],
  ['B', 3],
  ['C', 1],
] as const;

/**
 * Sections 1, 4, 6, 7 and 8 of the demo's accounts, from its usage: who uses more is visited more, owes more and gets
 * more off. The same story gives the same rows.
 */
export function demoSections({ seed, accounts, staff, usage, months }: DemoStory): DemoSections {
  const sections: DemoSections = {
    ...{ account_basics: [], account_services: [], pickups: [], visits: [], complaints: [] },
    ...{ account_credits: [], payments: [], account_tariffs: [] },
  };
  const names = new Map(staff.map((member: DemoStaff) => [member.username, member.name]));
  const yearly = new Map<string, { revenue: number; line: string; most: number }>();
  for (const { accountNo, line, month, revenue } of usage) {
    if (!months.slice(-12).includes(month)) continue;
    const of = yearly.get(accountNo) ?? { revenue: 0, line, most: -Infinity };
    yearly.set(accountNo, {
      revenue: of.revenue + revenue,
      ...(revenue > of.most ? { line, most: revenue } : { line: of.line, most: of.most }),
    });
  }
  for (const account of accounts) {
    const random = createRandom(`${seed}/sections ${account.accountNo}`);
    const manager = names.get(account.team.managerUsername) ?? '';
    const { revenue, line } = yearly.get(account.accountNo) ?? { revenue: 0, line: 'LETTER' };
    addMaster(sections, random, account, manager);
    addRecords(sections, random, account, { manager, line, months });
    if (revenue > 0) addMoney(sections, random, account, { revenue, line, months });
  }
  return sections;
}

function addMaster(
  sections: DemoSections,
  random: Random,
  { accountNo }: DemoAccount,
  manager: string,
): void {
  sections.account_basics.push({
    accountNo,
    nature: random.pick(NATURES),
    service_mode: random.pick(MODES),
    legal_representative: `${personName(random)}（示例）`,
    size: random.pick(SIZES),
    products: '示例产品',
    annual_output: random.int(200, 90_000) * 1_000_000,
    reputation: random.pick(['良好', '一般', '优秀']),
    profit_and_loss: random.pick(['盈利', '持平', '略亏']),
  });
  sections.account_services.push({
    accountNo,
    responsible_person: manager,
    service_mode: random.pick(MODES),
  });
}

function addRecords(
  { pickups, visits, complaints }: DemoSections,
  random: Random,
  { accountNo }: DemoAccount,
  { manager, line, months }: { manager: string; line: string; months: string[] },
): void {
  const at = (): string =>
    `${random.pick(months.slice(-6))}-${String(random.int(1, 28)).padStart(2, '0')}T0${random.int(1, 9)}:30:00Z`;
  for (let n = random.int(1, 3); n > 0; n -= 1)
    pickups.push({ accountNo, at: at(), line, pieces: random.int(5, 400), staff_name: manager, note: null });
  for (let n = random.int(0, 2); n > 0; n -= 1)
    visits.push({
      ...{ accountNo, at: at(), staff_name: manager, contact_name: null },
      ...{ subject: random.pick(TOPICS), outcome: random.pick(OUTCOMES) },
    });
  if (random.chance(0.08))
    complaints.push({
      ...{ accountNo, at: at(), channel: random.pick(['CALL_CENTRE', 'COUNTER', 'MANAGER', 'ONLINE']) },
      ...{ subject: random.pick(COMPLAINTS), detail: null, staff_name: manager },
    });
}

function addMoney(
  { account_credits, payments, account_tariffs }: DemoSections,
  random: Random,
  { accountNo }: DemoAccount,
  { revenue, line, months }: { revenue: number; line: string; months: string[] },
): void {
  const monthly = Math.round(revenue / 12);
  const last = months[months.length - 1];
  if (random.chance(0.5)) {
    account_credits.push({
      ...{ accountNo, level: random.weighted(LEVELS), return_cycle_days: 30 },
      arrears_limit: Math.round(monthly / 10_000) * 10_000,
    });
    if (monthly > 0)
      payments.push({ accountNo, month: months[months.length - 2], paid_on: `${last}-20`, amount: monthly });
  }
  if (random.chance(0.25))
    account_tariffs.push({
      ...{ accountNo, line, method: 'DISCOUNT', rate: random.int(2, 20) * 100, agency_fee_rate: 0 },
      ...{ valid_from: `${months[12]}-01`, valid_to: `${Number(last.slice(0, 4)) + 1}-12-31` },
    });
}
