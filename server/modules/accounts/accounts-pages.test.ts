import { type Asked, LIST, numbers, useAccounts } from '../../../test/kit/accounts-world';
import { Role } from '../../authz/capabilities';

const { ask, viewer } = useAccounts();

describe('pages', () => {
  it.each(['ACCOUNT_NO', 'NAME', 'GRADE', 'CREATED_AT'])('by %s miss and repeat nothing', async (orderBy) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Asked = await ask(viewer('000000'), LIST, { orderBy, first: 60, after });
      seen.push(...page.data?.accounts.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = page.data?.accounts.pageInfo.hasNextPage ? page.data.accounts.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(140);
    expect(new Set(seen).size).toBe(140);
  });

  it('order as they say', async () => {
    const first = async (orderBy: string): Promise<Asked['data']> =>
      (await ask(viewer('440000'), LIST, { orderBy, first: 1 })).data?.accounts.edges[0].node;
    expect((await first('ACCOUNT_NO')).accountNo).toBe('N0001');
    expect((await first('GRADE')).grade).toBe('SPECIAL');
    expect((await first('NAME')).name).toBe('示例信息公司121');
  });

  it('refuse a cursor that is broken, forged or of another order, and more than the maximum', async () => {
    const forged = (...keys: unknown[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');
    const { data } = await ask(viewer('440000'), LIST, { orderBy: 'NAME', first: 1 });
    const foreign = data?.accounts.pageInfo.endCursor;
    for (const after of [
      'x',
      foreign,
      forged('ACCOUNT_NO', 1.5, 'a'),
      forged('ACCOUNT_NO', 3_000_000_000, 'a'),
      forged('ACCOUNT_NO', 1, 'a\0'),
      forged('ACCOUNT_NO', 1),
    ])
      expect((await ask(viewer('440000'), LIST, { after })).codes).toEqual(['BAD_USER_INPUT']);
    expect(
      (await ask(viewer('440000'), LIST, { orderBy: 'CREATED_AT', after: forged('CREATED_AT', 9e15, 1, 1) }))
        .codes,
    ).toEqual(['BAD_USER_INPUT']);
    expect((await ask(viewer('440000'), LIST, { first: 101 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask(viewer('440000'), LIST, { first: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    const token = viewer('440000', Role.ANALYST, { kind: 'TOKEN', staffId: 0, tokenId: 1 });
    expect((await ask(token, '{ accounts(first: 1000) { totalCount } }')).codes).toEqual([]);
    expect((await ask(token, '{ accounts(first: 1001) { totalCount } }')).codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each([1, 10, 100])('of %i accounts take three statements with all their relations', async (first) => {
    const page = await ask(viewer('440100'), LIST, { first });
    expect(numbers(page)).toHaveLength(first);
    expect(page.data?.accounts.edges[first - 1].node).toMatchObject({
      organisation: { code: '440100', parent: { code: '440000' } },
      manager: { name: '经理甲', organisation: { code: '440100' } },
      deputy: { name: '经理乙' },
    });
    expect(page.statements).toBe(3); // accounts, teams, staff
  });

  it('count only when asked', async () => {
    expect((await ask(viewer('440100'), '{ accounts { edges { node { name } } } }')).statements).toBe(1);
    expect(
      (await ask(viewer('440100'), '{ accounts { totalCount edges { node { name } } } }')).statements,
    ).toBe(2);
  });
});
