import { plainSchema } from '../../server/graphql/schema';
import { useStory } from '../kit/story';
import type { Asker } from './asker';
import { checksums, verbFaults, verbIds } from './verb-faults';
import type { VerbIds } from './verb';
import { MUTATIONS, QUERIES } from './verb-policy';

const story = useStory();
const ask: Asker = async (who, query, variables) =>
  (who === null ? story.server.nobody : await story.as(who))(query, variables);
let ids: VerbIds;
beforeAll(async () => void (ids = await verbIds(story)));

it('knows every query and mutation of the graph', () => {
  const schema = plainSchema(story.server.app.platform.modules);
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort()).toEqual(Object.keys(QUERIES).sort());
  expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual(
    Object.keys(MUTATIONS).sort(),
  );
  expect(schema.getSubscriptionType()).toBeFalsy();
});

it('lets into every query whom the table lets in, and nobody else', async () => {
  expect(await verbFaults(story, ask, ids, QUERIES)).toEqual([]);
});

it.each(Object.keys(MUTATIONS))(
  'lets into %s whom the table lets in; whoever is refused writes nothing',
  async (name) => {
    expect(await verbFaults(story, ask, ids, { [name]: MUTATIONS[name] })).toEqual([]);
  },
);

// Otherwise "nothing was written" would say nothing. Last: it changes the story.
it.each(Object.entries(MUTATIONS).filter(([, { effective }]) => effective))(
  'would have written: %s by the one who may',
  async (name, { rightful = '', query, effective }) => {
    const before = await checksums(story);
    const { text, data } = await ask(rightful, query, { input: effective?.(ids) });
    expect(text).toContain('"userErrors":[]');
    expect(data).toHaveProperty(name);
    expect(await checksums(story)).not.toEqual(before);
  },
);
