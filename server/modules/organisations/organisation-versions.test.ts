import { changedFrom, type OrganisationVersion } from './organisation-versions';

const version = (
  validFrom: string,
  validTo: string | null,
  name: string,
  parentId = 1,
): OrganisationVersion => ({
  validFrom,
  validTo,
  name,
  parentId,
});

describe('changing an organisation from a date on', () => {
  const versions = [version('2000-01-01', '2026-01-01', 'A'), version('2026-01-01', null, 'B')];

  it('splits the version of that date and leaves the past alone', () => {
    expect(changedFrom(versions, '2026-05-01', { name: 'C' })).toEqual([version('2026-05-01', null, 'C')]);
  });

  it('replaces a version that begins on that very date', () => {
    expect(changedFrom(versions, '2026-01-01', { name: 'C' })).toEqual([version('2026-01-01', null, 'C')]);
  });

  it('carries a move into a recorded rename, and a rename into a recorded move', () => {
    const recorded = [version('2000-01-01', '2026-06-01', 'A'), version('2026-06-01', null, 'B')];
    expect(changedFrom(recorded, '2026-05-01', { parentId: 2 })).toEqual([
      version('2026-05-01', '2026-06-01', 'A', 2),
      version('2026-06-01', null, 'B', 2),
    ]);
  });

  it('lets a later decision about the same thing stand, and what follows it', () => {
    const recorded = [
      version('2000-01-01', '2026-06-01', 'A'),
      version('2026-06-01', '2026-07-01', 'B'),
      version('2026-07-01', null, 'A'),
    ];
    expect(changedFrom(recorded, '2026-05-01', { name: 'C' }).map(({ name }) => name)).toEqual([
      'C',
      'B',
      'A',
    ]);
  });

  it('answers nothing before the organisation exists', () => {
    expect(changedFrom(versions, '1999-12-31', { name: 'C' })).toEqual([]);
  });
});
