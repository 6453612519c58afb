import { Readable } from 'node:stream';
import type { Database } from '../db/database';
import { SYSTEM_SCOPE } from '../db/scope';
import { DEMO_PASSWORD } from '../db/seeds/demo/demo-password';
import { buildDemoStory } from '../db/seeds/demo/demo-story';
import type { DemoStory } from '../db/seeds/demo/demo-story.types';
import { demoSections } from '../db/seeds/demo/inner-sections';
import { accountKeys, writePeople, writeTeams } from '../db/seeds/demo/write-demo.repository';
import { writeSections } from '../db/seeds/demo/write-sections.repository';
import { readOrganisations } from '../db/seeds/reference-data';
import { formatFen } from '../graphql/scalars';
import { LawfulBasis } from '../modules/dossier/dossier.module';
import { hashPassword } from '../modules/identity/identity.module';
import type { Platform } from '../platform';

const SEED = 'demo';

/**
 * Writes the demo the way real data comes: accounts and usage through the importers, dossiers through their service.
 * Each step may be repeated, so a seeding that was killed is finished by the next start; key persons come last and
 * mark the end.
 */
export async function seedDemo(
  database: Database,
  platform: Platform,
  lastMonth: string,
): Promise<DemoStory> {
  const story = buildDemoStory({ seed: SEED, lastMonth, organisations: readOrganisations() });
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await database.transaction(SYSTEM_SCOPE, (session) =>
    writePeople(session, story.bureaus, story.staff, passwordHash),
  );
  const ingest = await platform.viewerOf('ingest');
  await platform.imports.runFile(ingest, 'ACCOUNTS', csv(accountRows(story)), {
    fileName: 'demo-accounts.csv',
  });
  await platform.imports.runFile(ingest, 'USAGE', csv(usageRows(story)), { fileName: 'demo-usage.csv' });
  // The import began to rank and grade by itself; waited for, or its locks and those of the teams could meet.
  await platform.refreshBoards();
  await database.transaction(SYSTEM_SCOPE, (session) => writeTeams(session, story.accounts));
  await database.transaction(SYSTEM_SCOPE, (session) => writeSections(session, demoSections(story)));
  await writeDossiers(database, platform, story);
  return story;
}

async function writeDossiers(
  database: Database,
  { dossiers }: Platform,
  { accounts }: DemoStory,
): Promise<void> {
  const keys = await database.transaction(SYSTEM_SCOPE, (session) =>
    accountKeys(
      session,
      accounts.map(({ accountNo }) => accountNo),
    ),
  );
  const keyOf = (accountNo: string): { provinceId: number; accountId: number } => {
    const key = keys.get(accountNo);
    if (!key) throw new Error(`the demo account ${accountNo} was not imported`);
    return key;
  };
  await dossiers.saveContacts(
    SYSTEM_SCOPE,
    accounts.map(({ accountNo, contact }) => ({ ...keyOf(accountNo), ...contact })),
  );
  await dossiers.saveKeyPersons(
    SYSTEM_SCOPE,
    accounts.flatMap(({ accountNo, keyPersons }) =>
      keyPersons.map((person) => ({
        ...keyOf(accountNo),
        ...person,
        lawfulBasis: LawfulBasis[person.lawfulBasis],
      })),
    ),
  );
}

function accountRows({ accounts }: DemoStory): (string | null)[][] {
  return [
    ['account_no', 'name', 'uscc', 'organisation_code', 'industry_code', 'address'],
    ...accounts.map(({ accountNo, name, uscc, organisationCode, industryCode, address }) => [
      accountNo,
      name,
      uscc,
      organisationCode,
      industryCode,
      address,
    ]),
  ];
}

function usageRows({ usage }: DemoStory): string[][] {
  return [
    ['account_no', 'line', 'month', 'volume', 'revenue'],
    ...usage.map(({ accountNo, line, month, volume, revenue }) => [
      accountNo,
      line,
      month,
      String(volume),
      formatFen(revenue),
    ]),
  ];
}

/** Demo values hold no quote or line break, so quoting every cell is all that CSV asks for. */
function csv(rows: (string | null)[][]): Readable {
  return Readable.from(
    rows.map((cells) => `${cells.map((cell) => (cell === null ? '' : `"${cell}"`)).join(',')}\n`),
  );
}
