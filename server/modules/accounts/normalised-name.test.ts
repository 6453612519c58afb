import { identityKey, normaliseName } from './normalised-name';

const USCC = '91350100M000100Y43';

describe('normaliseName', () => {
  it.each([
    ['广州恒启服饰有限公司（示例）', '广州恒启服饰有限公司(示例)'],
    ['广州恒启服饰有限公司【示例】', '广州恒启服饰有限公司(示例)'],
    ['  广州 恒启　服饰有限公司', '广州恒启服饰有限公司'],
    ['ＡＢＣ 贸易', 'abc贸易'],
    ['广州“恒启”服饰·有限公司', '广州恒启服饰有限公司'],
    ['深圳恒启有限责任公司', '深圳恒启有限公司'],
    ['深圳恒启股份公司', '深圳恒启股份有限公司'],
    ['Hengqi Trading Co., Ltd.', 'hengqitradingcoltd'],
    ['HENGQI TRADING COMPANY LIMITED', 'hengqitradingcoltd'],
    ['恒\u200b启', '恒启'],
  ])('%s -> %s', (name, expected) => expect(normaliseName(name)).toBe(expected));

  it('is stable: normalising twice changes nothing', () => {
    for (const name of ['广州（恒启）股份公司', 'A B Co., Ltd.', '第1-2号店', 'a+b & c'])
      expect(normaliseName(normaliseName(name))).toBe(normaliseName(name));
  });

  it.each([
    ['恒启有限公司', '恒启股份有限公司'],
    ['恒启有限公司', '恒启集团有限公司'],
    ['恒启有限公司', '恒启有限公司广州分公司'],
    ['恒启（广州）有限公司', '恒启广州有限公司'],
    ['恒启服装厂', '恒启服装公司'],
    ['第1-2号店', '第12号店'],
    ['第1 2号店', '第12号店'],
    ['A&B 公司', 'AB 公司'],
    ['Retail customer 12346 (United Kingdom)', 'Retail customer 12347 (United Kingdom)'],
  ])('keeps %s and %s apart', (one, other) => expect(normaliseName(one)).not.toBe(normaliseName(other)));
});

describe('identityKey', () => {
  it('is the credit code where there is one, however it was typed', () => {
    const expected = { kind: 'USCC', key: USCC };
    expect(identityKey({ uscc: USCC, name: 'one' })).toEqual(expected);
    expect(identityKey({ uscc: ' 91350100 m000100y43', name: 'another', address: 'x' })).toEqual(expected);
  });

  it('is name and address where there is no code', () => {
    const key = identityKey({ uscc: '', name: '恒启 公司', address: '解放路12-3号' });
    expect(key).toEqual({ kind: 'NAME_ADDRESS', key: '恒启公司|解放路12-3号' });
    expect(identityKey({ name: '恒启公司', address: '解放路123号' }).key).not.toBe(key.key);
  });

  it('cannot be confused by a separator inside the name', () => {
    expect(identityKey({ name: 'a|b', address: '' }).key).not.toBe(
      identityKey({ name: 'a', address: 'b|' }).key,
    );
  });

  it('refuses a wrong code and an empty name', () => {
    expect(() => identityKey({ uscc: USCC.replace('3', '4'), name: 'x' })).toThrow(
      /credit code is not valid/,
    );
    expect(() => identityKey({ name: ' …。' })).toThrow(/needs a name/);
  });
});
