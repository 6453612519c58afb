import { buildSchema } from 'graphql';
import { namingFaults } from './naming-faults';

const GOOD = `
  "Where a page stands. 分页信息"
  type PageInfo { "Whether more follows. 是否有下一页" hasNextPage: Boolean! }
  "A refusal. 业务校验错误"
  type UserError { "Its code. 错误代码" code: String! }
  "A thing. 事物"
  type Thing { "Its name. 名称" name: String! "Whether it is big. 是否大" isBig: Boolean! "Its kind. 类型" kind: Kind }
  "A kind. 类型"
  enum Kind { "The first. 甲" FIRST_KIND }
  "A row. 行"
  type ThingEdge { "The row itself. 行" node: Thing! }
  "A page. 分页"
  type ThingConnection { "The rows. 行" edges: [ThingEdge!]! "Where it stands. 分页" pageInfo: PageInfo! }
  "What to close. 输入"
  input CloseThingInput { "Echoed. 客户端标识" clientMutationId: String }
  "What was closed. 结果"
  type CloseThingPayload {
    "The thing. 事物" thing: Thing
    "Echoed. 客户端标识" clientMutationId: String
    "Refusals. 错误" userErrors: [UserError!]!
  }
  type Query { "Things. 事物" things("How many. 数量" first: Int, "From where. 游标" after: String): ThingConnection }
  type Mutation { "Closes a thing. 关闭" closeThing("What to close. 输入" input: CloseThingInput!): CloseThingPayload! }
`;

it('the conventions can be kept', () => {
  expect(namingFaults(buildSchema(GOOD))).toEqual([]);
});

it.each([
  ['a type without description', '"A thing. 事物"', '', 'Thing is not described in English and Chinese'],
  [
    'a field in English only',
    '"Its name. 名称"',
    '"Its name."',
    'Thing.name is not described in English and Chinese',
  ],
  [
    'a field in Chinese only',
    '"Its name. 名称"',
    '"名称"',
    'Thing.name is not described in English and Chinese',
  ],
  ['a silent enum value', '"The first. 甲"', '', 'Kind.FIRST_KIND is not described in Chinese'],
  [
    'a silent argument',
    '"How many. 数量"',
    '',
    'Query.things(first:) is not described in English and Chinese',
  ],
  [
    'a silent input field',
    'CloseThingInput { "Echoed. 客户端标识"',
    'CloseThingInput {',
    'CloseThingInput.clientMutationId is not described in English and Chinese',
  ],
  ['a lower type', 'Kind', 'kind', 'kind is not PascalCase'],
  ['a snake field', 'name: String!', 'the_name: String!', 'Thing.the_name is not camelCase'],
  ['a lower enum value', 'FIRST_KIND', 'first', 'Kind.first is not UPPER_SNAKE'],
  ['a bare boolean', 'isBig', 'big', 'Thing.big is a boolean: isX or canX'],
  ['a mutation that is a noun', 'closeThing', 'closing', 'Mutation.closing is not named verbNoun'],
  [
    'an input by another name',
    'CloseThingInput',
    'ThingInput',
    'Mutation.closeThing does not take one argument input: CloseThingInput!',
  ],
  [
    'a payload by another name',
    'CloseThingPayload',
    'ClosedThing',
    'Mutation.closeThing does not answer CloseThingPayload!',
  ],
  [
    'an input without clientMutationId',
    'Input { "Echoed. 客户端标识" clientMutationId',
    'Input { "Echoed. 客户端标识" other',
    'CloseThingInput has no clientMutationId: String',
  ],
  [
    'a payload that does not echo',
    'clientMutationId: String\n    "Ref',
    'other: String\n    "Ref',
    'CloseThingPayload has no clientMutationId: String',
  ],
  [
    'a payload without refusals',
    'userErrors:',
    'errors:',
    'CloseThingPayload has no userErrors: [UserError!]!',
  ],
  [
    'a payload that cannot be refused',
    'thing: Thing\n',
    'thing: Thing!\n',
    'CloseThingPayload.thing must be nullable: the mutation may be refused',
  ],
  [
    'a connection that cannot be paged',
    ', "From where. 游标" after: String',
    '',
    'Query.things is a connection without the argument after',
  ],
  [
    'a connection without rows',
    'edges: [ThingEdge!]!',
    'edges: String',
    'ThingConnection has no list of edges',
  ],
  [
    'a connection without place',
    'pageInfo: PageInfo!',
    'page: PageInfo!',
    'ThingConnection has no pageInfo: PageInfo!',
  ],
])('sees %s', (_what, good, bad, fault) => {
  expect(GOOD).toContain(good);
  expect(namingFaults(buildSchema(GOOD.replaceAll(good, bad)))).toContain(fault);
});

it('an input may be left out where it asks for nothing, and only there', () => {
  const optional = GOOD.replace('input: CloseThingInput!', 'input: CloseThingInput');
  expect(namingFaults(buildSchema(optional))).toEqual([]);
  const demanding = optional.replace('CloseThingInput { ', 'CloseThingInput { "Its id. 标识" id: ID! ');
  expect(namingFaults(buildSchema(demanding))).toEqual([
    'Mutation.closeThing does not take one argument input: CloseThingInput!',
  ]);
});
