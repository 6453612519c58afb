import { Field, ObjectType, type ClassType } from 'type-graphql';
import { Open } from '../authz/field-class';
import { DomainError } from './errors';

/** Where a page stands in the whole. */
@ObjectType({ simpleResolvers: true, description: 'Where a page stands in the whole. 分页信息' })
export class PageInfo {
  @Open()
  @Field(() => Boolean, { description: 'Whether more follows. 是否有下一页' })
  hasNextPage: boolean;

  @Open()
  @Field(() => Boolean, { description: 'Whether more precedes. 是否有上一页' })
  hasPreviousPage: boolean;

  @Open()
  @Field(() => String, { nullable: true, description: 'Cursor of the first row. 首行游标' })
  startCursor: string | null;

  @Open()
  @Field(() => String, { nullable: true, description: 'Cursor of the last row. 末行游标' })
  endCursor: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
}

/** The connection and edge types of a node type, named after it. */
export function connectionTypes<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
): { Connection: ClassType<Connection<Node>>; Edge: ClassType<Edge<Node>> } {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `A row of a page of ${name}. 分页行` })
  class EdgeType implements Edge<Node> {
    @Open()
    @Field(() => String, { description: 'Where the row stands; pass it as `after`. 游标' })
    cursor: string;

    @Open()
    @Field(node, { description: 'The row itself. 行' })
    node: Node;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${name}. 分页结果` })
  class ConnectionType implements Connection<Node> {
    @Open()
    @Field(() => [EdgeType], { description: 'The rows in order. 行列表' })
    edges: Edge<Node>[];

    @Open()
    @Field(() => PageInfo, { description: 'Where the page stands. 分页信息' })
    pageInfo: PageInfo;
  }
  return { Connection: ConnectionType, Edge: EdgeType };
}

/** Checks `first`: over the maximum is an error, never a silent clamp. */
export function pageSize(first: number | null | undefined, { fallback = 50, max = 100 } = {}): number {
  if (first === null || first === undefined) return fallback;
  if (first < 1 || first > max)
    throw new DomainError('BAD_USER_INPUT', `first must be between 1 and ${max}, got ${first}`, {
      field: 'first',
    });
  return first;
}

/** A page from `first + 1` rows that were read after `after`. Cursors are made when they are asked for. */
export function pageOf<Node>(
  rows: Node[],
  first: number,
  cursorOf: (node: Node) => string,
  after?: string | null,
): Connection<Node> {
  const edges = rows.slice(0, first).map((node) => new PageEdge(node, cursorOf));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: Boolean(after),
      get startCursor() {
        return edges.at(0)?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}

class PageEdge<Node> implements Edge<Node> {
  constructor(
    readonly node: Node,
    private readonly cursorOf: (node: Node) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.node);
  }
}

/** A cursor from ids and open keys only. */
export function encodeCursor(...keys: (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The keys of a cursor whose shape must match; BAD_USER_INPUT otherwise. */
export function decodeCursor<Keys extends (string | number)[]>(
  cursor: string,
  ...shape: ('string' | 'number')[]
): Keys {
  try {
    const keys = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (
      Array.isArray(keys) &&
      keys.length === shape.length &&
      keys.every((key, i) => typeof key === shape[i])
    )
      return keys as Keys;
  } catch {
    // falls through to the one clear error
  }
  throw new DomainError('BAD_USER_INPUT', 'after is not a cursor of this list', { field: 'after' });
}
