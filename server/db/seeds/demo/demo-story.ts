import type { OrganisationSeed } from '../reference-data';
import { accountsPerCity } from './account-distribution';
import { type AccountDraft, accountDrafts } from './demo-accounts';
import { cityStaff, demoSignIns, EXPRESS_BUREAU } from './demo-staff';
import type { DemoStaff, DemoStory, DemoStoryInput, DemoUsageFact } from './demo-story.types';
import { tieAroundRank100 } from './deliberate-ties';
import { createRandom } from './random';
import { monthsUpTo } from './season';
import { usageFacts } from './usage-facts';

const MONTHS = 24;
/** Scopes whose express board gets ties at rank 100, by the beginning of their cities' codes. */
const TIED_SCOPES = ['', '44', '440100', '440300'];

/**
 * The whole demo as data: about 3,000 invented accounts of all provinces with two years of usage, their teams,
 * contacts and key persons. The same input gives the same story, byte for byte.
 * @throws RangeError if `lastMonth` is not YYYY-MM.
 */
export function buildDemoStory({ seed, lastMonth, organisations }: DemoStoryInput): DemoStory {
  const months = monthsUpTo(lastMonth, MONTHS);
  const random = createRandom(seed);
  const staff: DemoStaff[] = demoSignIns(random.fork('sign-ins'));
  const drafts = peopleAndAccounts();

  const usage: DemoUsageFact[] = [];
  for (const draft of drafts)
    for (const fact of usageFacts(random.fork(`usage ${draft.account.accountNo}`), draft, months))
      usage.push(fact);
  const cityOf = new Map(drafts.map(({ account }) => [account.accountNo, account.organisationCode]));
  for (const scope of TIED_SCOPES)
    tieAroundRank100(
      usage,
      'EXPRESS',
      (accountNo) => cityOf.get(accountNo)?.startsWith(scope) ?? false,
      months,
    );

  return {
    seed: String(seed),
    months,
    bureaus: [{ ...EXPRESS_BUREAU }],
    staff,
    accounts: drafts.map(({ account }) => account),
    usage: usage.sort(byKey),
  };

  function peopleAndAccounts(): AccountDraft[] {
    const people = random.fork('staff');
    const makeAccounts = accountDrafts(random.fork('accounts'));
    const cities = new Map(organisations.map((organisation) => [organisation.code, organisation]));
    return [...accountsPerCity(organisations)].flatMap(([code, count]) => {
      staff.push(...cityStaff(people, code, count));
      const managers = staff.filter(
        ({ organisationCode, roles }) => organisationCode === code && roles.includes('ACCOUNT_MANAGER'),
      );
      return makeAccounts(cities.get(code) as OrganisationSeed, count, managers);
    });
  }
}

function byKey(a: DemoUsageFact, b: DemoUsageFact): number {
  const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return compare(a.accountNo, b.accountNo) || compare(a.line, b.line) || compare(a.month, b.month);
}
