import { Role } from '../../server/authz/capabilities';
import { gatedFields } from '../../server/authz/field-gate';
import { plainSchema } from '../../server/graphql/schema';
import { PURPOSEFUL, yuan } from '../kit/story-accounts';
import { useStory } from '../kit/story';
import { STAFFED, username } from '../kit/story-people';
import { sideBySide, type Asker } from './asker';
import { cellsOf, fieldFaults, type Cell } from './field-faults';
import { HOME_BOARD, HOME_FIELDS, homeBoard, QUESTIONS } from './field-paths';
import { BOARD_ROLES, expectedOf, POLICY, RELATIONS, type Relation } from './field-policy';

const story = useStory();
const ask: Asker = async (who, query, variables) =>
  (who === null ? story.server.nobody : await story.as(who))(query, variables);

it('has a way to every gated field of the graph, and its section as the table of the measures says', () => {
  const paths = new Map(
    QUESTIONS.flatMap(({ fields }) => fields).map(({ field, section }) => [field, section]),
  );
  for (const field of Object.keys(HOME_FIELDS)) paths.set(field, 'USAGE');
  const { modules } = story.server.app.platform;
  const gated = gatedFields(plainSchema(modules)).map(({ typeName, field, section }) => [
    `${typeName}.${field.name}`,
    section as string,
  ]);
  expect(Object.fromEntries(gated)).toEqual(Object.fromEntries(paths));
  expect(new Set(paths.values())).toEqual(new Set(Object.keys(POLICY)));
});

it.each(RELATIONS)('shows every role at $name what the table says, and registers it', async (relation) => {
  expect(await fieldFaults(story, ask, cellsOf(relation))).toEqual([]);
});

it.each([
  ['manager-of-t', 't', ['team', 'manager']],
  ['manager-of-x', 'x', ['team', 'manager']], // has not said what for
  ['manager-of-t', 'x', []], // another's account
])('shows %s of %s what the table says', async (who, account, tasks) => {
  const relation: Relation = {
    ...{ name: who, place: 'gz', account, standing: 'own', tasks, granted: [] },
    isPurposeful: PURPOSEFUL.includes(account),
  };
  const cells = QUESTIONS.map((question): Cell => {
    const expected = expectedOf(Role.ACCOUNT_MANAGER, relation, question.fields[0].section);
    return { who, account, question, expected };
  });
  expect(await fieldFaults(story, ask, cells)).toEqual([]);
  const tariff = cells.find(({ question }) => question.name === 'section 8');
  expect(tariff?.expected).toBe(tasks.length > 0 && account === 't' ? 'VALUE' : 'WITHHELD');
});

it('shows nobody anything', async () => {
  const cells = QUESTIONS.map((question): Cell => {
    return { who: null, account: 'x', question, expected: 'UNAUTHENTICATED' };
  });
  expect(await fieldFaults(story, ask, cells)).toEqual([]);
});

it('shows service tokens usage by right, and nothing else of a dossier', async () => {
  const cells = QUESTIONS.flatMap((question): Cell[] => {
    const section = question.fields[0].section;
    return [
      { who: 'token:full', account: 'x', question, expected: section === 'USAGE' ? 'VALUE' : 'WITHHELD' },
      // Without dossier:read nothing of L2, on the board neither: all eight accounts of Guangdong.
      { who: 'token:plain', account: 'x', question, expected: 'WITHHELD', rows: question.isBoard ? 8 : 1 },
      { who: 'token:shenzhen', account: 'x', question, expected: 'INVISIBLE' },
    ];
  });
  expect(await fieldFaults(story, ask, cells)).toEqual([]);
});

it('folds the refusals of a list into one error per field, with their number', async () => {
  const { text, errors } = await ask(
    username('gd', Role.DIRECTOR),
    '{ accounts(first: 100) { edges { node { dossier { contact { address fax } keyPersons { name } } } } } }',
  );
  const at = 'accounts.edges.node.dossier';
  // All but account t, whose team the director is on, and those of which a grant over the section is held.
  expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code, extensions.count])).toEqual(
    [
      [`${at}.contact.address`, 'FIELD_WITHHELD', 6],
      [`${at}.contact.fax`, 'FIELD_WITHHELD', 6],
      [`${at}.keyPersons`, 'FIELD_WITHHELD', 7],
    ],
  );
  expect(new Set(text.match(/CANARY-[A-Z]+-\w+/g))).toEqual(
    new Set([
      ...['CANARY-CONTACT-t', 'CANARY-CONTACT-g', 'CANARY-CONTACT-s2'],
      ...['CANARY-KP-g', 'CANARY-KP-v'],
    ]),
  );
});

it('tells refusals in the order of their paths, whatever is decided first', async () => {
  // Section 1 is refused at once, contacts after a look at grants and teams.
  const { errors } = await ask(
    username('gz', Role.CALL_AGENT),
    'query Order($id: ID!) { b: account(id: $id) { uscc } a: account(id: $id) { dossier { contact { phone } } } }',
    { id: story.id('x') },
  );
  expect(errors?.map(({ path }) => path?.join('.'))).toEqual(['a.dossier.contact.phone', 'b.uscc']);
});

describe('the total of a board, and the share of it', () => {
  const NATION_TOTAL = HOME_BOARD.replace('query Home', 'query Nation($nation: ID!)').replace(
    'board(',
    'board(organisationId: $nation, ',
  );
  it.each(STAFFED)(
    'are shown at %s where the whole organisation is in scope, and nowhere else',
    async (place) => {
      const whole = homeBoard(place);
      await sideBySide(BOARD_ROLES, async (role) => {
        const home = await ask(username(place, role), HOME_BOARD);
        expect(home.errors).toBeUndefined();
        expect(home.text).toContain(whole ? `"totalRevenue":"${yuan(whole.total)}"` : '"totalRevenue":null');
        for (const [key, revenue] of whole?.revenues ?? [])
          expect(home.text).toContain(
            `{"node":{"account":{"id":"${story.id(key)}"},"share":${revenue / (whole?.total ?? 0)}}}`,
          );
        if (!whole) expect(home.text).not.toMatch(/"share":[0-9]/);
        const above = await ask(username(place, role), NATION_TOTAL, {
          nation: story.organisation('nation'),
        });
        const isNational = place === 'nation' || place === 'express';
        expect(above.errors).toBeUndefined();
        expect(above.text.includes(yuan(homeBoard('nation')?.total ?? 0))).toBe(isNational);
        if (!isNational) expect(above.text).not.toMatch(/"share":[0-9]/);
      });
    },
  );

  it('are withheld from a token that may see boards but no dossiers', async () => {
    const { text, errors } = await ask('token:plain', HOME_BOARD);
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual(
      [...Object.values(HOME_FIELDS)].sort().map((path) => [path, 'FIELD_WITHHELD']),
    );
    expect(text).not.toContain(yuan(homeBoard('gd')?.total ?? 0));
    expect(text).not.toMatch(/"share":[0-9]/);
  });
});
