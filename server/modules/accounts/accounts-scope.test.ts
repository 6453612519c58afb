import { type Asked, useAccounts } from '../../../test/kit/accounts-world';
import { encodeId } from '../../graphql/global-id';

const { ask, idOf, viewer } = useAccounts();

describe('the wall of rows', () => {
  it.each([
    ['000000', 140],
    ['440000', 130],
    ['440100', 120],
    ['440300', 10],
    ['330000', 10],
    ['110000', 0],
  ])('%s sees %i accounts', async (code, expected) => {
    const { data } = await ask(viewer(code), '{ accounts { totalCount } }');
    expect(data?.accounts.totalCount).toBe(expected);
  });

  it('answers an account out of scope like one that does not exist', async () => {
    const byId = (id: string): Promise<Asked> => ask(viewer('330000'), `{ account(id: "${id}") { name } }`);
    const foreign = await byId(encodeId('Account', idOf('440000'), 1));
    expect(foreign).toEqual(await byId(encodeId('Account', idOf('440000'), 9_999_999)));
    expect(foreign).toMatchObject({ data: { account: null }, codes: [] });
    expect((await byId('nonsense')).data).toEqual({ account: null });
    const byNumber = (no: string): Promise<Asked> =>
      ask(viewer('330000'), `{ account(accountNo: "${no}") { name } }`);
    expect(await byNumber('N0001')).toEqual(await byNumber('N9999'));
    expect((await ask(viewer('440000'), '{ account(accountNo: "N0001") { name } }')).data?.account.name).toBe(
      '示例重庆银行1',
    );
  });

  it('asks for exactly one of id and number', async () => {
    expect((await ask(viewer('440000'), '{ account { name } }')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask(viewer('440000'), '{ account(id: "x", accountNo: "y") { name } }')).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});
