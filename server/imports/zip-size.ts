import { open } from 'node:fs/promises';
import { FileRefused } from './file-refused';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_UNPACKED = 1 << 30;

/**
 * Reads a ZIP's directory and returns its entries' names. Throws FileRefused for a broken archive, one that is no
 * workbook, and one that unpacks to more than 1 GB.
 */
export async function checkWorkbook(path: string): Promise<string[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 65_557));
    await file.read(tail, 0, tail.length, size - tail.length);
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
    if (at < 0) throw broken();
    const length = tail.readUInt32LE(at + 12);
    const start = tail.readUInt32LE(at + 16);
    if (start + length > size || length > 1 << 24) throw broken();
    const directory = Buffer.alloc(length);
    await file.read(directory, 0, length, start);
    const entries = [...readEntries(directory)];
    if (entries.reduce((sum, { unpacked }) => sum + unpacked, 0) > MAX_UNPACKED)
      throw new FileRefused('XLSX 解压后超过 1 GB', 'the workbook unpacks to more than 1 GB');
    const names = entries.map(({ name }) => name);
    if (!names.includes('xl/workbook.xml'))
      throw new FileRefused('ZIP 文件中没有 Excel 工作簿', 'the ZIP holds no workbook');
    return names;
  } finally {
    await file.close();
  }
}

function* readEntries(directory: Buffer): Generator<{ name: string; unpacked: number }> {
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== ENTRY) throw broken();
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    yield { name, unpacked: directory.readUInt32LE(at + 24) };
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

const broken = (): FileRefused => new FileRefused('XLSX 文件已损坏', 'the workbook is broken');
