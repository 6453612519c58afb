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
});
