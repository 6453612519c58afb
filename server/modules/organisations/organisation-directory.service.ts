import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { readTree } from './organisations.repository';
import type { OrganisationTree } from './organisation-tree';

const FRESH_FOR_MS = 3_000;

/**
 * The tree of today, kept in the process: read from the database at most every three seconds and once after each local
 * change, however many ask at the same time. A process learns of another's change within those three seconds.
 */
export class OrganisationDirectory {
  private known: { tree: OrganisationTree; readAt: number } | undefined;
  private reading: Promise<OrganisationTree> | undefined;
  private changes = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Today's tree. Take it once per request and look up synchronously from there. */
  async tree(): Promise<OrganisationTree> {
    if (this.known && this.clock() - this.known.readAt < FRESH_FOR_MS) return this.known.tree;
    this.reading ??= this.read();
    return this.reading;
  }

  /** Forgets what is known; call after a change was committed. */
  changed(): void {
    this.changes += 1; // a reading under way may have begun before the change: it is not kept
    this.known = undefined;
    this.reading = undefined;
  }

  private async read(): Promise<OrganisationTree> {
    const { changes } = this;
    const readAt = this.clock();
    try {
      const tree = await this.database.transactionBesides(SYSTEM_SCOPE, (session) => readTree(session));
      if (changes === this.changes) this.known = { tree, readAt };
      return tree;
    } finally {
      if (changes === this.changes) this.reading = undefined;
    }
  }
}
