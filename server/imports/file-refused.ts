import { DomainError } from '../graphql/errors';

/** The file as a whole cannot be imported: no format we read, a required column missing. Nothing is written. */
export class FileRefused extends DomainError {
  constructor(chinese: string, english: string) {
    super('BAD_USER_INPUT', `${chinese} / ${english}`, { field: 'file' });
    this.name = 'FileRefused';
  }
}
