import { personName } from '../../server/db/seeds/demo/people';
import { createRandom } from '../../server/db/seeds/demo/random';
import { TRADES } from '../../server/db/seeds/demo/trades';
import { pinyinInitials } from '../../server/modules/accounts/pinyin';
import { usccCheckDigit } from '../../server/modules/accounts/uscc';
import type { BenchCity } from './places';

/** Columns of each table in the order of the rows below. */
export const ACCOUNT_COLUMNS =
  'province_id, id, city_id, organisation_id, account_no, code, name, initials, uscc, identity_id, ' +
  'industry_scheme, industry_code, category, grade';
export const IDENTITY_COLUMNS = 'id, kind, key';
export const TEAM_COLUMNS = 'province_id, account_id, staff_id, city_id, role';
export const STAFF_COLUMNS = 'province_id, id, city_id, organisation_id, username, name, roles';

const SCHEME = 'GB/T 4754-2017';
const BRANDS = '恒启瑞华盛泰鑫嘉宏达通源丰茂祥和博卓锦晟凯润德信诚君悦海天云金玉明永新科兴方百千万';
const GRADES = [
  ['SPECIAL', 2],
  ['FIRST', 8],
  ['SECOND', 20],
  ['THIRD', 30],
  ['SMALL', 40],
] as const;
const WEIGHTED_TRADES = TRADES.map((trade) => [trade, trade.weight] as const);

/** Credit code number `id` of a city: valid check character, unique by construction. */
function benchUscc(cityCode: string, id: number): string {
  const first17 = `91${cityCode}BE${String(id).padStart(7, '0')}`;
  return first17 + usccCheckDigit(first17);
}

function* idsOf({ firstAccountId, accounts }: BenchCity): Generator<number> {
  for (let id = firstAccountId; id < firstAccountId + accounts; id++) yield id;
}

/** `accounts`: one row per account, in the order of the primary key. */
export function* accountRows(seed: string, cities: readonly BenchCity[]): Generator<string> {
  for (const city of cities)
    for (const id of idsOf(city)) {
      const random = createRandom(`${seed}/account/${id}`);
      const trade = random.weighted(WEIGHTED_TRADES);
      const brand = random.pick(BRANDS) + random.pick(BRANDS) + random.pick(BRANDS);
      const name = `${city.place}${brand}${random.pick(trade.words)}${random.pick(trade.suffixes)}（示例）`;
      const accountNo = `B${city.code}${String(id).padStart(7, '0')}`;
      const uscc = benchUscc(city.code, id);
      const category = random.chance(0.3) ? 'COMPREHENSIVE' : 'PROFESSIONAL';
      yield `${city.provinceId}\t${id}\t${city.cityId}\t${city.cityId}\t${accountNo}\t\\N\t${name}\t${pinyinInitials(name)}\t${uscc}\t${id}\t${SCHEME}\t${trade.industryCode}\t${category}\t${random.weighted(GRADES)}\n`;
    }
}

/** `identities`: the same ids, by credit code. */
export function* identityRows(cities: readonly BenchCity[]): Generator<string> {
  for (const city of cities) for (const id of idsOf(city)) yield `${id}\tUSCC\t${benchUscc(city.code, id)}\n`;
}

/** `account_team`: every account has one manager, in turns. */
export function* teamRows(cities: readonly BenchCity[]): Generator<string> {
  for (const city of cities)
    for (const id of idsOf(city)) {
      const staffId = city.firstManagerId + (id % city.managers);
      yield `${city.provinceId}\t${id}\t${staffId}\t${city.cityId}\tMANAGER\n`;
    }
}

/** `staff`: the account managers of every city. */
export function* managerRows(seed: string, cities: readonly BenchCity[]): Generator<string> {
  const random = createRandom(`${seed}/managers`);
  for (const city of cities)
    for (let id = city.firstManagerId; id < city.firstManagerId + city.managers; id++)
      yield `${city.provinceId}\t${id}\t${city.cityId}\t${city.cityId}\tbench.m${id}\t${personName(random)}\t{ACCOUNT_MANAGER}\n`;
}
