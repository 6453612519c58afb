import { Arg, ID, Query, Resolver } from 'type-graphql';
import { Requires } from '../../authz/verb';
import { DomainError } from '../../graphql/errors';
import { decodeId } from '../../graphql/global-id';
import { DateScalar } from '../../graphql/scalars';
import type { OrganisationNode } from './organisation-node';
import { OrganisationTreeNode } from './organisation-tree-node.type';
import { Organisation } from './organisation.type';
import type { OrganisationsService } from './organisations.service';

const NATION = '000000';

/** Reading the tree of organisations. */
@Resolver(() => Organisation)
export class OrganisationsResolver {
  constructor(private readonly organisations: OrganisationsService) {}

  @Requires('organisations:read')
  @Query(() => Organisation, {
    nullable: true,
    description: 'One organisation of today, by exactly one of id and code; null where unknown. 查询机构',
  })
  async organisation(
    @Arg('id', () => ID, { nullable: true, description: 'Global id. 全局标识' }) id?: string | null,
    @Arg('code', () => String, { nullable: true, description: 'Six digits. 机构代码' }) code?: string | null,
  ): Promise<OrganisationNode | null> {
    if ((id ?? null) === null ? (code ?? null) === null : (code ?? null) !== null)
      throw new DomainError('BAD_USER_INPUT', 'give exactly one of id and code', { field: 'id' });
    const tree = await this.organisations.treeAsOf(null);
    if (code) return tree.byCode(code) ?? null;
    const decoded = decodeId(id ?? '');
    return (decoded?.type === 'Organisation' && tree.byId(decoded.key)) || null;
  }

  @Requires('organisations:read')
  @Query(() => [OrganisationTreeNode], {
    nullable: true,
    description:
      'The tree of a business date below a root, depth first, siblings by code; null where the root is unknown ' +
      'on that date. 机构树',
  })
  async organisationTree(
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'Business date; today by default. 日期' })
    asOf?: string | null,
    @Arg('rootCode', () => String, {
      nullable: true,
      description: 'Code of the root; the nation by default. 根机构代码',
    })
    rootCode?: string | null,
  ): Promise<OrganisationTreeNode[] | null> {
    const tree = await this.organisations.treeAsOf(asOf);
    const root = tree.byCode(rootCode ?? NATION);
    return root ? tree.subtree(root.organisationId) : null;
  }
}
