import type { Owner } from './register-archive.service';
import { findingName, type Finding } from './register-finding';
import { addRecord, readNow } from './register-records.repository';
import type { RegisterVerifier } from './register-verifier.service';
import type { SealKey } from './seal-key';

/** Lets the platform go on with a register that was tampered with, once somebody has looked into it (Article 19). */
export class RegisterAcceptance {
  constructor(
    private readonly verifier: RegisterVerifier,
    private readonly key: SealKey,
  ) {}

  /**
   * Accepts every finding as it is now: verification goes on to tell of it, but no longer fails. A row that is edited
   * again is a new finding. Answers what was accepted.
   */
  async accept(owner: Owner, { reason, by }: { reason: string; by: string }): Promise<Finding[]> {
    const accepted: Finding[] = [];
    for (const { provinceId, findings } of await this.verifier.verifyAll()) {
      // Late sealing is mended by sealing.
      const wrong = findings.filter(({ kind }) => kind !== 'ROWS_UNSEALED');
      if (wrong.length === 0) continue;
      await owner.transaction(async (session) => {
        const unsigned = {
          provinceId,
          kind: 'ACCEPTED' as const,
          recordedAt: await readNow(session),
          recordedBy: by,
          firstSeq: 0,
          lastSeq: 0,
          rowCount: 0,
          fileName: null,
          fileDigest: null,
          findings: wrong.map(findingName),
          reason,
        };
        await addRecord(session, { ...unsigned, mac: this.key.signRecord(unsigned) });
      });
      accepted.push(...wrong);
    }
    return accepted;
  }
}
