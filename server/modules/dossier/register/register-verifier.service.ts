import type { Database, Session } from '../../../db/database';
import { SYSTEM_SCOPE } from '../../../db/scope';
import { REGISTER_SEALING } from '../../../rules/rule-defaults';
import { findingName, rowFindings, type Finding } from './register-finding';
import type { RegisterRecord } from './register-record';
import { readRecords } from './register-records.repository';
import {
  readRegisteredProvinces,
  readRows,
  readSeal,
  readSeals,
  readUnsealed,
} from './register-seals.repository';
import { NO_SEAL, type Seal, type SealKey } from './seal-key';

/** The last link of a province's chain; kept elsewhere, it shows later that nothing was cut off. */
export interface Head {
  provinceId: number;
  seq: number;
  /** Hexadecimal. */
  seal: string;
}

/** What verification says of one province. */
export interface Verdict {
  provinceId: number;
  head: (Head & { until: string }) | null;
  rows: number;
  /** Rows whose minute is not sealed yet. */
  unsealed: number;
  /** What is wrong and nobody has accepted. */
  findings: Finding[];
  /** What is wrong and somebody has looked into. */
  accepted: Finding[];
}

const PAGE = 20;

/** Holds the register against its seals (Article 19): edited, deleted and inserted rows, altered and missing seals. */
export class RegisterVerifier {
  constructor(
    private readonly database: Database,
    private readonly key: SealKey,
  ) {}

  /** Every province that the register speaks of. `heads`: of an earlier time, each must still stand in its chain. */
  async verifyAll(heads: readonly Head[] = []): Promise<Verdict[]> {
    const known = await this.database.transaction(SYSTEM_SCOPE, readRegisteredProvinces);
    const provinceIds = [...new Set([...known, ...heads.map(({ provinceId }) => provinceId)])];
    const verdicts: Verdict[] = [];
    for (const provinceId of provinceIds.sort((a, b) => a - b))
      verdicts.push(await this.verify(provinceId, heads));
    return verdicts;
  }

  /** One province, from its first seal on. */
  verify(provinceId: number, heads: readonly Head[] = []): Promise<Verdict> {
    return this.database.transaction(SYSTEM_SCOPE, (session) => this.verifyIn(session, provinceId, heads));
  }

  /** As `verify`, in a transaction that is open. */
  async verifyIn(session: Session, provinceId: number, heads: readonly Head[]): Promise<Verdict> {
    const findings: Finding[] = [];
    let last: Seal | null = null;
    let rows = 0;
    for (;;) {
      const page = await readSeals(session, provinceId, last?.seq ?? 0, PAGE);
      if (page.length === 0) break;
      for (const seal of page) {
        findings.push(...this.linkFindings(seal, last));
        findings.push(...(await this.rowsOf(session, seal, last)));
        rows += seal.rowIds.length;
        last = seal;
      }
    }
    for (const head of heads.filter((one) => one.provinceId === provinceId))
      if (!(await isInChain(session, head))) findings.push(finding('HEAD_MISSING', provinceId, head.seq));
    const unsealed = await readUnsealed(
      session,
      provinceId,
      last?.until ?? null,
      REGISTER_SEALING.value.lateHours,
    );
    if (unsealed.isLate)
      findings.push(finding('ROWS_UNSEALED', provinceId, last?.seq ?? 0, unsealed.oldest ?? ''));
    // Last: what is archived meanwhile is recorded before its rows go.
    const records = await readRecords(session, provinceId);
    return {
      provinceId,
      head: last && { provinceId, seq: last.seq, seal: last.seal.toString('hex'), until: last.until },
      rows,
      unsealed: unsealed.n,
      ...this.judge(findings, records),
    };
  }

  /** What is wrong with the last seal alone; so cheap that it is asked before each further one. */
  async verifyHead(session: Session, head: Seal): Promise<Finding[]> {
    const before = head.seq > 1 ? await readSeal(session, head.provinceId, head.seq - 1) : null;
    const found = [
      ...(await this.rowsOf(session, head, before)),
      ...(this.key.isGenuine(head) ? [] : [finding('SEAL_ALTERED', head.provinceId, head.seq)]),
    ];
    return found.length === 0
      ? found
      : this.judge(found, await readRecords(session, head.provinceId)).findings;
  }

  private linkFindings(seal: Seal, before: Seal | null): Finding[] {
    const { provinceId, seq, previous } = seal;
    const expected = (before?.seq ?? 0) + 1;
    if (!this.key.isGenuine(seal)) return [finding('SEAL_ALTERED', provinceId, seq)];
    if (seq !== expected) return [finding('SEAL_MISSING', provinceId, expected, `to ${seq - 1}`)];
    const isChained = previous.equals(before?.seal ?? NO_SEAL);
    return isChained ? [] : [finding('SEAL_ALTERED', provinceId, seq, 'not chained to the one before')];
  }

  private async rowsOf(session: Session, seal: Seal, before: Seal | null): Promise<Finding[]> {
    const isFromKnown = seal.seq === (before?.seq ?? 0) + 1;
    const from = isFromKnown ? (before?.until ?? null) : seal.until;
    const rows = await readRows(session, seal.provinceId, from, seal.until, seal.rowIds);
    return rowFindings(seal, rows, { isArchived: false, isFromKnown });
  }

  /** Takes out what is archived and what was accepted; a record that is not ours counts for nothing and is told. */
  private judge(
    found: Finding[],
    records: readonly RegisterRecord[],
  ): Pick<Verdict, 'findings' | 'accepted'> {
    const ours = records.filter((record) => this.key.isOurs(record));
    const forged = records
      .filter((record) => !ours.includes(record))
      .map(({ provinceId, id }) => finding('RECORD_ALTERED', provinceId, id));
    const archives = ours.filter(({ kind }) => kind === 'ARCHIVED');
    const isArchived = ({ kind, seq }: Finding): boolean =>
      kind === 'ROW_DELETED' && archives.some(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq);
    const names = new Set(ours.flatMap(({ kind, findings }) => (kind === 'ACCEPTED' ? findings : [])));
    const wrong = [...withoutMoved(found), ...forged].filter((one) => !isArchived(one));
    return {
      findings: wrong.filter((one) => !names.has(findingName(one))),
      accepted: wrong.filter((one) => names.has(findingName(one))),
    };
  }
}

/** A row whose time was edited leaves one seal and stands in the time of another: that is one finding. */
function withoutMoved(found: Finding[]): Finding[] {
  const edited = new Set(found.flatMap(({ kind, rowId }) => (kind === 'ROW_EDITED' ? rowId : [])));
  return found.filter(({ kind, rowId }) => kind !== 'ROW_INSERTED' || !edited.has(rowId ?? 0));
}

async function isInChain(session: Session, { provinceId, seq, seal }: Head): Promise<boolean> {
  return (await readSeal(session, provinceId, seq))?.seal.toString('hex') === seal;
}

const finding = (kind: Finding['kind'], provinceId: number, seq: number, mark = ''): Finding => ({
  kind,
  provinceId,
  seq,
  rowId: null,
  mark,
});
