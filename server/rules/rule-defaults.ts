/** A rule of the trade with its default; values per organisation and date come with the rule registry. */
export interface RuleDefault<Value> {
  value: Value;
  unit: string;
  article: string;
}

/** Article 8: one line with at least this share of the revenue makes a professional account. */
export const PROFESSIONAL_SHARE: RuleDefault<number> = { value: 80, unit: 'percent', article: '8-9(1)' };

/** Article 10(2): the least monthly average revenue of each grade, best grade first. */
export const GRADE_FLOORS: RuleDefault<Readonly<Record<GradeName, number>>> = {
  value: { SPECIAL: 25_000_000, FIRST: 2_000_000, SECOND: 600_000, THIRD: 250_000, SMALL: 83_000 },
  unit: 'fen a month',
  article: '10(2)',
};
export type GradeName = 'SPECIAL' | 'FIRST' | 'SECOND' | 'THIRD' | 'SMALL';

/** Articles 1-2, 10(2): category and grade look back over this many whole months. */
export const TRAILING_MONTHS: RuleDefault<number> = { value: 12, unit: 'months', article: '10(2)' };

/** Article 10(1): how many ranks a board shows; a province may widen or narrow its own within the bounds. */
export const BOARD_SIZE: RuleDefault<number> & { bounds: readonly [number, number] } = {
  value: 100,
  bounds: [50, 300],
  unit: 'ranks',
  article: '10(1)-10(2)',
};

/** Article 10(3): day of the following month on which a period's boards are closed (Asia/Shanghai). */
export const CLOSING_DAY: RuleDefault<number> = { value: 10, unit: 'day of month', article: '10(3)' };

/**
 * Article 19: how the access register is sealed. A minute is sealed `graceSeconds` after its end, in seals of about
 * `mostRows`; a province without readings gets an empty seal every `quietMinutes`, so that nothing can be dated back
 * further. Rows that are older than `lateHours` and not sealed are a finding.
 */
export const REGISTER_SEALING: RuleDefault<{
  graceSeconds: number;
  mostRows: number;
  quietMinutes: number;
  lateHours: number;
}> = {
  value: { graceSeconds: 5, mostRows: 10_000, quietMinutes: 60, lateHours: 24 },
  unit: 'as named',
  article: '19',
};

/** Article 19: how long the access register stays online; a lower level may keep it longer, never below the floor. */
export const REGISTER_RETENTION: RuleDefault<number> & { floor: number } = {
  value: 36,
  floor: 6,
  unit: 'months',
  article: '19',
};

/** Article 19: a copy with more accounts, or more rows in a table, needs a second person; so does anything of class L3. */
export const EXPORT_ALONE_ROWS: RuleDefault<number> = { value: 100, unit: 'rows', article: '19' };

/** Article 19: accounts that one copy may hold at most. */
export const EXPORT_ROWS: RuleDefault<number> = { value: 10_000, unit: 'accounts', article: '19' };

/** Article 19: how long a copy waits to be downloaded. */
export const EXPORT_LINK_HOURS: RuleDefault<number> = { value: 24, unit: 'hours', article: '19' };

/** Article 19: a registration to read by right lasts a working day at most, over so many accounts. */
export const READING_SESSION: RuleDefault<{ hours: number; accounts: number }> = {
  value: { hours: 12, accounts: 100 },
  unit: 'as named',
  article: '19',
};

/**
 * Article 19: readings out of the ordinary. More than `dossiersPerHour` accounts in any hour; more than `timesMean` times
 * one's own mean of `meanDays` days, from `leastDossiers` a day; L3 outside working hours and at weekends
 * (Asia/Shanghai); accounts of an organisation that one belonged to in the last `formerDays` days and does no longer.
 */
export const READING_ANOMALIES: RuleDefault<{
  dossiersPerHour: number;
  timesMean: number;
  meanDays: number;
  leastDossiers: number;
  dayBegins: number;
  dayEnds: number;
  formerDays: number;
}> = {
  value: {
    dossiersPerHour: 50,
    timesMean: 3,
    meanDays: 30,
    leastDossiers: 10,
    dayBegins: 7,
    dayEnds: 20,
    formerDays: 180,
  },
  unit: 'as named',
  article: '19',
};

/**
 * Article 19: reading in an emergency opens for so many hours, with a purpose of at least so many characters, and is
 * reviewed by somebody else within so many working days (Asia/Shanghai).
 */
export const BREAK_GLASS: RuleDefault<{ hours: number; purposeLength: number; reviewWorkingDays: number }> = {
  value: { hours: 1, purposeLength: 10, reviewWorkingDays: 2 },
  unit: 'as named',
  article: '19',
};

/** Article 19: how long a masked value that was revealed may be shown. */
export const REVEAL_MINUTES: RuleDefault<number> = { value: 5, unit: 'minutes', article: '19' };

/** Article 17(1)-2: a ticket of the call centre ends by itself after `hours`; an agent has at most `open` at once. */
export const SERVICE_TICKETS: RuleDefault<{ hours: number; open: number }> = {
  value: { hours: 24, open: 5 },
  unit: 'as named',
  article: '17(1)-2',
};

/** Article 17(2): a section that was not entered for this long is stale. */
export const FRESHNESS_DAYS: RuleDefault<
  Readonly<Record<'BASIC' | 'BASIC_FINANCE' | 'CONTACT' | 'KEY_PERSONS', number>>
> = {
  value: { BASIC: 180, BASIC_FINANCE: 180, CONTACT: 180, KEY_PERSONS: 365 },
  unit: 'days',
  article: '17(2)',
};
