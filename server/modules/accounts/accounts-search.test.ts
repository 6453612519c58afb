import { LIST, useAccounts } from '../../../test/kit/accounts-world';
import { Role } from '../../authz/capabilities';
import { BusinessLine } from '../../graphql/business-line';
import { encodeId } from '../../graphql/global-id';

const { ask, find, idOf, sql, viewer } = useAccounts();

describe('searching', () => {
  it.each([
    ['two characters inside a name', '银行', 50],
    ['one character', '杭', 0],
    ['pinyin initials', 'SLCQ', 50],
    ['an account number', 'N0125', 1],
    ['its beginning', 'N012', 10],
    ['a code', 'YZ13', 2],
    ['nothing there', '不存在', 0],
    ['what LIKE would take for anything', '%', 0],
  ])('finds by %s', async (_what, search, expected) => {
    expect(await find(viewer('440000'), { search })).toHaveLength(expected);
  });

  it('finds the same whether the hits are few enough to name or not', async () => {
    const { data } = await ask(viewer('440000'), '{ accounts(filter: { search: "示例" }) { totalCount } }');
    expect(data?.accounts.totalCount).toBe(130);
    await sql(`INSERT INTO accounts (province_id, id, city_id, organisation_id, account_no, name, initials, identity_id)
      SELECT ${idOf('110000')}, n, ${idOf('110100')}, ${idOf('110100')}, 'P' || n, '示例众多' || n, 'slzd', 1
      FROM generate_series(10001, 12100) n`);
    const many = await ask(viewer('110000'), '{ accounts(filter: { search: "众多" }) { totalCount } }');
    expect(many.data?.accounts.totalCount).toBe(2_100);
    expect(await find(viewer('110000'), { search: '众多12100' })).toEqual(['P12100']);
    expect(await find(viewer('440000'), { search: '众多' })).toEqual([]);
  });

  it('narrows to an organisation and all below it, and to nothing outside the scope', async () => {
    expect(await find(viewer('000000'), { organisationCode: '440300' })).toHaveLength(10);
    expect(await find(viewer('440300'), { organisationCode: '440000' })).toHaveLength(10);
    expect(await find(viewer('440300'), { organisationCode: '440100' })).toEqual([]);
    expect(await find(viewer('440300'), { organisationCode: '999999' })).toEqual([]);
    const organisationId = encodeId('Organisation', 0, idOf('330100'));
    expect(await find(viewer('000000'), { organisationId })).toHaveLength(10);
  });

  it('filters by industry (section or division), grade and manager', async () => {
    expect(await find(viewer('440300'), { industryCode: 'C' })).toHaveLength(5);
    expect(await find(viewer('440300'), { industryCode: 'C39' })).toHaveLength(5);
    expect(await find(viewer('440300'), { industryCode: 'A01' })).toEqual([]);
    expect(await find(viewer('440300'), { grade: 'FIRST' })).toHaveLength(3);
    const managerId = encodeId('StaffMember', idOf('440000'), 501);
    expect(await find(viewer('440000'), { managerId, search: 'N012' })).toEqual(['N0120']);
  });

  it('refuses to filter by what one may not read, before anything is read', async () => {
    const bureau = viewer('440000', Role.ANALYST);
    bureau.scope.line = BusinessLine.EXPRESS;
    for (const filter of [
      { industryCode: 'C39' },
      { industryCode: 'Z99' },
      { category: 'PROFESSIONAL' },
      { managerId: 'x' },
    ]) {
      const refused = await ask(bureau, LIST, { filter });
      expect(refused).toMatchObject({ data: null, codes: ['FORBIDDEN'], statements: 0 });
    }
    expect(await find(bureau, { grade: 'FIRST', organisationCode: '440300' })).toHaveLength(3);
    const token = viewer('440000', Role.ANALYST, { kind: 'TOKEN', staffId: 0, tokenId: 1 });
    expect((await ask(token, LIST, { filter: { industryCode: 'C39' } })).codes).toEqual(['FORBIDDEN']);
  });

  it('withholds industry and manager from a bureau, whether or not there is one', async () => {
    const bureau = viewer('440000', Role.ANALYST);
    bureau.scope.line = BusinessLine.EXPRESS;
    const { data, withheld } = await ask(bureau, LIST, { filter: { organisationCode: '440100' }, first: 2 });
    expect(data?.accounts.edges[0].node).toMatchObject({ accountNo: 'N0001', industry: null, manager: null });
    expect(withheld.sort()).toEqual(['deputy', 'industry', 'manager'].map((f) => `accounts.edges.node.${f}`));
  });
});
