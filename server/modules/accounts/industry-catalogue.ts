import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import type { Industry } from './industry.type';

/** The scheme that new rows are classified by; rows keep the scheme they were classified by. */
export const CURRENT_SCHEME = 'GB/T 4754-2017';

interface IndustryRow {
  scheme: string;
  code: string;
  parent_code: string | null;
  name: string;
}

/** The industries of every scheme, read once per process: they change by migration or seed only, before it starts. */
export class IndustryCatalogue {
  private reading: Promise<Industries> | undefined;

  constructor(private readonly database: Database) {}

  /** All industries. Take it once per request and look up synchronously. */
  async industries(): Promise<Industries> {
    this.reading ??= this.read();
    return this.reading;
  }

  private async read(): Promise<Industries> {
    try {
      const rows = await this.database.transaction(SYSTEM_SCOPE, (session) =>
        session.query<IndustryRow>(
          'SELECT scheme, code, parent_code, name FROM industries ORDER BY scheme, code',
        ),
      );
      if (rows.length === 0) this.reading = undefined; // not seeded yet: ask again
      return new Industries(rows);
    } catch (error) {
      this.reading = undefined;
      throw error;
    }
  }
}

/** Look-ups in the industries. */
export class Industries {
  private readonly known = new Map<string, Industry>();

  constructor(rows: readonly IndustryRow[]) {
    for (const { scheme, code, name } of rows)
      this.known.set(`${scheme} ${code}`, { scheme, code, name, section: null });
    for (const row of rows) {
      const industry = this.known.get(`${row.scheme} ${row.code}`);
      if (industry && row.parent_code)
        industry.section = this.known.get(`${row.scheme} ${row.parent_code}`) ?? null;
    }
  }

  /** Every industry, by scheme and code. */
  all(): Industry[] {
    return [...this.known.values()];
  }

  /** One industry; null where an account has none. */
  of(scheme: string | null, code: string | null): Industry | null {
    return (scheme && code && this.known.get(`${scheme} ${code}`)) || null;
  }

  /** The code and, for a section, its divisions; empty for an unknown code. */
  codesBelow(scheme: string, code: string): string[] {
    return this.all()
      .filter((one) => one.scheme === scheme && (one.code === code || one.section?.code === code))
      .map((one) => one.code);
  }
}
