import { type DemoLine } from './demo-story.types';

/** A kind of business: what its companies are called, and which lines of the post they use how much. */
export interface Trade {
  /** Division of GB/T 4754-2017. */
  industryCode: string;
  /** How common it is among key accounts. */
  weight: number;
  /** Words that stand in a company's name before its legal form. */
  words: readonly string[];
  suffixes: readonly string[];
  /** Share of the revenue that each line tends to have; a line that is not named is used rarely. */
  lines: Partial<Record<DemoLine, number>>;
}

const LIMITED = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司'];

const trade = (
  industryCode: string,
  weight: number,
  words: string,
  lines: Trade['lines'],
  suffixes: readonly string[] = LIMITED,
): Trade => ({ industryCode, weight, words: words.split(' '), suffixes, lines });

/** The trades of the demo. Shares are invented. */
export const TRADES: readonly Trade[] = [
  trade('F52', 16, '电子商务 网络商贸 百货 连锁超市 母婴用品 图书电商', {
    EXPRESS: 6,
    PARCEL: 3,
    LOGISTICS: 1,
  }),
  trade('F51', 11, '贸易 商贸 进出口贸易 供应链 建材批发', { EXPRESS: 4, LOGISTICS: 4, PARCEL: 2 }),
  trade('C18', 8, '服饰 制衣 针织服装 童装', { EXPRESS: 6, PARCEL: 4, LOGISTICS: 1 }),
  trade('C39', 8, '电子科技 通信设备 半导体 智能终端', { EXPRESS: 6, LOGISTICS: 3, PARCEL: 1 }),
  trade('C14', 5, '食品 乳业 糖果食品 调味食品', { PARCEL: 4, LOGISTICS: 4, EXPRESS: 3 }),
  trade('C15', 4, '茶业 酒业 饮料', { EXPRESS: 4, PARCEL: 4, LOGISTICS: 2 }),
  trade('C13', 3, '粮油 农产品加工 水产食品', { LOGISTICS: 5, PARCEL: 3, EXPRESS: 2 }),
  trade('A01', 3, '生态农业 果业 花卉', { PARCEL: 5, EXPRESS: 5 }, ['有限公司', '专业合作社']),
  trade('C27', 4, '制药 中药饮片 生物医药', { EXPRESS: 5, LOGISTICS: 4 }),
  trade('C38', 3, '电器 照明电器 电气设备', { LOGISTICS: 5, EXPRESS: 4, PARCEL: 2 }),
  trade('C36', 3, '汽车零部件 汽车配件', { LOGISTICS: 6, EXPRESS: 4 }),
  trade('C35', 2, '医疗器械 专用设备', { LOGISTICS: 4, EXPRESS: 5 }),
  trade('C26', 2, '日用化学品 化妆品 涂料', { EXPRESS: 5, PARCEL: 4, LOGISTICS: 2 }),
  trade('C24', 2, '工艺美术品 文具 体育用品', { EXPRESS: 5, PARCEL: 4, PHILATELY: 0.6 }),
  trade('C21', 2, '家具 家居制造', { LOGISTICS: 7, PARCEL: 2, EXPRESS: 2 }),
  trade('C19', 2, '鞋业 皮具 箱包', { EXPRESS: 6, PARCEL: 4 }),
  trade('I64', 4, '网络科技 互联网信息服务', { EXPRESS: 5, INFORMATION: 3, LETTER: 1 }),
  trade('I65', 3, '软件 信息技术 数据服务', { EXPRESS: 4, INFORMATION: 3, LETTER: 1 }),
  trade('I63', 2, '通信服务 广电网络', { LETTER: 6, INFORMATION: 3, EXPRESS: 2, FINANCE: 1 }),
  trade('J66', 3, '村镇银行 农村商业银行', { LETTER: 5, EXPRESS: 4, FINANCE: 2, PHILATELY: 1 }, [
    '股份有限公司',
  ]),
  trade('J68', 3, '保险代理 保险经纪', { LETTER: 5, EXPRESS: 4, INFORMATION: 2, FINANCE: 1 }),
  trade('L72', 5, '商务服务 人力资源 广告传媒 会展服务', { EXPRESS: 5, LETTER: 3, INFORMATION: 1 }),
  trade('R86', 3, '图书发行 报刊传媒 出版传媒', { PRESS: 6, PARCEL: 3, EXPRESS: 2, LETTER: 1 }),
  trade('R88', 2, '文化艺术 文化创意', { PHILATELY: 4, EXPRESS: 3, LETTER: 2, PRESS: 1 }),
  trade('P83', 3, '教育科技 职业培训', { EXPRESS: 4, PRESS: 4, LETTER: 3 }, ['有限公司', '学校', '学院']),
  trade('Q84', 2, '健康体检 口腔医疗', { EXPRESS: 6, LETTER: 2, PRESS: 1 }, ['有限公司', '医院']),
  trade('K70', 2, '物业管理 置业', { LETTER: 4, EXPRESS: 3, PRESS: 3, FINANCE: 1 }),
  trade('D44', 1, '供电服务 热力', { LETTER: 6, FINANCE: 3, INFORMATION: 2, EXPRESS: 1 }),
  trade('D46', 1, '供水 水务', { LETTER: 6, FINANCE: 3, INFORMATION: 1 }),
  trade('M74', 2, '检测技术 工程设计', { EXPRESS: 7, LETTER: 2 }),
  trade('G58', 2, '国际货运代理 供应链运输', { EXPRESS: 4, LOGISTICS: 4, PARCEL: 3 }),
  trade('H61', 1, '酒店管理 度假酒店', { PRESS: 5, EXPRESS: 3, PHILATELY: 1 }),
];
