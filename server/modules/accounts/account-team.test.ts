import { type Asked, useAccounts } from '../../../test/kit/accounts-world';
import { Role } from '../../authz/capabilities';
import type { Viewer } from '../../authz/viewer';
import { encodeId } from '../../graphql/global-id';

const { ask, idOf, sql, viewer } = useAccounts();

describe('naming who looks after an account', () => {
  const assign = async (who: Viewer, input: object): Promise<Asked['data']> => {
    const { data, codes } = await ask(
      who,
      `mutation Assign($input: AssignAccountTeamInput!) { assignAccountTeam(input: $input) {
        account { version manager { name } deputy { name } } clientMutationId userErrors { code field } } }`,
      { input: { clientMutationId: 'm1', ...input } },
    );
    return codes.length > 0 ? codes : data?.assignAccountTeam;
  };
  const account = (id: number, province = '440000'): string => encodeId('Account', idOf(province), id);
  const staff = (id: number, province = '440000'): string => encodeId('StaffMember', idOf(province), id);

  it('replaces both and counts a version', async () => {
    const input = { accountId: account(7), managerId: staff(502), deputyId: staff(501), expectedVersion: 1 };
    expect(await assign(viewer('440100'), input)).toEqual({
      account: { version: 2, manager: { name: '经理乙' }, deputy: { name: '经理甲' } },
      clientMutationId: 'm1',
      userErrors: [],
    });
    expect(await assign(viewer('440100'), input)).toMatchObject({
      account: null,
      userErrors: [{ code: 'CONFLICT', field: 'expectedVersion' }],
    });
  });

  it('takes the manager away', async () => {
    const answer = await assign(viewer('440000'), {
      accountId: account(8),
      deputyId: staff(501),
      expectedVersion: 1,
    });
    expect(answer).toMatchObject({ account: { manager: null, deputy: { name: '经理甲' } }, userErrors: [] });
  });

  it.each([
    ['staff of another city', { managerId: () => staff(503) }, 'BAD_USER_INPUT', 'managerId'],
    ['staff nobody knows', { deputyId: () => staff(9_999) }, 'BAD_USER_INPUT', 'deputyId'],
    ['staff of another province', { managerId: () => staff(501, '330000') }, 'BAD_USER_INPUT', 'managerId'],
    [
      'one person twice',
      { managerId: () => staff(501), deputyId: () => staff(501) },
      'BAD_USER_INPUT',
      'deputyId',
    ],
    ['an account out of scope', { accountId: () => account(131, '330000') }, 'NOT_FOUND', 'accountId'],
    ['an account nobody knows', { accountId: () => account(9_999) }, 'NOT_FOUND', 'accountId'],
  ])('refuses %s and changes nothing', async (_what, change, code, field) => {
    const given = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, value()]));
    const answer = await assign(viewer('440000'), { accountId: account(9), expectedVersion: 1, ...given });
    expect(answer).toMatchObject({ account: null, userErrors: [{ code, field }] });
    expect(await sql('SELECT version FROM accounts WHERE id IN (9, 131)')).toEqual([
      { version: 1 },
      { version: 1 },
    ]);
  });

  it('is for directors', async () => {
    const input = { accountId: account(9), expectedVersion: 1 };
    expect(await assign(viewer('440000', Role.ACCOUNT_MANAGER), input)).toEqual(['FORBIDDEN']);
  });
});
