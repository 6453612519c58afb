import { FileRefused } from './file-refused';
import type { ImportColumn } from './importer';

/** Where the importer's columns stand in a file. */
export interface Headings {
  /** Number of columns every row must have. */
  width: number;
  /** Per column of the importer its index in the row, or -1 where the file lacks an optional one. */
  positions: readonly number[];
  /** Headings nobody asked for. */
  ignored: readonly string[];
  /** All headings as given. */
  found: readonly string[];
}

/** Finds the columns by their headings. Throws FileRefused naming each required column that is not there. */
export function findColumns(columns: readonly ImportColumn[], found: readonly string[]): Headings {
  const names = found.map(normalised);
  const positions = columns.map((column) => {
    const wanted = new Set(column.names.map(normalised));
    const places = names.flatMap((name, at) => (wanted.has(name) ? [at] : []));
    if (places.length > 1)
      throw new FileRefused(
        `列 ${column.names.join(' / ')} 出现了 ${places.length} 次`,
        `column ${column.field} occurs ${places.length} times`,
      );
    return places[0] ?? -1;
  });
  const missing = columns.filter((column, at) => column.required && positions[at] < 0);
  if (missing.length > 0) {
    const there = found.map((name) => `"${name.slice(0, 60)}"`).join(', ');
    throw new FileRefused(
      `缺少必需的列 ${missing.map(({ names: given }) => given.join('/')).join(', ')}`,
      `required columns missing: ${missing.map(({ field }) => field).join(', ')}; found: ${there || 'none'}`,
    );
  }
  const used = new Set(positions);
  return {
    width: found.length,
    positions,
    found,
    ignored: found.filter((name, at) => name && !used.has(at)),
  };
}

function normalised(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}
