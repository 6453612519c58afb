import { ApolloServer } from '@apollo/server';
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { BatchedAccessRegister } from '../../server/authz/access-register';
import { Role } from '../../server/authz/capabilities';
import { SignedIn } from '../../server/authz/verb';
import type { Viewer } from '../../server/authz/viewer';
import type { LoaderKind } from '../../server/context/loaders';
import { RequestContext } from '../../server/context/request-context';
import { Database } from '../../server/db/database';
import { SYSTEM_SCOPE } from '../../server/db/scope';
import { encodeId, expectId } from '../../server/graphql/global-id';
import { requestPlugin } from '../../server/graphql/request-plugin';
import { guardedSchema } from '../../server/graphql/schema';
import {
  Account,
  AccountViews,
  IndustryCatalogue,
  keyAccountByKey,
  type KeyAccount,
} from '../../server/modules/accounts/accounts.module';
import {
  dossierModule,
  LawfulBasis,
  type AccountKey,
  type DossierService,
} from '../../server/modules/dossier/dossier.module';
import {
  OrganisationDirectory,
  OrganisationTree,
} from '../../server/modules/organisations/organisations.module';
import { useDatabase, type TestDatabase } from '../kit/database';
import { viewerOf } from '../kit/viewer-of';

/** Organisation ids of the stage. A county and a base unit of it stand under Guangzhou, a bureau under the nation. */
export const PLACES = { nation: 1, gd: 2, zj: 3, gz: 4, sz: 5, hz: 6, tianhe: 7, unit: 8, bureau: 9 };

/** The stage's organisations and accounts, as SQL. */
export const ORGANISATIONS = `
  INSERT INTO organisations (id, code, level, business_line) VALUES (1, '000000', 'NATION', NULL),
    (2, '440000', 'PROVINCE', NULL), (3, '330000', 'PROVINCE', NULL), (4, '440100', 'CITY', NULL),
    (5, '440300', 'CITY', NULL), (6, '330100', 'CITY', NULL), (7, '440106', 'COUNTY', NULL),
    (8, '440190', 'UNIT', NULL), (9, '000003', 'NATION', 'EXPRESS');
  INSERT INTO organisation_versions (organisation_id, valid_from, parent_id, name)
  SELECT id, '2020-01-01', parent, 'org ' || code FROM organisations JOIN (VALUES (1, NULL::int), (2, 1), (3, 1), (4, 2),
    (5, 2), (6, 3), (7, 4), (8, 7), (9, 1)) AS t (org, parent) ON org = id;
  INSERT INTO identities (id, kind, key) VALUES (1, 'NAME_ADDRESS', 'x');
  INSERT INTO industries (scheme, code, parent_code, name) VALUES ('GB/T 4754-2017', 'C', NULL, '制造业');
  INSERT INTO accounts (province_id, id, city_id, unit_id, organisation_id, account_no, name, initials, identity_id) VALUES
    (2, 101, 4, 0, 4, 'A101', '广州客户', 'GZKH', 1), (2, 102, 5, 0, 5, 'A102', '深圳客户', 'SZKH', 1),
    (3, 103, 6, 0, 6, 'A103', '杭州客户', 'HZKH', 1), (2, 104, 4, 8, 8, 'A104', '天河客户', 'THKH', 1);`;

/** The accounts of the stage. */
export const ACCOUNTS = {
  gz: { provinceId: 2, accountId: 101 },
  sz: { provinceId: 2, accountId: 102 },
  hz: { provinceId: 3, accountId: 103 },
  unit: { provinceId: 2, accountId: 104 },
};

/** Every confidential text of the stage holds this, with the section and a number of its own behind it. */
export const CANARY = '哨兵';
/** Annual output of account n in the graph: a marker too. */
export const outputOf = (accountId: number): string => `${7_654_321_000 + accountId}.77`;

/** Whoever asks, and what came back. */
export interface Reply {
  data: Record<string, unknown> | null;
  errors: { message: string; path?: readonly (string | number)[]; extensions: Record<string, unknown> }[];
  /** All of it, to search for canaries. */
  text: string;
}

/** What the tests do on the stage. */
export interface Stage {
  readonly database: TestDatabase;
  readonly dossiers: DossierService;
  readonly own: Database;
  readonly tree: OrganisationTree;
  readonly log: string[];
  /** Somebody of an organisation who exists in `staff`, the same for the same arguments. */
  staff(organisationCode: string, roles: Role[]): Viewer;
  ask(viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<Reply>;
  admin<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** A live grant, given by the custodian through the graph. */
  grant(viewer: Viewer, account: AccountKey, sections: string[], hours?: number): Promise<string>;
}

@Resolver()
class StageAccounts {
  constructor(private readonly accountByKey: LoaderKind<AccountKey, KeyAccount | null>) {}

  @SignedIn()
  @Query(() => Account, { nullable: true })
  account(@Arg('id', () => ID) id: string, @Ctx() { loaders }: RequestContext): Promise<KeyAccount | null> {
    const { provinceId, key } = expectId('Account', id);
    return loaders.of(this.accountByKey).load({ provinceId, accountId: key });
  }

  @SignedIn()
  @Query(() => [Account], { nullable: true })
  async accounts(@Ctx() context: RequestContext): Promise<KeyAccount[]> {
    const keys = await context.session.query<AccountKey>(
      'SELECT province_id AS "provinceId", id AS "accountId" FROM accounts ORDER BY id',
    );
    const accounts = await Promise.all(keys.map((key) => context.loaders.of(this.accountByKey).load(key)));
    return accounts.flatMap((account) => account ?? []);
  }
}

/** Call once at the top of a file: a database with three cities, a county's unit, and dossiers full of canaries. */
export function useStage(): Stage {
  const log: string[] = [];
  const staff = new Map<string, Viewer>();
  let own: Database;
  let pool: Pool;
  let dossiers: DossierService;
  let tree: OrganisationTree;
  let register: BatchedAccessRegister;
  let apollo: ApolloServer<RequestContext>;
  let admin: Client;

  // Before the kit's own: what ends first must let go of the database first.
  afterAll(async () => {
    await apollo?.stop();
    await pool?.end();
    await own?.close();
    await admin?.end();
  });
  const database = useDatabase();

  beforeAll(async () => {
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(ORGANISATIONS);
    own = await Database.open(database.appUrl, { poolSize: 5 });
    pool = new Pool({
      connectionString: database.appUrl,
      max: 2,
      statement_timeout: 1_500,
      query_timeout: 3_000,
    });
    pool.on('error', () => undefined);
    register = new BatchedAccessRegister(pool);
    const directory = new OrganisationDirectory(own);
    tree = await directory.tree();
    const accountByKey = keyAccountByKey(new AccountViews(directory, new IndustryCatalogue(own)));
    const module = dossierModule({
      database: own,
      encryptionSecret: 'x'.repeat(32),
      directory,
      accountByKey,
      findViewer: async (who) =>
        [...staff.values()].find(
          (one) => one.staffId === who.staffId && one.staffProvinceId === who.staffProvinceId,
        ) ?? null,
      forgetViewers: () => undefined,
    });
    dossiers = module.dossiers;
    const schema = guardedSchema([module, { resolvers: [new StageAccounts(accountByKey)] }]);
    apollo = new ApolloServer<RequestContext>({
      schema,
      plugins: [requestPlugin()],
      includeStacktraceInErrorResponses: false,
    });
    await apollo.start();
    await fill(dossiers);
  }, 60_000);
  const stage: Stage = {
    database,
    log,
    get own() {
      return own;
    },
    get dossiers() {
      return dossiers;
    },
    get tree() {
      return tree;
    },
    staff: (organisationCode, roles) => {
      const name = `${organisationCode}.${roles.join('.')}`;
      const known =
        staff.get(name) ?? viewerOf(tree, organisationCode, roles, { staffId: 1000 + staff.size, name });
      staff.set(name, known);
      return known;
    },
    admin: async (sql, values) => (await admin.query(sql, values)).rows,
    ask: async (viewer, query, variables) => {
      const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
      const context = new RequestContext(
        own,
        register,
        viewer,
        `r${Math.random()}`,
        'en',
        '127.0.0.1',
        logger,
      );
      const { body } = await apollo.executeOperation({ query, variables }, { contextValue: context });
      if (body.kind !== 'single') throw new Error('not a single result');
      const { data, errors } = body.singleResult;
      return {
        data: data ?? null,
        errors: (errors ?? []) as Reply['errors'],
        text: JSON.stringify(body.singleResult),
      };
    },
    grant: async (viewer, account, sections, hours) => {
      const asked = await stage.ask(viewer, REQUEST, {
        input: { accountId: idOf(account), sections, purpose: '客户走访准备', hours },
      });
      const { grant } = (asked.data?.requestDossierAccess ?? {}) as { grant?: { id: string } };
      if (!grant) throw new Error(asked.text);
      const serving = { 101: '440100', 102: '440300', 103: '330100', 104: '440190' }[account.accountId] ?? '';
      const decided = await stage.ask(stage.staff(serving, [Role.CUSTODIAN]), DECIDE, {
        input: { grantId: grant.id, decision: 'GRANT' },
      });
      if (!decided.text.includes('"GRANTED"')) throw new Error(decided.text);
      return grant.id;
    },
  };
  return stage;
}

/** Global id of an account. */
export const idOf = ({ provinceId, accountId }: AccountKey): string =>
  encodeId('Account', provinceId, accountId);

const GRANT = `grant { id status sections purpose requesterName requestedHours validFrom validTo decidedAt reason
  requester { id name } requesterOrganisation { code } decidedBy { id name } account { id name } }`;
export const REQUEST = `mutation Request($input: RequestDossierAccessInput!) {
  requestDossierAccess(input: $input) { ${GRANT} clientMutationId userErrors { code field message } } }`;
export const DECIDE = `mutation Decide($input: DecideDossierAccessInput!) {
  decideDossierAccess(input: $input) { ${GRANT} clientMutationId userErrors { code field message } } }`;
export const REVOKE = `mutation Revoke($input: RevokeDossierAccessInput!) {
  revokeDossierAccess(input: $input) { ${GRANT} clientMutationId userErrors { code field message } } }`;
/** All of a dossier. */
export const DOSSIER = `name dossier {
  basic { nature serviceMode legalRepresentative size products annualOutput reputation profitAndLoss }
  contact { address postcode contactName phone fax email }
  keyPersons { id name position isDecisionMaker family homeAddress hobbies lawfulBasis } }`;

async function fill(dossiers: DossierService): Promise<void> {
  const mark = ({ accountId }: AccountKey, section: string, field: string): string =>
    `${CANARY}-${section}-${accountId}-${field}`;
  const all = Object.values(ACCOUNTS);
  await dossiers.saveBasics(
    SYSTEM_SCOPE,
    all.map((account) => ({
      ...account,
      nature: mark(account, 'BASIC', 'nature'),
      serviceMode: mark(account, 'BASIC', 'mode'),
      legalRepresentative: mark(account, 'BASIC', 'legal'),
      size: mark(account, 'BASIC', 'size'),
      products: mark(account, 'BASIC', 'products'),
      annualOutput: Number(outputOf(account.accountId).replace('.', '')),
      reputation: mark(account, 'FINANCE', 'reputation'),
      profitAndLoss: mark(account, 'FINANCE', 'profit'),
    })),
  );
  await dossiers.saveContacts(
    SYSTEM_SCOPE,
    all.map((account) => ({
      ...account,
      address: mark(account, 'CONTACT', 'address'),
      postcode: mark(account, 'CONTACT', 'postcode'),
      contactName: mark(account, 'CONTACT', 'name'),
      phone: mark(account, 'CONTACT', 'phone'),
      fax: mark(account, 'CONTACT', 'fax'),
      email: mark(account, 'CONTACT', 'email'),
    })),
  );
  await dossiers.saveKeyPersons(
    SYSTEM_SCOPE,
    all.flatMap((account) =>
      ['甲', '乙'].map((who) => ({
        ...account,
        name: mark(account, 'PERSON', `${who}name`),
        position: mark(account, 'PERSON', `${who}position`),
        isDecisionMaker: who === '甲',
        family: mark(account, 'PERSON', `${who}family`),
        homeAddress: mark(account, 'PERSON', `${who}home`),
        hobbies: mark(account, 'PERSON', `${who}hobbies`),
        lawfulBasis: LawfulBasis.CONSENT,
      })),
    ),
  );
}
