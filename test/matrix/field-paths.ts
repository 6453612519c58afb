import { PLACES, type Place } from '../kit/story-people';
import * as told from '../kit/story-accounts';
import type { StoryLine } from '../kit/story-accounts';

const LINE: StoryLine = 'EXPRESS';
const LAST = told.storyMonths().length - 1;
const YEAR_EARLIER = LAST - 12;

/** One way to a gated field: what to select, where the cell stands, and the marker that only its value contains. */
export interface FieldPath {
  field: string;
  section: string;
  /** Path of the error where the cell is withheld; that of the list around it where that is gated too. */
  withheldAt: string;
  /** The text in the answer that proves the value left; null where the value is told by `valueOf` alone. */
  marker: (account: string) => string;
}

/** A question about one account that selects gated fields of one section. */
export interface Question {
  name: string;
  query: string;
  /** Whether it goes over a board, which takes another capability. */
  isBoard: boolean;
  fields: readonly FieldPath[];
  /** The answer where there is no such account; by default `account` is null. */
  invisible?: string;
  /** Fields of a line on the register of its own that a value brings besides. */
  alsoRegisters?: string;
}

const account = (selection: string): string => `query Ask($id: ID!) { account(id: $id) { ${selection} } }`;
const PERIOD = told.storyMonths()[LAST];

const basic = (field: string, marker: FieldPath['marker'], section = 'BASIC'): FieldPath => ({
  field: `DossierBasic.${field}`,
  section,
  withheldAt: `account.dossier.basic.${field}`,
  marker,
});
const work = (field: string, marker: FieldPath['marker']): FieldPath => ({
  field: `DossierSectionState.${field}`,
  section: 'BASIC',
  withheldAt: `account.dossier.sections.${field}`,
  marker,
});
const text = (section: string, field: string) => (key: string) => `"${told.canary(section, key, field)}"`;
const fen =
  (field: string, at: number, line = LINE) =>
  (key: string) =>
    `"${field}":"${told.yuan(told.revenueOf(key, line, at))}"`;
const pieces = (at: number) => (key: string) => `"volume":"${told.volumeOf(key, LINE, at)}"`;
const growth = (key: string): string => {
  const [now, then] = [told.revenueOf(key, LINE, LAST), told.revenueOf(key, LINE, YEAR_EARLIER)];
  return `"yearOnYear":${(now - then) / then}`;
};

const PERSON = 'account.dossier.keyPersons';
const person = (field: string, marker: FieldPath['marker']): FieldPath => ({
  field: `KeyPerson.${field}`,
  section: 'KEY_PERSONS',
  withheldAt: PERSON,
  marker,
});
/** A cell of a list inside the dossier that is gated by the same section. */
const inList =
  (section: string, list: string) =>
  (field: string, marker: FieldPath['marker']): FieldPath => ({
    ...{ field, section, marker },
    withheldAt: `account.dossier.${list}`,
  });
const pickup = inList('RECORDS', 'records.pickups');
const visit = inList('RECORDS', 'records.visits');
const complaint = inList('COMPLAINTS', 'records.complaints');
const payment = inList('CREDIT', 'credit.payments');
const tariff = inList('TARIFF', 'tariffs');
const usedLine = inList('USAGE', 'usage.lines');
const usedMonth = inList('USAGE', 'usage.records');
const cell = (section: string, type: string, path: string, field: string, marker: FieldPath['marker']) => ({
  ...{ field: `${type}.${field}`, section, marker },
  withheldAt: `account.dossier.${path}.${field}`,
});
const at = (kind: number) => (key: string) => `"at":"${told.recordedAt(key, kind)}"`;
const printed = (field: string, value: (key: string) => number) => (key: string) =>
  `"${field}":"${told.yuan(value(key))}"`;
/** The sum over the last twelve months on the line. */
const ofAYear = (figure: typeof told.revenueOf, key: string): number =>
  Array.from({ length: 12 }, (_, back) => figure(key, LINE, LAST - back)).reduce((sum, one) => sum + one, 0);
const placeOf = (key: string): Place => told.STORY_ACCOUNTS.find((one) => one.key === key)?.place ?? 'nation';

const CONTACT = ['address', 'postcode', 'contactName', 'phone', 'fax', 'email'];
const ENTRY = 'board.entries.edges.node';
const entry = (field: string, marker: FieldPath['marker'], withheldAt = `${ENTRY}.${field}`): FieldPath => ({
  field: `BoardEntry.${field}`,
  section: 'USAGE',
  withheldAt,
  marker,
});

/** Every gated field of the graph has its way here; test/matrix/field-matrix.test.ts fails where one has none. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'section 1',
    query: account(
      'uscc industry { code } category dossier { basic { nature serviceMode legalRepresentative size products unitCode industry { code } useType } }',
    ),
    isBoard: false,
    fields: [
      { field: 'Account.uscc', section: 'BASIC', withheldAt: 'account.uscc', marker: told.usccOf },
      {
        field: 'Account.industry',
        section: 'BASIC',
        withheldAt: 'account.industry',
        marker: (key) => `"code":"${told.industryOf(key)}"`,
      },
      {
        field: 'Account.category',
        section: 'BASIC',
        withheldAt: 'account.category',
        marker: () => '"category":"COMPREHENSIVE"',
      },
      ...['nature', 'serviceMode', 'legalRepresentative', 'size', 'products'].map((field) =>
        basic(field, text('BASIC', field)),
      ),
      basic('unitCode', (key) => `"unitCode":"${told.usccOf(key)}"`),
      basic('industry', (key) => `"industry":{"code":"${told.industryOf(key)}"}`),
      basic('useType', () => '"useType":"COMPREHENSIVE"'),
    ],
  },
  {
    name: 'the work on section 1',
    query: account(
      'dossier { sections(only: [BASIC]) { section version isStale updatedAt steward { name } } }',
    ),
    isBoard: false,
    fields: [
      work('version', () => '"version":1'),
      work('isStale', () => '"isStale":true'),
      work('updatedAt', () => '"updatedAt":"2026-01-01T00:00:00.000Z"'),
      work('steward', (key) => `"name":"示例${told.placeOf(key)}CUSTODIAN"`),
    ],
  },
  {
    name: 'section 1, its L2 part',
    query: account('dossier { basic { annualOutput reputation profitAndLoss } }'),
    isBoard: false,
    fields: [
      basic('annualOutput', (key) => told.yuan(told.outputOf(key)), 'BASIC_FINANCE'),
      basic('reputation', text('FINANCE', 'reputation'), 'BASIC_FINANCE'),
      basic('profitAndLoss', text('FINANCE', 'profitAndLoss'), 'BASIC_FINANCE'),
    ],
  },
  {
    name: 'section 2',
    query: account(`dossier { contact { ${CONTACT.join(' ')} } }`),
    isBoard: false,
    fields: CONTACT.map((field) => ({
      field: `DossierContact.${field}`,
      section: 'CONTACT',
      withheldAt: `account.dossier.contact.${field}`,
      marker: text('CONTACT', field),
    })),
  },
  {
    name: 'a masked value of section 2',
    query: `mutation Ask($id: ID!) {
      reveal(input: { accountId: $id, field: PHONE, purpose: "走访准备" }) { revealed { value } } }`,
    isBoard: false,
    fields: [
      {
        field: 'RevealedValue.value',
        section: 'CONTACT',
        withheldAt: 'reveal.revealed.value',
        marker: text('CONTACT', 'phone'),
      },
    ],
    invisible: '{"data":{"reveal":{"revealed":null}}}',
    alsoRegisters: 'DossierContact.phone',
  },
  {
    name: 'section 3',
    query: account(
      'dossier { keyPersons { id name position isDecisionMaker family homeAddress hobbies lawfulBasis version } }',
    ),
    isBoard: false,
    fields: [
      {
        field: 'Dossier.keyPersons',
        section: 'KEY_PERSONS',
        withheldAt: PERSON,
        marker: () => '"keyPersons":[{',
      },
      person('name', text('KP', 'name2')),
      person('position', text('KP', 'position2')),
      person('isDecisionMaker', () => '"isDecisionMaker":true'),
      person('family', text('KP', 'family2')),
      person('homeAddress', text('KP', 'homeAddress2')),
      person('hobbies', text('KP', 'hobbies2')),
      person('version', () => '"version":1'),
      person('lawfulBasis', () => '"PUBLIC_INFORMATION"'),
    ],
  },
  {
    name: 'section 4',
    query: account('manager { name } deputy { name }'),
    isBoard: false,
    fields: ['manager', 'deputy'].map((field) => ({
      field: `Account.${field}`,
      section: 'SERVICE',
      withheldAt: `account.${field}`,
      marker: text('SERVICE', field),
    })),
  },
  {
    name: 'section 5',
    query: account(`usage(line: ${LINE}, from: "${PERIOD}", to: "${PERIOD}") { month revenue volume }`),
    isBoard: false,
    fields: [
      { field: 'Account.usage', section: 'USAGE', withheldAt: 'account.usage', marker: () => '"usage":[{' },
      {
        field: 'MonthlyUsage.revenue',
        section: 'USAGE',
        withheldAt: 'account.usage',
        marker: fen('revenue', LAST),
      },
      { field: 'MonthlyUsage.volume', section: 'USAGE', withheldAt: 'account.usage', marker: pieces(LAST) },
    ],
  },
  {
    name: 'section 4 of the dossier',
    query: account(
      'dossier { service { responsibleUnit { code } responsiblePerson accountManager { name } deputyManager { name } serviceMode } }',
    ),
    isBoard: false,
    fields: [
      ['responsibleUnit', (key: string) => `"responsibleUnit":{"code":"${PLACES[placeOf(key)]}"}`] as const,
      ['responsiblePerson', text('SERVICE', 'responsiblePerson')] as const,
      ['accountManager', text('SERVICE', 'manager')] as const,
      ['deputyManager', text('SERVICE', 'deputy')] as const,
      ['serviceMode', text('SERVICE', 'serviceMode')] as const,
    ].map(([field, marker]) => cell('SERVICE', 'AccountService', 'service', field, marker)),
  },
  {
    name: 'section 5 of the dossier',
    query: account(
      'dossier { usage { revenue volume lines { line revenue volume } records { month line revenue volume } } }',
    ),
    isBoard: false,
    fields: [
      cell('USAGE', 'AccountUsage', 'usage', 'revenue', () => '"usage":{"revenue":"'),
      cell('USAGE', 'AccountUsage', 'usage', 'volume', () => '","volume":"'),
      cell('USAGE', 'AccountUsage', 'usage', 'lines', () => '"lines":[{'),
      cell('USAGE', 'AccountUsage', 'usage', 'records', () => '"records":[{'),
      usedLine('LineUsage.line', () => `"line":"${LINE}"`),
      usedLine(
        'LineUsage.revenue',
        printed('revenue', (key) => ofAYear(told.revenueOf, key)),
      ),
      usedLine('LineUsage.volume', (key) => `"volume":"${ofAYear(told.volumeOf, key)}"`),
      usedMonth('UsageRecord.month', () => `"month":"${PERIOD}"`),
      usedMonth('UsageRecord.line', () => `"line":"${LINE}"`),
      usedMonth('UsageRecord.revenue', fen('revenue', LAST)),
      usedMonth('UsageRecord.volume', pieces(LAST)),
    ],
  },
  {
    name: 'section 6',
    query: account(
      'dossier { records { pickups { at line pieces staffName note } visits { at staffName contactName topic outcome } } }',
    ),
    isBoard: false,
    fields: [
      cell('RECORDS', 'AccountRecords', 'records', 'pickups', () => '"pickups":[{'),
      cell('RECORDS', 'AccountRecords', 'records', 'visits', () => '"visits":[{'),
      pickup('Pickup.at', at(1)),
      pickup('Pickup.line', () => `"line":"${LINE}"`),
      pickup('Pickup.pieces', (key) => `"pieces":${told.piecesOf(key)}`),
      pickup('Pickup.staffName', text('RECORDS', 'collector')),
      pickup('Pickup.note', text('RECORDS', 'note')),
      visit('Visit.at', at(2)),
      visit('Visit.staffName', text('RECORDS', 'visitor')),
      visit('Visit.contactName', text('RECORDS', 'contactName')),
      visit('Visit.topic', text('RECORDS', 'topic')),
      visit('Visit.outcome', text('RECORDS', 'outcome')),
    ],
  },
  {
    name: 'section 6, its complaints',
    query: account(
      'dossier { records { complaints { at channel staffName topic detail handlings { at staffName action isFinal } } } }',
    ),
    isBoard: false,
    fields: [
      cell('COMPLAINTS', 'AccountRecords', 'records', 'complaints', () => '"complaints":[{'),
      complaint('Complaint.at', at(3)),
      complaint('Complaint.channel', () => '"channel":"ONLINE"'),
      complaint('Complaint.staffName', text('COMPLAINTS', 'taker')),
      complaint('Complaint.topic', text('COMPLAINTS', 'topic')),
      complaint('Complaint.detail', text('COMPLAINTS', 'detail')),
      complaint('Complaint.handlings', () => '"handlings":[{'),
      complaint('Handling.at', at(4)),
      complaint('Handling.staffName', text('COMPLAINTS', 'handler')),
      complaint('Handling.action', text('COMPLAINTS', 'action')),
      complaint('Handling.isFinal', () => '"isFinal":true'),
    ],
  },
  {
    name: 'section 7',
    query: account(
      'dossier { credit { level arrearsLimit returnCycleDays payments { paidOn month amount } } }',
    ),
    isBoard: false,
    fields: [
      cell('CREDIT', 'AccountCredit', 'credit', 'level', () => '"level":"AA"'),
      cell('CREDIT', 'AccountCredit', 'credit', 'arrearsLimit', printed('arrearsLimit', told.arrearsLimitOf)),
      cell('CREDIT', 'AccountCredit', 'credit', 'returnCycleDays', () => '"returnCycleDays":47'),
      cell('CREDIT', 'AccountCredit', 'credit', 'payments', () => '"payments":[{'),
      payment('Payment.paidOn', () => '"paidOn":"2025-06-07"'),
      payment('Payment.month', () => '"month":"2025-05"'),
      payment('Payment.amount', printed('amount', told.paymentOf)),
    ],
  },
  {
    name: 'section 8',
    query: account('dossier { tariffs { line method rate agencyFeeRate validFrom validTo } }'),
    isBoard: false,
    fields: [
      tariff('Dossier.tariffs', () => '"tariffs":[{'),
      tariff('AccountTariff.line', () => `"line":"${LINE}"`),
      tariff('AccountTariff.method', () => '"method":"REBATE"'),
      tariff('AccountTariff.rate', printed('rate', told.rateOf)),
      tariff('AccountTariff.agencyFeeRate', printed('agencyFeeRate', told.agencyFeeOf)),
      tariff('AccountTariff.validFrom', () => '"validFrom":"2025-07-08"'),
      tariff('AccountTariff.validTo', () => '"validTo":"2029-09-10"'),
    ],
  },
  {
    name: 'the board above all',
    query: `query Ask($nation: ID!) { board(organisationId: $nation, line: ${LINE}, period: "${PERIOD}") {
      entries { edges { node { rank account { id } revenue volume revenueYearEarlier yearOnYear
        months(last: 2) { month revenue volume } } } } } }`,
    isBoard: true,
    fields: [
      entry('revenue', fen('revenue', LAST)),
      entry('volume', pieces(LAST)),
      entry('revenueYearEarlier', fen('revenueYearEarlier', YEAR_EARLIER)),
      entry('yearOnYear', growth),
      entry('months', fen('revenue', LAST - 1)),
      {
        field: 'MonthlyUsage.revenue',
        section: 'USAGE',
        withheldAt: `${ENTRY}.months`,
        marker: fen('revenue', LAST - 1),
      },
      {
        field: 'MonthlyUsage.volume',
        section: 'USAGE',
        withheldAt: `${ENTRY}.months`,
        marker: pieces(LAST - 1),
      },
    ],
  },
];

/** The board of one's own organisation, with what needs its total. */
export const HOME_BOARD = `query Home { board(line: ${LINE}, period: "${PERIOD}") {
  totalRevenue entries { edges { node { account { id } share } } } } }`;
/** Where the total and the share of it are withheld. */
export const HOME_FIELDS: Record<string, string> = {
  'Board.totalRevenue': 'board.totalRevenue',
  'BoardEntry.share': `${ENTRY}.share`,
};

const BELOW: Record<string, readonly Place[]> = {
  nation: ['gz', 'unit', 'sz', 'hz', 'bj'],
  express: ['gz', 'unit', 'sz', 'hz', 'bj'],
  gd: ['gz', 'unit', 'sz'],
  gz: ['gz', 'unit'],
  sz: ['sz'],
  zj: ['hz'],
};

/** What stands on the board of a place's own organisation: its total, and the share of each account, in fen. */
export function homeBoard(place: Place): { total: number; revenues: Map<string, number> } | null {
  const places = BELOW[place];
  if (!places) return null;
  const on = told.STORY_ACCOUNTS.filter((one) => !one.isBare && places.includes(one.place));
  const revenues = new Map(on.map(({ key }) => [key, told.revenueOf(key, LINE, LAST)]));
  return { total: [...revenues.values()].reduce((sum, revenue) => sum + revenue, 0), revenues };
}
