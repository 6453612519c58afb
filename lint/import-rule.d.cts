/** Why an import is refused, or null; see import-rule.cjs. */
export function importFault(
  from: string,
  specifier: string,
  isErased: boolean,
  names?: string[],
): string | null;
/** The file a relative import names, relative to the project. */
export function importedFile(from: string, specifier: string): string;
/** Single arrows allowed against the table, with the reason. */
export const EXCEPTIONS: Record<string, string>;
/** Modules from the bottom up; those of one row are siblings. */
export const MODULES: string[][];
