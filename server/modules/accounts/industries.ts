/** The scheme that new rows are classified by; rows keep the scheme they were classified by (Article 9-2). */
export const CURRENT_SCHEME = 'GB/T 4754-2017';

/** An industry as a row of the database. */
export interface IndustryRow {
  scheme: string;
  code: string;
  parentCode: string | null;
  name: string;
}

/** A section or, below it, a division of one version of the classification. */
export interface IndustryNode {
  scheme: string;
  code: string;
  name: string;
  section: IndustryNode | null;
}

/** Look-ups in the industries, without SQL. */
export class Industries {
  private readonly known = new Map<string, IndustryNode>();

  constructor(rows: readonly IndustryRow[]) {
    for (const { scheme, code, name } of rows)
      this.known.set(`${scheme} ${code}`, { scheme, code, name, section: null });
    for (const { scheme, code, parentCode } of rows) {
      const industry = this.known.get(`${scheme} ${code}`);
      if (industry && parentCode) industry.section = this.known.get(`${scheme} ${parentCode}`) ?? null;
    }
  }

  /** Every industry, by scheme and code. */
  all(): IndustryNode[] {
    return [...this.known.values()];
  }

  /** One industry; null where an account has none. */
  of(scheme: string | null, code: string | null): IndustryNode | null {
    return (scheme && code && this.known.get(`${scheme} ${code}`)) || null;
  }

  /** The code and, for a section, its divisions; empty for an unknown code. */
  codesBelow(scheme: string, code: string): string[] {
    return this.all()
      .filter((one) => one.scheme === scheme && (one.code === code || one.section?.code === code))
      .map((one) => one.code);
  }
}
