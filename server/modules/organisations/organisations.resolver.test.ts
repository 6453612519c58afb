import { useAccounts } from '../../../test/kit/accounts-world';
import { Role } from '../../authz/capabilities';
import { encodeId } from '../../graphql/global-id';

const { ask, idOf, viewer } = useAccounts();

describe('organisations in the graph', () => {
  it('answers one by id or code, the tree of a day, and null for what is unknown', async () => {
    const { data, codes, statements } = await ask(
      viewer('440300'),
      `{ organisation(code: "440100") { id name level parent { code } province { code } children { code } }
         unknown: organisation(code: "999999") { id } bad: organisation(id: "x") { id }
         organisationTree(rootCode: "440000") { depth organisation { code } }
         before: organisationTree(asOf: "1999-12-31") { depth } }`,
    );
    expect(codes).toEqual([]);
    expect(data?.organisation).toMatchObject({
      name: '广州市邮政局',
      level: 'CITY',
      province: { code: '440000' },
    });
    expect(data).toMatchObject({ unknown: null, bad: null, before: null });
    expect(data?.organisationTree).toHaveLength(22);
    expect(data?.organisationTree[1]).toEqual({ depth: 1, organisation: { code: '440100' } });
    expect(statements).toBe(0);
    expect((await ask(viewer('440300'), '{ organisation { id } }')).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('lets administrators change it by mutation, and nobody else', async () => {
    const rename = `mutation { renameOrganisation(input: { organisationId: "${encodeId('Organisation', 0, idOf('440300'))}",
      name: "鹏城邮政局", clientMutationId: "c" }) { organisation { name } clientMutationId userErrors { code field } } }`;
    expect((await ask(viewer('440000'), rename)).codes).toEqual(['FORBIDDEN']);
    expect((await ask(viewer('440000', Role.ADMIN), rename)).data?.renameOrganisation).toEqual({
      organisation: { name: '鹏城邮政局' },
      clientMutationId: 'c',
      userErrors: [],
    });
    expect((await ask(viewer('330000', Role.ADMIN), rename)).data?.renameOrganisation).toMatchObject({
      organisation: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'organisationId' }],
    });
  });
});
