import { useStory } from '../kit/story';
import { rowFaults, tenantTables } from './row-faults';

const story = useStory();

/** A row in each tenant table of each place: what the story does not write by itself. */
beforeAll(async () => {
  await story.sql(`INSERT INTO board_refreshes (province_id, line, period)
    SELECT id, 'EXPRESS', '1999' FROM organisations WHERE level = 'PROVINCE'`);
  await Promise.all(
    ['gz.director', 'gd.director', 'unit.director', 'sz.director', 'zj.director'].map(async (who) =>
      (await story.as(who))('{ accounts(first: 100) { edges { node { dossier { contact { phone } } } } } }'),
    ),
  );
});

it('lets through of every tenant table what the place of its rows says, at every place', async () => {
  expect(await rowFaults(story, await tenantTables(story))).toEqual([]);
});
