import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { Industries } from './industries';
import { readIndustries } from './industries.repository';

/** The industries, read once per process: they change by migration or seed only, before it serves. */
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
      const rows = await this.database.transactionBesides(SYSTEM_SCOPE, readIndustries);
      if (rows.length === 0) this.reading = undefined; // not seeded yet: ask again
      return new Industries(rows);
    } catch (error) {
      this.reading = undefined;
      throw error;
    }
  }
}
