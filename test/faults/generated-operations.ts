import * as fc from 'fast-check';
import type { Story } from '../kit/story';
import * as told from '../kit/story-accounts';
import { PLACES } from '../kit/story-people';

/** An operation of the graph, made of one or two root fields. */
export interface Operation {
  query: string;
}

const months = told.storyMonths();
const last = months[months.length - 1];
const LINES = fc.constantFrom('EXPRESS', 'LETTER', 'PARCEL', 'FINANCE');
const MONTHS = fc.constantFrom(months[0], months[5], last, '2031-01');
const PERIODS = fc.constantFrom(
  last,
  last.slice(0, 4),
  `${last.slice(0, 4)}-Q3`,
  months[3],
  '1999',
  '2026-13',
);

/** Some of these, at least one. */
const some = (...parts: string[]): fc.Arbitrary<string> =>
  fc.subarray(parts, { minLength: 1 }).map((chosen) => chosen.join(' '));
const maybe = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.option(value, { nil: null }).map((given) => (given === null ? '' : `${name}: ${given}`));
const rarely = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: maybe(name, value) });
const args = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((given) => {
    const text = given.filter(Boolean).join(', ');
    return text ? `(${text})` : '';
  });
const quoted = (...values: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...values).map((value) => `"${value}"`);

const INNER = [
  'service { responsibleUnit { code } responsiblePerson accountManager { name } deputyManager { id } serviceMode }',
  'usage { revenue volume lines { line revenue } records { month line volume } }',
  'records { pickups { at line pieces note } visits { at staffName topic outcome } }',
  'records { complaints { at channel topic detail handlings { at action isFinal } } }',
  'credit { level arrearsLimit returnCycleDays payments { paidOn month amount } }',
  'tariffs { line method rate agencyFeeRate validFrom validTo }',
];

const DOSSIER = fc
  .tuple(
    some(
      ...[
        'nature',
        'serviceMode',
        'legalRepresentative',
        'size',
        'products',
        'annualOutput',
        'reputation',
        'profitAndLoss',
        'unitCode',
        'useType',
        'industry { code }',
      ],
    ),
    some('address', 'postcode', 'contactName', 'phone', 'fax', 'email'),
    some(
      ...['id', 'name', 'position', 'isDecisionMaker', 'family', 'homeAddress', 'hobbies', 'lawfulBasis'],
      '__typename',
    ),
  )
  .chain(([basic, contact, person]) =>
    some(`basic { ${basic} }`, `contact { ${contact} }`, `keyPersons { ${person} }`, ...INNER),
  )
  .map((parts) => `dossier { ${parts} }`);

/** The sections whose completeness is told: which are stale is work, not a value. */
const UPKEEP = fc
  .tuple(
    fc.subarray(['BASIC', 'BASIC_FINANCE', 'CONTACT', 'KEY_PERSONS'], { minLength: 1 }),
    some('section', 'completeness', 'version', 'isStale', 'updatedAt', 'steward { name }'),
  )
  .map(([only, fields]) => `dossier { sections(only: [${only.join(', ')}]) { ${fields} } }`);

const USAGE = args(
  maybe('line', LINES),
  maybe(
    'from',
    MONTHS.map((m) => `"${m}"`),
  ),
  maybe(
    'to',
    MONTHS.map((m) => `"${m}"`),
  ),
).map((given) => `usage${given} { month revenue volume }`);

/** What is asked of an account, wherever it is met. */
const ACCOUNT = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: DOSSIER }, { weight: 1, arbitrary: UPKEEP }), USAGE)
  .chain(([dossier, usage]) =>
    some(
      ...['id', 'accountNo', 'code', 'name', 'grade', 'status', 'version', 'uscc', 'category', '__typename'],
      ...['organisation { code parent { code } }', 'industry { code section { code } }'],
      ...['manager { id name username isActive }', 'deputy { name organisation { code } }', dossier, usage],
    ),
  );

/** Markers and pieces of hidden values, to search with; some of them stand in names, too. */
const SEARCHES = [
  ...['示例', '客户X', 'slkh', 'K0', 'CANARY', told.canary('CONTACT', 'x', 'phone'), told.usccOf('x')],
  ...[told.usccOf('s').slice(0, 8), told.industryOf('x'), 'other', '%', "'", '9011', '另一人'],
];

/** Operations over everything that leads to hidden values; `staff` are ids. The ids are alike in every world. */
export function operations(story: Story, staff: readonly string[]): fc.Arbitrary<Operation> {
  const staffIds = fc.constantFrom(...staff, 'nonsense');
  const accountIds = fc.constantFrom(...told.STORY_ACCOUNTS.map(({ key }) => story.id(key)));
  const badIds = fc.constantFrom('nonsense', '', story.organisation('gz'), story.id('x').slice(0, -1));
  const ids = fc
    .oneof({ weight: 6, arbitrary: accountIds }, { weight: 1, arbitrary: badIds })
    .map((id) => `"${id}"`);
  const numbers = quoted(...told.STORY_ACCOUNTS.map(({ key }) => told.accountNo(key)), 'K99');
  const places = fc.constantFrom(...(Object.keys(PLACES) as (keyof typeof PLACES)[]));
  const organisations = fc.oneof(
    places.map((place) => `"${story.organisation(place)}"`),
    ids,
  );
  const firsts = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('1', '3', '100') },
    { weight: 1, arbitrary: fc.constantFrom('0', '101') },
  );
  const cursor = (...keys: (string | number)[]): string =>
    Buffer.from(JSON.stringify(keys)).toString('base64url');
  const cursors = quoted(
    cursor('NAME', '示例客户S', 1, 1),
    cursor('GRADE', 3, 2, 4),
    cursor(2),
    cursor(6),
    'x',
  );

  // One or two conditions: more would find nothing most of the time.
  const filter = fc
    .tuple(
      quoted(...SEARCHES).map((text) => `search: ${text}`),
      fc.constantFrom('SPECIAL', 'SMALL').map((grade) => `grade: ${grade}`),
      fc.constantFrom('COMPREHENSIVE', 'PROFESSIONAL').map((category) => `category: ${category}`),
      quoted('C', 'C13', 'C20').map((code) => `industryCode: ${code}`),
      staffIds.map((id) => `managerId: "${id}"`),
      places.map((place) => `organisationCode: "${PLACES[place]}"`),
    )
    .chain((conditions) => fc.subarray(conditions, { minLength: 1, maxLength: 2 }))
    .map((conditions) => `{ ${conditions.join(', ')} }`);

  const account = fc
    .tuple(
      fc.oneof(
        ids.map((id) => `id: ${id}`),
        numbers.map((no) => `accountNo: ${no}`),
      ),
      ACCOUNT,
    )
    .map(([by, selection]) => `account(${by}) { ${selection} }`);
  const node = fc
    .tuple(ids, ids, ACCOUNT)
    .map(
      ([id, also, selection]) =>
        `nodes(ids: [${id}, ${also}]) { __typename id ... on Account { ${selection} } }`,
    );
  const accounts = fc
    .tuple(
      args(
        maybe('filter', filter),
        maybe(
          'orderBy',
          fc.constantFrom(...Array(3).fill(['ACCOUNT_NO', 'NAME', 'GRADE', 'CREATED_AT']).flat(), 'REVENUE'),
        ),
        maybe('first', firsts),
        rarely('after', cursors),
      ),
      ACCOUNT,
      fc.boolean(),
    )
    .map(
      ([given, selection, isCounted]) =>
        `accounts${given} { ${isCounted ? 'totalCount' : ''} edges { cursor node { ${selection} } } pageInfo { hasNextPage endCursor } }`,
    );
  const entry = fc
    .tuple(ACCOUNT, fc.constantFrom(1, 12, 36, 40))
    .chain(([selection, count]) =>
      some(
        ...['rank', 'previousRank', 'revenue', 'volume', 'revenueYearEarlier', 'yearOnYear', 'share'],
        ...[`account { ${selection} }`, `months(last: ${count}) { month revenue volume }`],
      ),
    );
  const board = fc
    .tuple(
      args(
        LINES.map((line) => `line: ${line}`),
        PERIODS.map((period) => `period: "${period}"`),
        maybe('organisationId', organisations),
        maybe('version', fc.constantFrom('0', '1')),
      ),
      args(maybe('first', firsts), rarely('after', cursors)),
      entry,
    )
    .map(
      ([given, page, selection]) =>
        `board${given} { organisation { code } size isFrozen totalRevenue calibre { name }
          entries${page} { edges { cursor node { ${selection} } } pageInfo { hasNextPage endCursor } } }`,
    );
  const requests = ACCOUNT.map(
    (selection) =>
      `dossierAccessRequests(first: 5) { edges { node { id status purpose sections requester { name } account { ${selection} } } } }`,
  );
  // `at` and `requestId` of a line differ from world to world: they are not selected.
  const register = fc
    .tuple(
      args(
        maybe('accountId', ids),
        maybe('section', fc.constantFrom('KEY_PERSONS', 'CONTACT', 'USAGE')),
        maybe('outcome', fc.constantFrom('READ', 'REFUSED')),
      ),
      ACCOUNT,
    )
    .map(
      ([given, selection]) =>
        `accessRegister(first: 5${given ? `, filter: { ${given.slice(1, -1)} }` : ''}) { edges { node { section outcome fields basis purpose readerName accounts { ${selection} } } } }`,
    );
  const history = fc
    .tuple(ids, fc.constantFrom('BASIC', 'BASIC_FINANCE', 'CONTACT', 'KEY_PERSONS', 'USAGE'))
    .map(
      ([id, section]) =>
        `dossierHistory(accountId: ${id}, section: ${section}, first: 5) { edges { node { field oldValue newValue } } }`,
    );
  const others = fc.constantFrom(
    'dossierProposals(first: 5) { edges { node { status fields changes { field value } } } }',
    'staleDossierSections(first: 5) { edges { node { section version updatedAt account { name } } } }',
    `organisation(code: "440100") { name level children { code parent { name } } }`,
    'staff(first: 5) { edges { node { name username roles } } }',
    'importJobs(first: 5) { edges { node { id fileName rowsBad errors(first: 3) { line reason inputRow } } } }',
    `boardSnapshots(line: LETTER, period: "${last}") { version isFrozen }`,
    'viewer { name capabilities scope { level } }',
    'serviceTokens { edges { node { name } } }',
    'accessAlerts(first: 5) { edges { node { kind detail readerName } } }',
  );
  const own = fc
    .tuple(
      fc.constantFrom('readingSessions', 'exports', 'breakGlassUses'),
      firsts.map((first) => `first: ${first}`),
      ACCOUNT,
    )
    .map(([name, first, selection]) =>
      name === 'breakGlassUses'
        ? `${name}(${first}) { edges { node { sections account { ${selection} } } } }`
        : `${name}(${first}) { edges { node { purpose accounts { ${selection} } } } }`,
    );
  const explanation = fc
    .tuple(
      ids,
      staffIds,
      quoted(
        'DossierContact.address',
        'Dossier.keyPersons',
        'Account.uscc',
        'BoardEntry.revenue',
        'nonsense',
      ),
    )
    .map(
      ([one, person, field]) =>
        `explainAccess(accountId: ${one}, field: ${field}, staffId: "${person}") { isAllowed rule article section purpose }`,
    );
  const root = fc.oneof(
    { weight: 5, arbitrary: account },
    { weight: 5, arbitrary: accounts },
    { weight: 4, arbitrary: board },
    { weight: 1, arbitrary: node },
    { weight: 1, arbitrary: requests },
    { weight: 1, arbitrary: register },
    { weight: 1, arbitrary: history },
    { weight: 1, arbitrary: others },
    { weight: 1, arbitrary: own },
    { weight: 1, arbitrary: explanation },
  );
  // Beside other roots it is chance whether the register shows their readings already.
  const registerAlone = (roots: string[]): string[] => {
    const alone = roots.find((one) => one.startsWith('accessRegister'));
    return alone === undefined ? roots : [alone];
  };
  return fc.array(root, { minLength: 1, maxLength: 2 }).map((roots) => ({
    query: `query Generated { ${registerAlone(roots)
      .map((one, at) => `r${at}: ${one}`)
      .join('\n')} }`,
  }));
}
