import { isObjectType, type GraphQLSchema } from 'graphql';
import { gatedFields } from '../../server/authz/field-gate';
import { verbAccess } from '../../server/authz/verb';
import { guard, plainSchema } from '../../server/graphql/schema';
import { useStory } from '../kit/story';
import type { Asker } from '../matrix/asker';
import { fieldFaults, type Cell } from '../matrix/field-faults';
import { HOME_BOARD, QUESTIONS } from '../matrix/field-paths';
import { fillTenantTables, rowFaults, tenantTables, writeFaults } from '../matrix/row-faults';
import { verbFaults, verbIds, VERBS } from '../matrix/verb-faults';
import type { VerbIds } from '../matrix/verb';
import { InProcess } from './in-process';

let process: InProcess;
let ids: VerbIds;
afterAll(() => process?.close()); // before the story's own: it lets go of the database first
const story = useStory();
beforeAll(async () => {
  process = await InProcess.open(story);
  await fillTenantTables(story);
  ids = await verbIds(story);
});

/** Asks a schema of which something was taken out before the walls were built. */
async function faultsOf(
  takeOut: (schema: GraphQLSchema) => void,
  work: (ask: Asker) => Promise<string[]>,
): Promise<string[]> {
  const schema = plainSchema(story.server.app.platform.modules);
  takeOut(schema);
  const { ask, close } = await process.asker(guard(schema));
  try {
    return await work(ask);
  } finally {
    await close();
  }
}

const tellKilled = (what: string, killed: string[], all: string[]): void => {
  const survivors = all.filter((name) => !killed.includes(name));
  console.info(
    `${what}: ${killed.length} of ${all.length} killed; survivors: ${survivors.join(', ') || 'none'}`,
  );
};

describe('policies of the wall of rows', () => {
  it('are all needed: each one opened turns the row matrix red', async () => {
    const policies = await story.sql<{
      table: string;
      name: string;
      reads: string | null;
      writes: string | null;
    }>(
      // A policy for deleting is the owner's where the application may not delete: the catalogue test watches over that.
      `SELECT tablename AS table, policyname AS name, qual AS reads, with_check AS writes FROM pg_policies
       WHERE schemaname = 'public' AND (cmd <> 'DELETE' OR has_table_privilege('kam_app', tablename, 'DELETE'))
       ORDER BY 1, 2`,
    );
    expect(new Set(policies.map(({ table }) => table))).toEqual(new Set(await tenantTables(story)));
    const all: string[] = [];
    const killed: string[] = [];
    for (const { table, name, reads, writes } of policies) {
      const open = async (clause: string, was: string, faults: () => Promise<string[]>): Promise<void> => {
        const mutant = `${table}.${name} ${clause}`;
        all.push(mutant);
        await story.sql(`ALTER POLICY ${name} ON ${table} ${clause} (true)`);
        if ((await faults()).length > 0) killed.push(mutant);
        await story.sql(`ALTER POLICY ${name} ON ${table} ${clause} (${was})`);
        expect(await faults()).toEqual([]);
      };
      if (reads) await open('USING', reads, () => rowFaults(story, [table]));
      if (writes && writes !== 'true') await open('WITH CHECK', writes, () => writeFaults(story, [table]));
    }
    tellKilled('policies', killed, all);
    expect(killed).toEqual(all);
  }, 60_000);

  it('hold only while row security is on', async () => {
    for (const table of await tenantTables(story)) {
      await story.sql(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
      expect(await rowFaults(story, [table])).not.toEqual([]);
      await story.sql(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    }
  }, 60_000);
});

/**
 * Cells that stand in a list which is itself gated by the same section: nobody gets past the list, so of a cell that
 * has lost its own gate only the register tells, which misses the field. Both gates are kept.
 */
const IN_GATED_LIST: Record<string, string> = {
  'MonthlyUsage.revenue': 'Account.usage BoardEntry.months',
  'MonthlyUsage.volume': 'Account.usage BoardEntry.months',
  ...Object.fromEntries(
    [
      ['Pickup', 'at line pieces staffName note', 'AccountRecords.pickups'],
      ['Visit', 'at staffName contactName topic outcome', 'AccountRecords.visits'],
      ['Complaint', 'at channel staffName topic detail handlings', 'AccountRecords.complaints'],
      ['Handling', 'at staffName action isFinal', 'AccountRecords.complaints Complaint.handlings'],
      ['Payment', 'paidOn month amount', 'AccountCredit.payments'],
      ['AccountTariff', 'line method rate agencyFeeRate validFrom validTo', 'Dossier.tariffs'],
      ['LineUsage', 'line revenue volume', 'AccountUsage.lines'],
      ['UsageRecord', 'month line revenue volume', 'AccountUsage.records'],
    ].flatMap(([type, fields, lists]) => fields.split(' ').map((field) => [`${type}.${field}`, lists])),
  ),
  'KeyPerson.name': 'Dossier.keyPersons',
  'KeyPerson.position': 'Dossier.keyPersons',
  'KeyPerson.isDecisionMaker': 'Dossier.keyPersons',
  'KeyPerson.family': 'Dossier.keyPersons',
  'KeyPerson.homeAddress': 'Dossier.keyPersons',
  'KeyPerson.hobbies': 'Dossier.keyPersons',
  'KeyPerson.lawfulBasis': 'Dossier.keyPersons',
  'KeyPerson.version': 'Dossier.keyPersons',
};

describe('declarations of gated fields', () => {
  /**
   * Who is refused each section, of an account that has all values. Key persons are read by whoever holds a grant only,
   * below the gate too: so it is somebody who holds one and is none of those it may be given to.
   */
  const cellsFor = (fields: readonly string[]): Cell[] =>
    QUESTIONS.filter((question) => question.fields.some(({ field }) => fields.includes(field))).map(
      (question): Cell => {
        const isHeld = question.fields[0].section === 'KEY_PERSONS';
        const [who, account] = isHeld ? ['gz.marketer', 'g'] : ['token:plain', 'x'];
        return { who, account, question, expected: 'WITHHELD', rows: question.isBoard ? 8 : 1 };
      },
    );
  const open =
    (fields: readonly string[]) =>
    (schema: GraphQLSchema): void => {
      for (const name of fields) {
        const [typeName, fieldName] = name.split('.');
        const type = schema.getType(typeName);
        if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
        const field = type.getFields()[fieldName];
        field.extensions = { ...field.extensions, access: { kind: 'OPEN' } };
      }
    };
  const leaksOf = (fields: readonly string[]): Promise<string[]> =>
    faultsOf(open(fields), async (ask) => {
      const faults = await fieldFaults(story, ask, cellsFor(fields));
      const { text } = await ask('token:plain', HOME_BOARD);
      if (/"share":[0-9]|"totalRevenue":"/.test(text)) faults.push(`the home board LEAKS ${text}`);
      return faults;
    });

  it('leave nothing to say where nothing was taken out', async () => {
    expect(await leaksOf([])).toEqual([]);
  });

  it('are all needed: each one taken out turns the field matrix red', async () => {
    const { modules } = story.server.app.platform;
    const all = gatedFields(plainSchema(modules)).map(({ typeName, field }) => `${typeName}.${field.name}`);
    const killed: string[] = [];
    for (const field of all) if ((await leaksOf([field])).length > 0) killed.push(field);
    tellKilled('gated fields', killed, all);
    expect(killed).toEqual(all);
    // Of a cell in a gated list the value itself leaks once the list is open, and not before.
    for (const [field, lists] of Object.entries(IN_GATED_LIST)) {
      const faults = await faultsOf(open([field, ...lists.split(' ')]), (ask) =>
        fieldFaults(story, ask, cellsFor([field])),
      );
      const gated = await faultsOf(open(lists.split(' ')), (ask) =>
        fieldFaults(story, ask, cellsFor([field])),
      );
      expect(faults.filter((fault) => fault.includes(`${field} LEAKS`))).not.toEqual([]);
      expect(gated.filter((fault) => fault.includes(`${field} LEAKS`))).toEqual([]);
    }
  }, 120_000);
});

/** Root fields that refuse whom they must even without their declaration; both are kept. */
const REFUSE_TWICE: Record<string, string> = {
  importJobs: 'the service asks for the right to oversee or import jobs',
  closePeriod: 'the service closes for the nation only',
  dossierAccessRequests: 'asks for the viewer, which nobody is not',
  breakGlassUses: 'asks for the viewer, which nobody is not',
  readingSessions: 'asks for the viewer, which nobody is not',
  export: 'asks for the viewer, which nobody is not',
  exports: 'asks for the viewer, which nobody is not',
  changePassword: 'asks for the viewer, which nobody is not',
  signOut: 'asks for the viewer, which nobody is not',
  signOutEverywhere: 'asks for the viewer, which nobody is not',
  endAccess: 'asks for the viewer, which nobody is not',
  dossierProposals: 'asks for the viewer, which nobody is not',
  revokeDossierAccess: 'asks for the viewer, which nobody is not',
};

describe('declarations of verbs', () => {
  it('are all needed: each one made public turns the verb matrix red, but where the service refuses, too', async () => {
    const schema = plainSchema(story.server.app.platform.modules);
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
      Object.values(root?.getFields() ?? {}),
    );
    const all = roots.filter((field) => verbAccess(field)?.kind !== 'PUBLIC').map(({ name }) => name);
    const killed: string[] = [];
    for (const name of all) {
      const { roles, ...verb } = VERBS[name];
      const faults = await faultsOf(
        (mutant) => {
          const field =
            mutant.getQueryType()?.getFields()[name] ?? mutant.getMutationType()?.getFields()[name];
          if (!field) throw new Error(`no root field ${name}`);
          field.extensions = { ...field.extensions, verb: { kind: 'PUBLIC', why: 'a mutant' } };
        },
        (ask) => verbFaults(story, ask, ids, { [name]: { ...verb, roles } }),
      );
      if (faults.length > 0) killed.push(name);
    }
    tellKilled('verbs', killed, all);
    expect(all.filter((name) => !killed.includes(name)).sort()).toEqual(Object.keys(REFUSE_TWICE).sort());
  }, 120_000);
});
