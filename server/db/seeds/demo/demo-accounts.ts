import type { OrganisationSeed } from '../reference-data';
import { accountTeam } from './demo-staff';
import type { DemoAccount, DemoCourse, DemoLine, DemoStaff } from './demo-story.types';
import { companyNames, placeName } from './company-names';
import { demoUsccs } from './demo-uscc';
import { demoContact, demoKeyPersons } from './dossiers';
import { streetAddress } from './people';
import type { Random } from './random';
import { TRADES, type Trade } from './trades';

/** An account together with what its usage is made from. */
export interface AccountDraft {
  account: DemoAccount;
  trade: Trade;
  /** Intended average revenue of a usual month, in yuan. */
  monthlyYuan: number;
}

const COURSES: readonly (readonly [DemoCourse, number])[] = [
  ['STEADY', 52],
  ['GROWING', 18],
  ['DECLINING', 14],
  ['CHURNED', 6],
  ['NEW', 7],
  ['PROJECT', 3],
];

// Bands of the average month in yuan: special, first, second, third, small, and some below the entry threshold.
const BANDS: readonly (readonly [readonly [low: number, high: number], number])[] = [
  [[250_000, 1_600_000], 4],
  [[20_000, 250_000], 24],
  [[6_000, 20_000], 28],
  [[2_500, 6_000], 22],
  [[830, 2_500], 16],
  [[150, 830], 6],
];

const ALL_TRADES = TRADES.map((trade) => [trade, trade.weight] as const);

/** Makes accounts city after city; numbers run through the whole nation. */
export function accountDrafts(
  random: Random,
): (city: OrganisationSeed, count: number, managers: readonly DemoStaff[]) => AccountDraft[] {
  const name = companyNames(random.fork('names'));
  const uscc = demoUsccs(random.fork('uscc'));
  const business = random.fork('business');
  const teams = random.fork('teams');
  const dossiers = random.fork('dossiers');
  let number = 0;

  const draft = (city: OrganisationSeed, managers: readonly DemoStaff[]): AccountDraft => {
    number++;
    const trade = business.weighted(ALL_TRADES);
    const place = placeName(city);
    const companyName = name(place, trade);
    const address = business.chance(0.7) ? `${place}${streetAddress(business)}（示例）` : null;
    const subject = { number, place, cityCode: city.code, address };
    return {
      account: {
        accountNo: `D${city.code}${String(number).padStart(5, '0')}`,
        name: companyName,
        uscc: business.chance(0.93) ? uscc(city.code, companyName) : null,
        organisationCode: city.code,
        industryCode: trade.industryCode,
        address,
        course: business.weighted(COURSES),
        team: accountTeam(teams, managers),
        contact: demoContact(dossiers, subject),
        keyPersons: demoKeyPersons(dossiers, subject),
      },
      trade,
      monthlyYuan: business.logBetween(...business.weighted(BANDS)),
    };
  };
  return (city, count, managers) => Array.from({ length: count }, () => draft(city, managers));
}

/** Share of the revenue per line for one account: its trade's habits, varied, and rarely a line beside them. */
export function lineShares(random: Random, trade: Trade): [DemoLine, number][] {
  const shares: [DemoLine, number][] = [];
  for (const [line, weight] of Object.entries(trade.lines) as [DemoLine, number][])
    if (random.chance(0.55 + weight / 12)) shares.push([line, weight * random.logBetween(0.5, 2)]);
  for (const line of [
    'PHILATELY',
    'PRESS',
    'LETTER',
    'INFORMATION',
    'FINANCE',
    'PARCEL',
    'LOGISTICS',
  ] as const)
    if (!(line in trade.lines) && random.chance(0.08)) shares.push([line, random.logBetween(0.1, 0.8)]);
  if (shares.length === 0) shares.push(['EXPRESS', 1]);
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  return shares.map(([line, share]) => [line, share / sum]);
}
