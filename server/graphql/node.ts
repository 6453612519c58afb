import { Field, ID, InterfaceType } from 'type-graphql';
import { Open } from '../authz/field-class';
import { decodeId } from './global-id';

/** 节点: an object that its global id alone finds again. */
@InterfaceType({
  description: 'An object that its global id finds again. 节点',
  resolveType: ({ id }: Node) => decodeId(id)?.type,
})
export abstract class Node {
  @Open()
  @Field(() => ID, { description: 'Opaque global id. 全局标识' })
  readonly id: string;
}
