import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Capability } from '../authz/capabilities';
import { SignedIn } from '../authz/verb';
import type { RequestContext } from '../context/request-context';
import { DomainError } from './errors';
import { decodeId, type GlobalId } from './global-id';
import { Node } from './node';

/** How the objects of one type are found by id; null where absent or out of the viewer's scope. */
export interface NodeFinder {
  /** Without it every id of the type answers null, like an absent one. */
  capability: Capability;
  find(context: RequestContext, id: GlobalId): Promise<object | null>;
}

const MOST_IDS = 100;
const LARGEST_INT = 2 ** 31;

/** Objects by global id. Bad, absent, foreign and forbidden ids answer null alike, so an id tells nothing. */
@Resolver()
export class NodeResolver {
  constructor(private readonly finders: Readonly<Record<string, NodeFinder>>) {}

  @SignedIn()
  @Query(() => Node, { nullable: true, description: 'One object by global id, or null. 按标识查询' })
  async node(
    @Arg('id', () => ID, { description: 'Global id. 全局标识' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<object | null> {
    const decoded = decodeId(id);
    const finder =
      decoded && Object.hasOwn(this.finders, decoded.type) ? this.finders[decoded.type] : undefined;
    if (!decoded || !finder || decoded.provinceId >= LARGEST_INT || !context.can(finder.capability))
      return null;
    return finder.find(context, decoded);
  }

  @SignedIn()
  @Query(() => [Node], {
    nullable: 'items',
    description: 'Objects by global id, null for each that there is not; at most 100. 按标识批量查询',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'Global ids. 全局标识' }) ids: string[],
    @Ctx() context: RequestContext,
  ): Promise<(object | null)[]> {
    if (ids.length > MOST_IDS)
      throw new DomainError('BAD_USER_INPUT', `at most ${MOST_IDS} ids, got ${ids.length}`, { field: 'ids' });
    return Promise.all(ids.map((id) => this.node(id, context)));
  }
}
