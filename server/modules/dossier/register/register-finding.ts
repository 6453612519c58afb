import type { Seal } from './seal-key';
import { rowDigest, type RecordedRow } from './sealed-row';

/** Something that is not as it was sealed. */
export interface Finding {
  kind:
    | 'ROW_EDITED'
    | 'ROW_DELETED'
    | 'ROW_INSERTED'
    | 'ROWS_UNSEALED'
    | 'SEAL_ALTERED'
    | 'SEAL_MISSING'
    | 'RECORD_ALTERED'
    | 'HEAD_MISSING';
  provinceId: number;
  /** The seal, or the record, it was found in. */
  seq: number;
  /** The row, where one is meant. */
  rowId: number | null;
  /** What stands there now, so that an accepted finding is accepted as it is and not as it may become. */
  mark: string;
}

const DIGEST_BYTES = 32;

/** The name of a finding, the same each time it is found. */
export function findingName({ kind, provinceId, seq, rowId, mark }: Finding): string {
  return [kind, `province ${provinceId}`, `seal ${seq}`, rowId === null ? [] : `row ${rowId}`, mark || []]
    .flat()
    .join(' ');
}

/**
 * Compares a seal with the rows of its time and the rows it names. `isArchived`: they may be gone, into a file.
 * `isFromKnown`: false where the seal before is missing, so nobody can say which rows its time begins with.
 */
export function rowFindings(
  seal: Seal,
  rows: readonly RecordedRow[],
  { isArchived, isFromKnown }: { isArchived: boolean; isFromKnown: boolean },
): Finding[] {
  const { provinceId, seq, rowIds, rowDigests } = seal;
  const finding = (kind: Finding['kind'], rowId: number, digest?: Buffer): Finding => ({
    kind,
    provinceId,
    seq,
    rowId,
    mark: digest?.toString('hex').slice(0, 16) ?? '',
  });
  const found = new Map(rows.map((row) => [row.id, rowDigest(row)]));
  const findings: Finding[] = [];
  rowIds.forEach((rowId, at) => {
    const digest = found.get(rowId);
    const sealed = rowDigests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES);
    if (!digest) {
      if (!isArchived) findings.push(finding('ROW_DELETED', rowId));
    } else if (!digest.equals(sealed)) findings.push(finding('ROW_EDITED', rowId, digest));
    found.delete(rowId);
  });
  if (isFromKnown) for (const [rowId, digest] of found) findings.push(finding('ROW_INSERTED', rowId, digest));
  return findings;
}
