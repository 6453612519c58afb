import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FileRefused } from './file-refused';

/** What a file turns out to be by its content; its name is never believed. */
export interface FileFacts {
  format: 'CSV' | 'XLSX';
  /** Of a CSV. */
  encoding: 'utf8' | 'gb18030';
  bytes: number;
  sha256: string;
}

const SIGNATURES: [name: string, bytes: number[]][] = [
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['XLS (Excel 97-2003)', [0xd0, 0xcf, 0x11, 0xe0]],
  ['gzip', [0x1f, 0x8b]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
];
const startsWith = (head: Buffer, bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** The format the first bytes show. Throws FileRefused for what is neither CSV nor XLSX. */
export function formatOf(head: Buffer): FileFacts['format'] {
  if (head.length === 0) throw new FileRefused('文件为空', 'the file is empty');
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'XLSX';
  const known = SIGNATURES.find(([, bytes]) => startsWith(head, bytes))?.[0];
  // One NUL is a bad row; many are no text at all.
  const isBinary = head.filter((byte) => byte === 0).length > head.length / 20;
  if (known || isBinary)
    throw new FileRefused(
      `不是 CSV 或 XLSX 文件(${known ?? '二进制'}),请另存为 CSV UTF-8 或 XLSX`,
      `neither CSV nor XLSX (${known ?? 'binary'}): save it as CSV UTF-8 or XLSX`,
    );
  return 'CSV';
}

/** Reads the file once: size, checksum, format, and whether it is valid UTF-8 or taken for GB18030. */
export async function inspectFile(path: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  let format: FileFacts['format'] | undefined;
  let bytes = 0;
  let isUnicode = true;
  let hasMark = false;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    if (!format) {
      format = formatOf(chunk.subarray(0, 4096));
      hasMark = startsWith(chunk, [0xef, 0xbb, 0xbf]);
    }
    bytes += chunk.length;
    hash.update(chunk);
    if (format === 'XLSX' || !isUnicode || hasMark) continue;
    // A character may straddle two chunks: judge up to the last ASCII byte, keep the rest.
    const whole = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const cut = lastAscii(whole) + 1;
    isUnicode = isUtf8(whole.subarray(0, cut)) && whole.length - cut < 65_536;
    rest = whole.subarray(cut);
  }
  if (!format) format = formatOf(rest);
  const encoding = hasMark || (isUnicode && isUtf8(rest)) ? 'utf8' : 'gb18030';
  return { format, encoding, bytes, sha256: hash.digest('hex') };
}

function lastAscii(bytes: Buffer): number {
  let at = bytes.length - 1;
  // GB18030 has ASCII bytes inside its characters, too; that only fails the test for UTF-8 sooner.
  while (at >= 0 && bytes[at] >= 0x80) at -= 1;
  return at;
}
