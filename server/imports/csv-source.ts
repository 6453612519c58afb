import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { CsvRows } from './csv-rows';
import type { RowSource, SourceRow } from './row-source';

/** Rows of a CSV file, in UTF-8 (a byte-order mark is dropped) or GB18030. */
export class CsvSource implements RowSource {
  position = 0;

  constructor(
    private readonly path: string,
    private readonly encoding: 'utf8' | 'gb18030',
    readonly size: number,
  ) {}

  async *batches(): AsyncIterable<SourceRow[]> {
    const decoder = iconv.getDecoder(this.encoding, { stripBOM: true });
    const rows = new CsvRows();
    const chunks = createReadStream(this.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>;
    this.position = 0;
    for await (const chunk of chunks) {
      this.position += chunk.length;
      yield rows.take(decoder.write(chunk), false);
    }
    yield rows.take(decoder.end() ?? '', true);
  }
}
