import { textLength, textMalformed } from './dossier.errors';

// Neither can stand in the database: a NUL, and half of a surrogate pair.
const UNWRITABLE = /[\0\p{Surrogate}]/u;

/** The text without outer blanks, or BAD_USER_INPUT naming the field where its length in characters is out of bounds or that cannot be written. */
export function boundedText(field: string, text: string, min: number, max: number): string {
  const trimmed = text.trim();
  if (UNWRITABLE.test(trimmed)) throw textMalformed(field);
  const length = [...trimmed].length;
  if (length < min || length > max) throw textLength(field, min, max);
  return trimmed;
}

/** The same for a text that may be left out; blank counts as left out. */
export function optionalText(field: string, text: string | null | undefined, max: number): string | null {
  return text?.trim() ? boundedText(field, text, 1, max) : null;
}
