import { pinyinInitials } from './pinyin';

describe('pinyinInitials', () => {
  it.each([
    ['重庆', 'cq'],
    ['银行', 'yh'],
    ['重庆银行股份有限公司（示例）', 'cqyhgfyxgssl'],
    ['重型机械', 'zxjx'],
    ['长沙行业发展', 'cshyfz'],
    ['校长', 'xz'],
    ['音乐长江', 'yycj'],
    ['厦门大厦', 'xmds'],
    ['会计师事务所', 'kjssws'],
    ['调味品', 'twp'],
    ['东莞番禺', 'dgpy'],
    ['绿源', 'ly'],
    ['安徽鄂州', 'ahez'],
    ['ＡＢＣ-3D 打印（广州）', 'abc3ddygz'],
    ['Retail customer 12346', 'retailcustomer12346'],
    ['—— 、。', ''],
  ])('%s -> %s', (name, expected) => expect(pinyinInitials(name)).toBe(expected));

  it('reads a polyphone by its word, also when the other reading was remembered before', () => {
    expect(pinyinInitials('重庆')).toBe('cq');
    expect(pinyinInitials('重量')).toBe('zl');
    expect(pinyinInitials('重庆')).toBe('cq');
  });

  it('is quick enough for an import: 100,000 company names a second', () => {
    const brands = [...'恒启瑞华盛泰鑫嘉宏达通源丰茂祥和'];
    const names = Array.from(
      { length: 50_000 },
      (_, i) =>
        `重庆${brands[i % 16]}${brands[(i >> 4) % 16]}${brands[(i >> 8) % 16]}长安汽车行业贸易有限公司（示例${i}）`,
    );
    pinyinInitials(names[0]);
    const before = process.hrtime.bigint();
    for (const name of names) pinyinInitials(name);
    const perSecond = names.length / (Number(process.hrtime.bigint() - before) / 1e9);
    expect(perSecond).toBeGreaterThan(100_000);
  });
});
