import { useStory } from '../kit/story';

const story = useStory({ POOL_SIZE: '2' });

/** Longer than the process keeps the tree of organisations, so that every burst has to read it anew. */
const FORGOTTEN_MS = 3_100;

it('does not let requests that hold every connection wait for each other', async () => {
  const who = await Promise.all(['gz.director', 'gd.director', 'sz.director', 'gz.analyst'].map(story.as));
  for (let burst = 0; burst < 2; burst++) {
    await new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS));
    const from = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) =>
        // The account is read first, then the tree it stands in, while its connection is held.
        who[at % who.length]('query One($id: ID!) { account(id: $id) { name organisation { name } } }', {
          id: story.id('x'),
        }),
      ),
    );
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => undefined));
    expect(performance.now() - from).toBeLessThan(8_000);
  }
}, 60_000);
