import { encodeId } from '../../server/graphql/global-id';
import { useStory } from '../kit/story';

const story = useStory();
const NODE = 'query Node($id: ID!) { node(id: $id) { __typename id ... on Account { name } } }';
const NODES = 'query Nodes($ids: [ID!]!) { nodes(ids: $ids) { __typename } }';

it('finds an account, an organisation and a person by global id', async () => {
  const ask = await story.as('gz.account-manager');
  const id = story.id('x');
  const { data } = await ask<{ node: object }>(NODE, { id });
  expect(data?.node).toMatchObject({ __typename: 'Account', id });
  const organisation = (
    await ask<{ organisation: { id: string } }>('{ organisation(code: "440100") { id } }')
  ).data;
  const found = await ask<{ nodes: ({ __typename: string } | null)[] }>(NODES, {
    ids: [id, organisation?.organisation.id],
  });
  expect(found.data?.nodes.map((node) => node?.__typename)).toEqual(['Account', 'Organisation']);
});

it('answers null alike for a bad, an absent, a foreign and a forbidden id', async () => {
  const stranger = await story.as('zj.director');
  const administrator = await story.as('gd.admin');
  const ids = [
    'x',
    '',
    encodeId('Account', 1, 999_999_999),
    encodeId('Account', 2 ** 40, 1),
    encodeId('constructor', 0, 1),
  ];
  for (const id of [...ids, story.id('x')])
    expect(await stranger(NODE, { id })).toMatchObject({ status: 200, data: { node: null } });
  expect(JSON.parse((await stranger(NODES, { ids: [...ids, story.id('x')] })).text)).toEqual({
    data: { nodes: Array<null>(ids.length + 1).fill(null) },
  });
  // The same account, in scope, of somebody without accounts:read.
  expect(JSON.parse((await administrator(NODE, { id: story.id('x') })).text)).toEqual({
    data: { node: null },
  });
});

it('takes at most 100 ids and nobody at all', async () => {
  const ask = await story.as('gz.account-manager');
  const many = await ask(NODES, { ids: Array<string>(101).fill(story.id('x')) });
  expect(many.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  const refused = await story.server.nobody(NODE, { id: story.id('x') });
  expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  expect(refused.data).toEqual({ node: null });
});
