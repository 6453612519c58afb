import { Pool } from 'pg';
import type { Section } from './sections';

/** One reading or refusal for the access register (Article 19); never a value. */
export interface RegisterEntry {
  provinceId: number;
  cityIds: number[];
  unitIds: number[];
  staffProvinceId: number;
  staffId: number;
  tokenId: number | null;
  staffName: string;
  staffOrganisationId: number;
  staffRoles: readonly string[];
  outcome: 'READ' | 'REFUSED';
  section: RegisteredSection;
  fields: readonly string[];
  accountIds: number[];
  grantId: number | null;
  purpose: string | null;
  basis: string;
  operationName: string | null;
  operationHash: string;
  requestId: string;
}

/** What is read: a section of dossiers, or the register itself. */
export type RegisteredSection = Section | 'REGISTER';

/** The part of an entry that is about what is read; who reads it in which request is added by the request. */
export type Reading = Pick<
  RegisterEntry,
  | 'provinceId'
  | 'cityIds'
  | 'unitIds'
  | 'outcome'
  | 'section'
  | 'fields'
  | 'accountIds'
  | 'grantId'
  | 'purpose'
  | 'basis'
>;

/** Where entries are made; resolves only once they are committed. */
export interface AccessRegister {
  write(entries: RegisterEntry[]): Promise<void>;
}

/** The register of a process that reads nothing confidential: it cannot be written, so nothing confidential is read. */
export const NO_REGISTER: AccessRegister = {
  write: () => Promise.reject(new Error('this process has no access register')),
};

/** Connections of the register's own, few: a failing register must not take the reads' connections with it. */
export function registerPool(connectionString: string): Pool {
  return new Pool({
    connectionString,
    max: 2,
    application_name: 'kam register',
    statement_timeout: 5_000,
    query_timeout: 6_000,
    connectionTimeoutMillis: 3_000,
  });
}

const INSERT = {
  name: 'append_access_register',
  text: `INSERT INTO access_register (province_id, city_ids, unit_ids, staff_province_id, staff_id, token_id,
      staff_name, staff_organisation_id, staff_roles, outcome, section, fields, account_ids, grant_id, purpose, basis,
      operation_name, operation_hash, request_id)
    SELECT entry.* FROM json_to_recordset($1::json) AS entry ("provinceId" int, "cityIds" int[], "unitIds" int[],
      "staffProvinceId" int, "staffId" bigint, "tokenId" bigint, "staffName" text, "staffOrganisationId" int,
      "staffRoles" text[], "outcome" text, "section" text, "fields" text[], "accountIds" bigint[], "grantId" bigint,
      "purpose" text, "basis" text, "operationName" text, "operationHash" text, "requestId" text)`,
};

/**
 * Appends to the register on connections of its own, so that a failing register never breaks the reads of a request.
 * Entries of concurrent requests share one INSERT and one commit: while a batch is being written the next gathers.
 */
export class BatchedAccessRegister implements AccessRegister {
  private waiting: { entries: RegisterEntry[]; settle: (error?: Error) => void }[] = [];
  private isWriting = false;

  /** `faultOf` tells why the register may not be relied on, null while it may: it then counts as not writable. */
  constructor(
    private readonly pool: Pool,
    private readonly faultOf: () => string | null = () => null,
  ) {}

  write(entries: RegisterEntry[]): Promise<void> {
    const fault = this.faultOf();
    if (fault) return Promise.reject(new Error(fault));
    return new Promise((resolve, reject) => {
      this.waiting.push({ entries, settle: (error) => (error ? reject(error) : resolve()) });
      if (!this.isWriting) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      const failure = await this.append(batch.flatMap(({ entries }) => entries));
      // What one of them cannot be written for is no business of the others.
      if (failure && batch.length > 1 && isAboutData(failure))
        for (const { entries, settle } of batch) settle(await this.append(entries));
      else for (const { settle } of batch) settle(failure);
    }
    this.isWriting = false;
  }

  private async append(entries: RegisterEntry[]): Promise<Error | undefined> {
    try {
      await this.pool.query({ ...INSERT, values: [JSON.stringify(entries)] });
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }
}

/** Whether the values, rather than the database, are at fault: class 22 of SQLSTATE. */
const isAboutData = (error: Error & { code?: string }): boolean => error.code?.startsWith('22') === true;
