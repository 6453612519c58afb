import { SECTIONS } from '../../server/authz/sections';
import { usccCheckDigit } from '../../server/modules/accounts/uscc';
import { LawfulBasis } from '../../server/modules/dossier/dossier.module';
import { PLACES, type Place } from './story-people';

/** An account of the story. `isBare` has none of the values that may be withheld. */
export interface StoryAccount {
  key: string;
  place: Place;
  isBare?: boolean;
}

/**
 * The accounts: `x` is nobody's in particular, all of Guangdong's province staff are on the team of `t`, `e` is as `x`
 * without any value, a unit serves `u` and `v`. The rest is elsewhere.
 */
export const STORY_ACCOUNTS: readonly StoryAccount[] = [
  { key: 'x', place: 'gz' },
  { key: 'g', place: 'gz' },
  { key: 't', place: 'gz' },
  { key: 'e', place: 'gz', isBare: true },
  { key: 'u', place: 'unit' },
  { key: 'v', place: 'unit' },
  { key: 's', place: 'sz' },
  { key: 's2', place: 'sz' },
  { key: 's3', place: 'sz' },
  { key: 'h', place: 'hz' },
  { key: 'h2', place: 'hz' },
  { key: 'b', place: 'bj' },
];

/** Accounts of which everybody holds a live grant, and over what. */
export const GRANTED: Record<string, readonly string[]> = {
  g: [...SECTIONS],
  v: ['KEY_PERSONS'],
  s2: ['CONTACT'],
};

/** Accounts about which everybody has an open ticket and an open reading session, whatever their office. */
export const PURPOSEFUL: readonly string[] = ['t'];

/** Where an account is served. */
export const placeOf = (key: string): Place => {
  const account = STORY_ACCOUNTS.find((one) => one.key === key);
  if (!account) throw new Error(`the story has no account ${key}`);
  return account.place;
};

const numberOf = (key: string): number => STORY_ACCOUNTS.findIndex((account) => account.key === key) + 1;
const two = (number: number): string => String(number).padStart(2, '0');

/** A marker that stands nowhere else. */
export const canary = (section: string, key: string, field: string): string =>
  `CANARY-${section}-${key}-${field}`;

/** Account number, e.g. `K01`. */
export const accountNo = (key: string): string => `K${two(numberOf(key))}`;
export const nameOf = (key: string): string => `示例客户${key.toUpperCase()}有限公司`;
/** A credit code of its own, with a right check character. */
export const usccOf = (key: string): string => {
  const head = `91${PLACES.gz}MA5${two(numberOf(key))}7777`;
  return head + usccCheckDigit(head);
};
/** A division of its own: markers in the shape of `C26`. */
export const industryOf = (key: string): string => `C${12 + numberOf(key)}`;

/** Lines that every account uses; the bureau sees the first. */
export const STORY_LINES = ['EXPRESS', 'LETTER', 'PARCEL'] as const;
export type StoryLine = (typeof STORY_LINES)[number];
const MONTHS = 14;

/** The story's months, ascending, up to the last complete one in Asia/Shanghai. */
export const storyMonths = (): string[] => {
  const shanghai = new Date(Date.now() + 8 * 3_600_000);
  return Array.from({ length: MONTHS }, (_, at) =>
    new Date(Date.UTC(shanghai.getUTCFullYear(), shanghai.getUTCMonth() - MONTHS + at, 1))
      .toISOString()
      .slice(0, 7),
  );
};

/** Fen of an account's line in the story's month number `at`; every amount is unique and never round. */
export const revenueOf = (key: string, line: StoryLine, at: number): number =>
  Number(`9${two(numberOf(key))}${STORY_LINES.indexOf(line) + 1}${two(at)}37`);
/** Pieces of the same. */
export const volumeOf = (key: string, line: StoryLine, at: number): number =>
  Number(`7${two(numberOf(key))}${STORY_LINES.indexOf(line) + 1}${two(at)}41`);
/** Fen as the graph prints them. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2);
/** Yearly output in fen. */
export const outputOf = (key: string): number => 555_500_000_013 + numberOf(key) * 100_000;

/** Rows of the accounts file. */
export const accountRows = (): string[][] => [
  ['account_no', 'name', 'uscc', 'organisation_code', 'industry_code', 'address'],
  ...STORY_ACCOUNTS.map(({ key, place, isBare }) => [
    accountNo(key),
    nameOf(key),
    isBare ? '' : usccOf(key),
    PLACES[place],
    isBare ? '' : industryOf(key),
    '示例路1号',
  ]),
];

/** Rows of the usage file; the last one is bad. */
export const usageRows = (): string[][] => [
  ['account_no', 'line', 'month', 'volume', 'revenue'],
  ...STORY_ACCOUNTS.filter(({ isBare }) => !isBare).flatMap(({ key }) =>
    STORY_LINES.flatMap((line) =>
      storyMonths().map((month, at) => [
        accountNo(key),
        line,
        month,
        String(volumeOf(key, line, at)),
        yuan(revenueOf(key, line, at)),
      ]),
    ),
  ),
  ['K99', 'EXPRESS', storyMonths()[0], '1', canary('IMPORT', 'nation', 'revenue')],
];

/** Sections 1 and 2 of an account. */
export const basicsOf = (key: string) => ({
  nature: canary('BASIC', key, 'nature'),
  serviceMode: canary('BASIC', key, 'serviceMode'),
  legalRepresentative: canary('BASIC', key, 'legalRepresentative'),
  size: canary('BASIC', key, 'size'),
  products: canary('BASIC', key, 'products'),
  annualOutput: outputOf(key),
  reputation: canary('FINANCE', key, 'reputation'),
  profitAndLoss: canary('FINANCE', key, 'profitAndLoss'),
});
export const contactOf = (key: string) => ({
  address: canary('CONTACT', key, 'address'),
  postcode: canary('CONTACT', key, 'postcode'),
  contactName: canary('CONTACT', key, 'contactName'),
  phone: canary('CONTACT', key, 'phone'),
  fax: canary('CONTACT', key, 'fax'),
  email: canary('CONTACT', key, 'email'),
});
/** One person of section 3; `at` tells them apart. */
export const personOf = (key: string, at: number) => ({
  name: canary('KP', key, `name${at}`),
  position: canary('KP', key, `position${at}`),
  isDecisionMaker: at === 1,
  family: canary('KP', key, `family${at}`),
  homeAddress: canary('KP', key, `homeAddress${at}`),
  hobbies: canary('KP', key, `hobbies${at}`),
  lawfulBasis: at === 1 ? LawfulBasis.LEGAL_DUTY : LawfulBasis.PUBLIC_INFORMATION,
});

/** Fen that an account may owe, fen of its payment, hundredths of a percent of its discount and agency fee. */
export const arrearsLimitOf = (key: string): number => 666_600_000_017 + numberOf(key) * 100_000;
export const paymentOf = (key: string): number => 444_400_000_019 + numberOf(key) * 100_000;
export const rateOf = (key: string): number => 3_001 + numberOf(key) * 100;
export const agencyFeeOf = (key: string): number => 1_002 + numberOf(key) * 10;
export const piecesOf = (key: string): number => 880_000_023 + numberOf(key) * 1_000;
/** An instant of its own, of each kind of record. */
export const recordedAt = (key: string, kind: number): string =>
  `2025-0${kind}-${two(numberOf(key))}T03:04:05.000Z`;

/** Rows of sections 4 and 6 to 8 of an account, by table, as SQL values of their own columns. */
export const innerRows = (
  key: string,
): [table: string, columns: string, values: (string | number | boolean)[]][] => [
  [
    'account_services',
    'responsible_person, service_mode',
    [canary('SERVICE', key, 'responsiblePerson'), canary('SERVICE', key, 'serviceMode')],
  ],
  [
    'pickups',
    'at, line, pieces, staff_name, note',
    [
      recordedAt(key, 1),
      'EXPRESS',
      piecesOf(key),
      canary('RECORDS', key, 'collector'),
      canary('RECORDS', key, 'note'),
    ],
  ],
  [
    'visits',
    'at, staff_name, contact_name, subject, outcome',
    [
      recordedAt(key, 2),
      ...['visitor', 'contactName', 'topic', 'outcome'].map((field) => canary('RECORDS', key, field)),
    ],
  ],
  [
    'complaints',
    'id, at, channel, staff_name, subject, detail',
    [
      900 + numberOf(key),
      recordedAt(key, 3),
      'ONLINE',
      ...['taker', 'topic', 'detail'].map((field) => canary('COMPLAINTS', key, field)),
    ],
  ],
  [
    'handlings',
    'complaint_id, at, staff_name, action, is_final',
    [
      900 + numberOf(key),
      recordedAt(key, 4),
      ...['handler', 'action'].map((field) => canary('COMPLAINTS', key, field)),
      true,
    ],
  ],
  ['account_credits', 'level, arrears_limit, return_cycle_days', ['AA', arrearsLimitOf(key), 47]],
  ['payments', 'paid_on, month, amount', ['2025-06-07', '2025-05', paymentOf(key)]],
  [
    'account_tariffs',
    'line, method, rate, agency_fee_rate, valid_from, valid_to',
    ['EXPRESS', 'REBATE', rateOf(key), agencyFeeOf(key), '2025-07-08', '2029-09-10'],
  ],
];
