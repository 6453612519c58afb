import type { Database, Session } from '../../../db/database';
import { SYSTEM_SCOPE } from '../../../db/scope';
import { findingName, type Finding } from './register-finding';
import type { RegisterSealer } from './register-sealer.service';
import { readProvinces, readSeal } from './register-seals.repository';
import type { Head, RegisterVerifier } from './register-verifier.service';
import type { Seal } from './seal-key';

/** The register is not as it was sealed; nothing confidential is read until that is settled. */
export class BrokenChain extends Error {
  constructor(findings: readonly string[]) {
    const more = findings.length > 3 ? ` and ${findings.length - 3} more` : '';
    super(`the sealed chain of the access register is broken: ${findings.slice(0, 3).join('; ')}${more}`);
    this.name = 'BrokenChain';
  }
}

/**
 * Seals the register again and again and tells whether it may be trusted. A register that was tampered with counts as
 * one that cannot be written (Article 19): confidential values stay in until the rows are restored or the findings
 * accepted by `kam verify-register --accept`.
 */
export class RegisterWatch {
  /** By province: why its register is not trusted. */
  private readonly broken = new Map<number, string[]>();
  /** Heads this process has seen: a chain that was cut shorter is noticed although it is whole in itself. */
  private readonly seen = new Map<number, Seal>();

  constructor(
    private readonly database: Database,
    private readonly sealer: RegisterSealer,
    private readonly verifier: RegisterVerifier,
  ) {}

  /** Why the register may not be relied on; null while it may. */
  get fault(): string | null {
    const findings = [...this.broken.values()].flat();
    return findings.length > 0 ? new BrokenChain(findings).message : null;
  }

  /** Seals every closed minute; answers the number of seals. Throws BrokenChain where a chain cannot be gone on with. */
  async seal(): Promise<number> {
    await this.lookAgain();
    let sealed = 0;
    for (const provinceId of await this.database.transaction(SYSTEM_SCOPE, readProvinces))
      sealed += await this.sealProvince(provinceId);
    if (this.fault) throw new Error(this.fault);
    return sealed;
  }

  /** Verifies every chain from its beginning; answers the heads. Throws BrokenChain where something is wrong. */
  async verify(): Promise<Head[]> {
    const verdicts = await this.verifier.verifyAll(this.heads());
    for (const { provinceId, findings } of verdicts) this.note(provinceId, findings);
    if (this.fault) throw new Error(this.fault);
    return verdicts.flatMap(({ head }) => head ?? []);
  }

  /** What was broken may have been restored or accepted. */
  private async lookAgain(): Promise<void> {
    for (const provinceId of [...this.broken.keys()]) {
      const { findings } = await this.verifier.verify(provinceId, this.heads());
      this.note(provinceId, findings);
    }
  }

  private async sealProvince(provinceId: number): Promise<number> {
    if (this.broken.has(provinceId)) return 0;
    let sealed = 0;
    try {
      for (;;) {
        const head = await this.sealer.sealNext(provinceId, (session, present) =>
          this.expectWhole(session, provinceId, present),
        );
        if (!head) return sealed;
        this.seen.set(provinceId, head);
        sealed += 1;
      }
    } catch (error) {
      if (!(error instanceof BrokenChain)) throw error;
      return sealed;
    }
  }

  private async expectWhole(session: Session, provinceId: number, head: Seal | null): Promise<void> {
    const seen = this.seen.get(provinceId);
    const still = seen && (await readSeal(session, provinceId, seen.seq));
    const isCut = seen !== undefined && !still?.seal.equals(seen.seal);
    const isWhole = !isCut && (!head || (await this.verifier.verifyHead(session, head)).length === 0);
    // All of it, because what was accepted stands in the records.
    const { findings } = isWhole
      ? { findings: [] }
      : await this.verifier.verifyIn(session, provinceId, this.heads());
    this.note(provinceId, findings);
    if (findings.length > 0) throw new BrokenChain(findings.map(findingName));
    if (head) this.seen.set(provinceId, head);
  }

  // That sealing is late is no sign of tampering, and sealing is what mends it.
  private note(provinceId: number, found: Finding[]): void {
    const findings = found.filter(({ kind }) => kind !== 'ROWS_UNSEALED').map(findingName);
    if (findings.length > 0) this.broken.set(provinceId, findings);
    else this.broken.delete(provinceId);
  }

  private heads(): Head[] {
    return [...this.seen.values()].map(({ provinceId, seq, seal }) => ({
      provinceId,
      seq,
      seal: seal.toString('hex'),
    }));
  }
}
