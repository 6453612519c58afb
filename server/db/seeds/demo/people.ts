import type { Random } from './random';

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈',
];
const GIVEN_FIRST = [...'志建晓文海国丽秀春玉明嘉思雨子佳家俊永振慧淑雅立德'];
const GIVEN_SECOND = [...'强伟华军平敏静芳燕玲杰涛斌磊婷娟洁宇鹏辉颖琳博林峰'];
const ROADS = ['解放', '人民', '中山', '建设', '和平', '迎宾', '学府', '滨江', '新华', '朝阳'];
const POSITIONS = [
  '总经理',
  '副总经理',
  '采购总监',
  '物流经理',
  '行政主管',
  '财务总监',
  '供应链经理',
  '办公室主任',
];
const DECISION_MAKERS = new Set(['总经理', '副总经理', '采购总监', '财务总监']);
const HOBBIES = [
  '集邮',
  '羽毛球',
  '太极拳',
  '钓鱼',
  '书法',
  '登山',
  '摄影',
  '京剧',
  '围棋',
  '园艺',
  '游泳',
  '品茶',
];
// Adults only: data of minors is refused by default (PIPL Arts. 28-31).
const FAMILY = [
  '配偶在学校任教',
  '配偶在医院工作',
  '与父母同住',
  '配偶经营书店',
  '双亲已退休',
  '配偶为工程师',
];

/** A believable Chinese personal name. */
export function personName(random: Random): string {
  const first = random.chance(0.8) ? random.pick(GIVEN_FIRST) : '';
  return random.pick(SURNAMES) + first + random.pick(GIVEN_SECOND);
}

/** A street and a number, without the place. */
export function streetAddress(random: Random): string {
  return `${random.pick(ROADS)}路${random.int(1, 399)}号`;
}

/** A position in a company, and whether its holder decides. */
export function position(random: Random): { position: string; isDecisionMaker: boolean } {
  const chosen = random.pick(POSITIONS);
  return { position: chosen, isDecisionMaker: DECISION_MAKERS.has(chosen) };
}

/** Two hobbies. */
export function hobbies(random: Random): string {
  const one = random.int(0, HOBBIES.length - 1);
  const other = (one + random.int(1, HOBBIES.length - 1)) % HOBBIES.length;
  return `${HOBBIES[one]}、${HOBBIES[other]}`;
}

/** A remark on the family, of adults only. */
export function family(random: Random): string {
  return random.pick(FAMILY);
}
