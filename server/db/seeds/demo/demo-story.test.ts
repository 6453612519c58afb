import { createHash } from 'node:crypto';
import { isValidUscc } from '../../../modules/accounts/uscc';
import { readIndustries, readOrganisations } from '../reference-data';
import { buildDemoStory } from './demo-story';
import type { DemoStory, DemoUsageFact } from './demo-story.types';
import { monthsUpTo } from './season';

const organisations = readOrganisations();
const build = (seed = 'demo', lastMonth = '2026-10') => buildDemoStory({ seed, lastMonth, organisations });
const fingerprint = (story: DemoStory) => createHash('sha256').update(JSON.stringify(story)).digest('hex');
const countBy = <T>(items: readonly T[], key: (item: T) => string) =>
  items.reduce(
    (counts, item) => counts.set(key(item), (counts.get(key(item)) ?? 0) + 1),
    new Map<string, number>(),
  );

describe('the demo story', () => {
  const story = build();
  const { accounts, staff, usage } = story;

  it('is the same for the same input and another for another', () => {
    const expected = fingerprint(story);
    expect(fingerprint(build())).toBe(expected);
    expect(fingerprint(build('other'))).not.toBe(expected);
    expect(() => build('demo', '2026-13')).toThrow(RangeError);
  });

  it('keeps its customers when only the month moves on', () => {
    expect(build('demo', '2027-01').accounts).toEqual(accounts);
  });

  it('spreads about 3,000 accounts over all provinces and cities', () => {
    expect(accounts).toHaveLength(3000);
    const perProvince = countBy(accounts, (account) => account.organisationCode.slice(0, 2));
    expect(perProvince.size).toBe(31);
    expect(Math.min(...perProvince.values())).toBeGreaterThanOrEqual(30);
    const perCity = countBy(accounts, (account) => account.organisationCode);
    expect(perCity.size).toBe(337);
    expect(perCity.get('440100')).toBeGreaterThanOrEqual(130);
    expect(perCity.get('440300')).toBeGreaterThanOrEqual(130);
  });

  it('gives every account a name of its own, marked 示例, and a valid code or none', () => {
    const names = new Set(accounts.map(({ name }) => name));
    expect(names.size).toBe(accounts.length);
    expect([...names].filter((name) => !name.endsWith('（示例）'))).toEqual([]);
    expect(new Set(accounts.map(({ accountNo }) => accountNo)).size).toBe(accounts.length);
    const codes = accounts.flatMap(({ uscc }) => uscc ?? []);
    expect(codes.filter((code) => !isValidUscc(code))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length / accounts.length).toBeGreaterThan(0.9);
    expect(codes.length).toBeLessThan(accounts.length);
  });

  it('uses divisions that exist and places without administrative endings', () => {
    const divisions = new Set(readIndustries().flatMap(({ code, parentCode }) => (parentCode ? code : [])));
    expect(accounts.filter(({ industryCode }) => !divisions.has(industryCode))).toEqual([]);
    expect(accounts.filter(({ name }) => /自治|邮政局|中心|族/u.test(name)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('has staff for every reference, a team of two different managers of the same city', () => {
    const byName = new Map(staff.map((member) => [member.username, member]));
    expect(byName.size).toBe(staff.length);
    for (const { team, organisationCode } of accounts) {
      expect(team.managerUsername).not.toBe(team.deputyUsername);
      for (const username of [team.managerUsername, team.deputyUsername]) {
        expect(byName.get(username)?.organisationCode).toBe(organisationCode);
        expect(byName.get(username)?.roles).toEqual(['ACCOUNT_MANAGER']);
      }
    }
    const custodians = staff.filter(({ roles }) => roles.includes('CUSTODIAN'));
    expect(new Set(custodians.map((custodian) => custodian.organisationCode)).size).toBe(337);
    const codes = new Set([...organisations, ...story.bureaus].map(({ code }) => code));
    expect(staff.filter((member) => !codes.has(member.organisationCode))).toEqual([]);
  });

  it('lets exactly the promised people sign in', () => {
    const signIns = staff.filter(({ canSignIn }) => canSignIn);
    expect(
      signIns.map(({ username, organisationCode, roles }) => [username, organisationCode, ...roles]),
    ).toEqual([
      ['nation.director', '000000', 'DIRECTOR'],
      ['gd.director', '440000', 'DIRECTOR'],
      ['zj.director', '330000', 'DIRECTOR'],
      ['gz.manager', '440100', 'ACCOUNT_MANAGER'],
      ['gz.custodian', '440100', 'CUSTODIAN'],
      ['sz.manager', '440300', 'ACCOUNT_MANAGER'],
      ['auditor', '000000', 'AUDITOR'],
      ['express.analyst', '000003', 'ANALYST'],
      ['ingest', '000000', 'INGEST'],
    ]);
    expect(story.bureaus).toEqual([expect.objectContaining({ code: '000003', businessLine: 'EXPRESS' })]);
    const inGuangzhou = accounts.filter(({ organisationCode }) => organisationCode === '440100');
    const managed = inGuangzhou.filter(({ team }) => team.managerUsername === 'gz.manager');
    expect(managed.length / inGuangzhou.length).toBeGreaterThan(0.5);
    expect(managed.length).toBeLessThan(inGuangzhou.length);
  });

  it('has key persons for about a third, unmistakably invented, each text traceable', () => {
    const withPersons = accounts.filter(({ keyPersons }) => keyPersons.length > 0);
    expect(withPersons.length / accounts.length).toBeCloseTo(1 / 3, 1);
    const texts = accounts.flatMap(({ keyPersons }) =>
      keyPersons.flatMap(({ name, family, homeAddress, hobbies }) => [name, family, homeAddress, hobbies]),
    );
    expect(texts.filter((text) => !/（示例\d{5}-\d）$/u.test(text))).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
    for (const { contact } of accounts) {
      expect(contact.phone).toMatch(/^000\d{8}$/);
      expect(contact.email).toMatch(/@demo\.example$/);
      expect(contact.postcode).toMatch(/^\d{6}$/);
    }
  });

  it('has one fact per account, line and month, in whole pieces and fen', () => {
    expect(new Set(usage.map((fact) => `${fact.accountNo} ${fact.line} ${fact.month}`)).size).toBe(
      usage.length,
    );
    expect(
      usage.filter(({ volume, revenue }) => !Number.isSafeInteger(volume) || !Number.isSafeInteger(revenue)),
    ).toEqual([]);
    expect(new Set(usage.map(({ month }) => month))).toEqual(new Set(story.months));
    expect(story.months).toHaveLength(24);
    expect(story.months.at(-1)).toBe('2026-10');
    expect(new Set(usage.map(({ line }) => line)).size).toBe(8);
    expect(usage.filter(({ revenue }) => revenue < 0).length).toBeGreaterThan(100);
  });

  it('has peaks in November and December and a dip at the spring festival', () => {
    const sum = (month: string) =>
      usage
        .filter((fact) => fact.line === 'EXPRESS' && fact.month === month)
        .reduce((a, { revenue }) => a + revenue, 0);
    expect(sum('2025-11')).toBeGreaterThan(sum('2025-09') * 1.25);
    expect(sum('2025-12')).toBeGreaterThan(sum('2025-09') * 1.15);
    // The festival of 2026 fell on 17 February, that of 2025 on 29 January.
    expect(sum('2026-02')).toBeLessThan(sum('2026-03') * 0.75);
    expect(sum('2025-01')).toBeLessThan(sum('2026-01'));
  });

  it('has customers that grow, decline and leave', () => {
    const revenue = (course: string, months: string[]) => {
      const of = new Set(
        accounts.filter((account) => account.course === course).map(({ accountNo }) => accountNo),
      );
      const within = new Set(months);
      return usage.reduce(
        (a, fact) => (of.has(fact.accountNo) && within.has(fact.month) ? a + fact.revenue : a),
        0,
      );
    };
    const [first, second] = [story.months.slice(0, 12), story.months.slice(12)];
    expect(revenue('GROWING', second)).toBeGreaterThan(revenue('GROWING', first) * 1.1);
    expect(revenue('DECLINING', second)).toBeLessThan(revenue('DECLINING', first) * 0.9);
    expect(revenue('CHURNED', story.months.slice(-3))).toBe(0);
    expect(revenue('CHURNED', first)).toBeGreaterThan(0);
    expect(revenue('NEW', story.months.slice(0, 6))).toBe(0);
    expect(revenue('NEW', story.months.slice(-3))).toBeGreaterThan(0);
  });

  it('fills every grade band of the rules', () => {
    const totals = new Map<string, number>();
    for (const { accountNo, month, revenue } of usage)
      if (month >= story.months[12]) totals.set(accountNo, (totals.get(accountNo) ?? 0) + revenue / 1200);
    const bands = [250_000, 20_000, 6_000, 2_500, 830];
    const counts = bands.map(
      (low, at) =>
        [...totals.values()].filter((yuan) => yuan >= low && yuan < (bands[at - 1] ?? Infinity)).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(80);
  });
});

describe('ties at the edge of the Top-100', () => {
  const board = (usage: readonly DemoUsageFact[], scope: string, period: string) => {
    const totals = new Map<string, number>();
    for (const { accountNo, line, month, revenue } of usage)
      if (line === 'EXPRESS' && month.startsWith(period) && accountNo.slice(1).startsWith(scope))
        totals.set(accountNo, (totals.get(accountNo) ?? 0) + revenue);
    return [...totals.values()].sort((a, b) => b - a);
  };

  it.each(['2026-10', '2026-11', '2026-12', '2027-01', '2027-06'])(
    'are there when the last month is %s',
    (lastMonth) => {
      const { usage, months } = build('demo', lastMonth);
      const year = (months.findLast((month) => month.endsWith('-12')) ?? '').slice(0, 4);
      for (const scope of ['', '44', '440100', '440300'])
        for (const period of [...months.slice(-2), year]) {
          const ranked = board(usage, scope, period);
          expect([scope, period, ranked.length >= 103]).toEqual([scope, period, true]);
          expect([scope, period, ranked[99]]).toEqual([scope, period, ranked[100]]);
        }
    },
  );
});

describe('monthsUpTo', () => {
  it('crosses the year', () => expect(monthsUpTo('2026-02', 3)).toEqual(['2025-12', '2026-01', '2026-02']));
  it('refuses what is not a month', () => expect(() => monthsUpTo('2026-2', 3)).toThrow(RangeError));
});
