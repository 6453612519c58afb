/** Why the name of a file is refused, or null; see file-name.cjs. */
export function nameFault(path: string): string | null;
