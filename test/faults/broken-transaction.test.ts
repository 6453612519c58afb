import { useStory } from '../kit/story';

const story = useStory();
const QUERY = '{ accounts(first: 2) { edges { node { name manager { name } } } } }';

it('answers a transaction that broke with INTERNAL, a request id and nothing read in it, and goes on afterwards', async () => {
  const ask = await story.as('gz.account-manager');
  expect((await ask(QUERY)).errors).toBeUndefined();
  await story.sql('ALTER TABLE account_team RENAME TO away');
  try {
    const { status, data, errors, text } = await ask(QUERY);
    expect([status, data ?? null]).toEqual([500, null]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
    expect(errors?.[0].extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).not.toMatch(/account_team|relation|SELECT|示例客户/);
  } finally {
    await story.sql('ALTER TABLE away RENAME TO account_team');
  }
  expect((await ask(QUERY)).errors).toBeUndefined();
});
