/** What the command line did to the register of a province, signed; see SealKey. */
export interface RegisterRecord {
  provinceId: number;
  id: number;
  /** ARCHIVED: the rows of these seals are in a file. ACCEPTED: somebody has looked into these findings. */
  kind: 'ARCHIVED' | 'ACCEPTED';
  /** Exact UTC text. */
  recordedAt: string;
  recordedBy: string;
  firstSeq: number;
  lastSeq: number;
  rowCount: number;
  fileName: string | null;
  fileDigest: Buffer | null;
  findings: string[];
  reason: string | null;
  mac: Buffer;
}
