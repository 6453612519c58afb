import { refusePersonalData, scanPersonalData } from './personal-data';

const NOW = new Date('2026-06-01T00:00:00Z');

describe('personal data that is refused', () => {
  it.each([
    '身份证 440106199001011237',
    '身份证:440106 19900101 123X。',
    '４４０１０６１９９００１０１１２３７',
    '号码440106-19900101-1230',
    '旧证 440106900101123',
  ])('an identity-card number: %s', (text) =>
    expect(scanPersonalData(text, NOW)).toEqual(['IDENTITY_NUMBER']),
  );

  it.each([
    '女儿8岁',
    '儿子 十二周岁',
    '孩子今年十七岁,爱踢球',
    '女儿在市第一小学读书',
    '儿子上初二',
    '孙女三岁半,上幼儿园',
    '宝宝6个月',
    '儿子生于2015年',
    '女儿2015年8月出生',
    '女儿(2015-08-01)',
    '有未成年子女两名',
    'his daughter is 8 years old',
    'a son, aged 12',
    'her kid goes to primary school',
  ])('data of a minor: %s', (text) => expect(scanPersonalData(text, NOW)).toEqual(['MINOR']));

  it.each([
    '已婚,有一子一女,均已工作',
    '女儿28岁,在上海工作',
    '走访广州市第一小学,商谈录取通知书寄递',
    '产品:3岁以下婴幼儿玩具',
    '公司成立于2015年,员工三百人',
    '2015年生产线投产',
    '订单 12345678901234567890',
    '信用代码 91440101MA5XXXXX1X',
    '电话 020-81234567',
    '女儿2015年8月出国留学',
    '五十岁生日',
    '生于1970年',
  ])('not what is neither: %s', (text) => expect(scanPersonalData(text, NOW)).toEqual([]));

  it('is refused by field, without repeating it', () => {
    expect(() => refusePersonalData({ name: '王', family: null, hobbies: '钓鱼' })).not.toThrow();
    const refuse = (): void => refusePersonalData({ name: '王', family: '女儿8岁 440106199001011237' });
    expect(refuse).toThrow(
      expect.objectContaining({ code: 'PERSONAL_DATA_REFUSED', options: { field: 'family' } }),
    );
    expect(refuse).toThrow(/^family: IDENTITY_NUMBER, MINOR$/);
  });
});
