import { useStory } from '../kit/story';
import { fillTenantTables, rowFaults, tenantTables, writeFaults } from './row-faults';

const story = useStory();

beforeAll(() => fillTenantTables(story));

it('lets through of every tenant table what the place of its rows says, at every place', async () => {
  expect(await rowFaults(story, await tenantTables(story))).toEqual([]);
});

it('takes no row of another province into any tenant table', async () => {
  expect(await writeFaults(story, await tenantTables(story))).toEqual([]);
});
