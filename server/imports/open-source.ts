import { CsvSource } from './csv-source';
import { inspectFile, type FileFacts } from './inspect-file';
import type { RowSource } from './row-source';
import { XlsxSource } from './xlsx-source';
import { checkWorkbook } from './zip-size';

/** Opens a file by what it is. Throws FileRefused for what is neither CSV nor XLSX. */
export async function openSource(path: string): Promise<{ source: RowSource; facts: FileFacts }> {
  const facts = await inspectFile(path);
  if (facts.format === 'CSV') return { source: new CsvSource(path, facts.encoding, facts.bytes), facts };
  await checkWorkbook(path);
  return { source: new XlsxSource(path, facts.bytes), facts };
}
