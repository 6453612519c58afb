import type { OrganisationSeed } from '../reference-data';
import type { Random } from './random';
import type { Trade } from './trades';

// Auspicious first and second characters of invented trade names.
const FIRST = '恒启瑞华盛泰鑫嘉宏达通源丰茂祥和博卓锦晟凯润德信诚君悦海天云金玉明永新科兴方百千万';
const SECOND = '航达辉腾源利隆昌宁康佳美诺尚拓展鹏翔雅韵禾田桥石林峰原野帆泽润邦联创智盈聚汇';

const ETHNIC_SUFFIX =
  /(?:(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|傣|白|壮|景颇|傈僳|回|蒙古|哈萨克|柯尔克孜|维吾尔)族?)*(?:自治州|自治区)$/u;

/** The place as it stands in front of a company's name: 广州市邮政局 gives 广州, 延边朝鲜族自治州邮政局 gives 延边. */
export function placeName(organisation: Pick<OrganisationSeed, 'name'>): string {
  return organisation.name
    .replace(/(?:邮政局|大客户服务中心)$/u, '')
    .replace(ETHNIC_SUFFIX, '')
    .replace(/(?:市|地区|盟)$/u, '');
}

/**
 * A source of company names that never repeats itself: place, invented trade name, trade word and legal form, each
 * marked （示例） so that nobody takes it for a real customer.
 */
export function companyNames(random: Random): (place: string, trade: Trade) => string {
  const given = new Set<string>();
  return (place, trade) => {
    for (;;) {
      const brand = random.pick(FIRST) + random.pick(SECOND);
      const name = `${place}${brand}${random.pick(trade.words)}${random.pick(trade.suffixes)}（示例）`;
      if (given.has(name)) continue;
      given.add(name);
      return name;
    }
  };
}
