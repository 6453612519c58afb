import type { Finding } from './register-finding';
import { rowFindings } from './register-finding';
import type { Seal, SealKey } from './seal-key';
import type { RecordedRow } from './sealed-row';

/** Lines of an archive file: each seal, then the rows it was put on. JSON, one object a line. */
interface SealLine {
  seal: Omit<Seal, 'rowDigests' | 'previous' | 'seal'> & {
    rowDigests: string;
    previous: string;
    seal: string;
  };
}
interface RowLine {
  row: RecordedRow;
}

/** A seal as a line. */
export function sealLine(seal: Seal): string {
  const { rowDigests, previous, seal: bytes } = seal;
  const hex = {
    rowDigests: rowDigests.toString('hex'),
    previous: previous.toString('hex'),
    seal: bytes.toString('hex'),
  };
  return JSON.stringify({ seal: { ...seal, ...hex } } satisfies SealLine);
}

/** A row as a line. */
export const rowLine = (row: RecordedRow): string => JSON.stringify({ row } satisfies RowLine);

/** Holds a file against the seals in it; it needs the secret and no database. Answers the rows and what is wrong. */
export async function verifyArchive(
  lines: AsyncIterable<string>,
  key: SealKey,
): Promise<{ rows: number; seals: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let rows: RecordedRow[] = [];
  let last: Seal | null = null;
  let [rowCount, seals] = [0, 0];
  const finish = (): void => {
    if (last) findings.push(...rowFindings(last, rows, { isArchived: false, isFromKnown: true }));
  };
  for await (const line of lines) {
    if (line === '') continue;
    const read = JSON.parse(line) as SealLine | RowLine;
    if ('row' in read) {
      rows.push(read.row);
      rowCount += 1;
      continue;
    }
    finish();
    const seal: Seal = {
      ...read.seal,
      rowDigests: Buffer.from(read.seal.rowDigests, 'hex'),
      previous: Buffer.from(read.seal.previous, 'hex'),
      seal: Buffer.from(read.seal.seal, 'hex'),
    };
    const isNext = last === null || (seal.seq === last.seq + 1 && seal.previous.equals(last.seal));
    if (!key.isGenuine(seal) || !isNext)
      findings.push({
        kind: 'SEAL_ALTERED',
        provinceId: seal.provinceId,
        seq: seal.seq,
        rowId: null,
        mark: '',
      });
    last = seal;
    rows = [];
    seals += 1;
  }
  finish();
  return { rows: rowCount, seals, findings };
}
