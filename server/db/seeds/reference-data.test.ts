import { readIndustries, readOrganisations } from './reference-data';

describe('organisations.csv', () => {
  const rows = readOrganisations();
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const ofLevel = (level: string) => rows.filter((row) => row.level === level);

  it('is the nation, 31 provinces, 333 prefecture-level units and 4 municipal centres', () => {
    expect(rows).toHaveLength(369);
    expect(byCode.size).toBe(369);
    expect(ofLevel('NATION').map((row) => row.code)).toEqual(['000000']);
    expect(ofLevel('PROVINCE')).toHaveLength(31);
    expect(ofLevel('CITY')).toHaveLength(337);
  });

  it('gives everyone the right parent, and parents first', () => {
    const seen = new Set<string | null>([null]);
    for (const row of rows) {
      expect(row.code).toMatch(row.level === 'CITY' ? /^\d{4}00$/ : /^\d{2}0000$/);
      expect(seen).toContain(row.parentCode);
      if (row.level === 'CITY') expect(row.parentCode).toBe(`${row.code.slice(0, 2)}0000`);
      if (row.level === 'PROVINCE') expect(row.parentCode).toBe('000000');
      seen.add(row.code);
    }
  });

  it('holds places, not the headings of the statistics', () => {
    expect(rows.filter((row) => /直辖县级|市辖区|^县/.test(row.name))).toEqual([]);
    for (const code of ['429000', '469000', '659000', '419000', '500200'])
      expect(byCode.has(code)).toBe(false);
    expect(byCode.get('441900')?.name).toBe('东莞市邮政局');
    expect(byCode.get('460400')?.name).toBe('儋州市邮政局');
    expect(byCode.get('150000')?.name).toBe('内蒙古自治区邮政局');
    for (const code of ['110100', '120100', '310100', '500100']) expect(byCode.get(code)?.level).toBe('CITY');
  });
});

describe('industries.csv', () => {
  const rows = readIndustries();
  const divisions = rows.filter((row) => row.parentCode !== null);

  it('has the sections A to T and the divisions 01 to 97', () => {
    expect(rows.filter((row) => row.parentCode === null).map((row) => row.code)).toEqual([
      ...'ABCDEFGHIJKLMNOPQRST',
    ]);
    expect(divisions.map((row) => row.code.slice(1))).toEqual(
      Array.from({ length: 97 }, (_, i) => String(i + 1).padStart(2, '0')),
    );
    for (const row of divisions) expect(row.code[0]).toBe(row.parentCode);
    expect(new Set(rows.map((row) => row.scheme))).toEqual(new Set(['GB/T 4754-2017']));
  });

  it('knows the divisions the samples use', () => {
    const name = new Map(rows.map((row) => [row.code, row.name]));
    expect(name.get('C20')).toBe('木材加工和木、竹、藤、棕、草制品业');
    expect(name.get('F52')).toBe('零售业');
    expect(name.get('L72')).toBe('商务服务业');
  });
});
