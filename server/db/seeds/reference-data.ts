import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** One row of organisations.csv: the nation, a province or a city. `parentCode` is null for the nation only. */
export interface OrganisationSeed {
  code: string;
  level: 'NATION' | 'PROVINCE' | 'CITY';
  parentCode: string | null;
  name: string;
}

/** One row of industries.csv: a section (`parentCode` null) or a division of GB/T 4754 (Art. 9). */
export interface IndustrySeed {
  scheme: string;
  code: string;
  parentCode: string | null;
  name: string;
}

function readSeed(file: string): Record<string, string>[] {
  return parse(readFileSync(join(__dirname, file)), { columns: true, comment: '#', bom: true });
}

/** The 369 organisations of the first seed, superiors before subordinates. */
export function readOrganisations(): OrganisationSeed[] {
  return readSeed('organisations.csv').map(({ code, level, parent_code, name }) => ({
    code,
    level: level as OrganisationSeed['level'],
    parentCode: parent_code || null,
    name,
  }));
}

/** The 20 sections and 97 divisions of GB/T 4754-2017, sections first. */
export function readIndustries(): IndustrySeed[] {
  return readSeed('industries.csv').map(({ scheme, code, parent_code, name }) => ({
    scheme,
    code,
    parentCode: parent_code || null,
    name,
  }));
}
