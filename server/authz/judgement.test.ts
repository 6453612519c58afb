import { capabilitiesOf, Role } from './capabilities';
import { NOTHING_HELD } from './grants.repository';
import { judgeByRight, judgeByStanding } from './judgement';
import { SECTION_POLICIES, SECTIONS } from './sections';
import type { Viewer } from './viewer';

/** A director of the city that serves the account and holds nothing at all. */
const viewer = {
  kind: 'STAFF',
  organisationId: 7,
  roles: [Role.DIRECTOR],
  capabilities: new Set(capabilitiesOf([Role.DIRECTOR])),
  scope: { level: 2, provinceId: 3, cityId: 7, unitIds: [], line: null },
  isReading: false,
} as unknown as Viewer;
const place = { provinceId: 3, accountId: 1, cityId: 7, unitId: 0 };
const SESSION = { ...NOTHING_HELD, sessions: [{ id: 5, sections: ['CREDIT'], purpose: 'p' }] };
const STRICT = SECTIONS.filter((section) => SECTION_POLICIES[section].purposeFirst);

it('wants the purpose of credit and tariffs, and of nothing else, before it reads by right', () => {
  expect(STRICT).toEqual(['CREDIT', 'TARIFF']);
  for (const section of STRICT) {
    // The same whether or not another reading session is open somewhere.
    for (const isReading of [false, true])
      expect(judgeByRight({ ...viewer, isReading }, section, place)?.isCleared ?? false).toBe(false);
    expect(judgeByStanding(viewer, section, place).isCleared).toBe(false);
  }
  expect(judgeByStanding(viewer, 'CREDIT', place, SESSION)).toMatchObject({ isCleared: true, purpose: 'p' });
  expect(judgeByRight(viewer, 'CONTACT', place)?.isCleared).toBe(true);
});

it('opens by a reading session what is one’s right, and nothing else', () => {
  const session = { ...SESSION, sessions: [{ id: 5, sections: [...SECTIONS], purpose: 'p' }] };
  expect(judgeByStanding(viewer, 'KEY_PERSONS', place, session).isCleared).toBe(false);
  expect(judgeByStanding(viewer, 'TARIFF', place, session).isCleared).toBe(false);
  expect(judgeByStanding(viewer, 'TARIFF', place, SESSION).isCleared).toBe(false);
});
