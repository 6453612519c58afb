import type { Section } from './sections';

/** Where an account stands in the hierarchy. */
export interface AccountPlace {
  provinceId: number;
  accountId: number;
  cityId: number;
  unitId: number;
}

/**
 * Whom a confidential value is about. Every GraphQL parent with a gated field carries one as `subject`.
 * Decisions are kept on it, so the thousandth cell of an account costs a property read.
 */
export class Subject implements AccountPlace {
  /** Decided sections of this request; absent means not asked yet. */
  readonly cleared: Partial<Record<Section, boolean>> = {};
  /** Sections under decision; whoever asks meanwhile waits for the same answer. */
  readonly asked: Partial<Record<Section, Promise<boolean>>> = {};

  constructor(
    readonly provinceId: number,
    /** 0 where the value is an aggregate over an organisation rather than one account's. */
    readonly accountId: number,
    readonly cityId: number,
    readonly unitId: number,
  ) {}
}

/** A GraphQL parent that has gated fields. */
export interface HasSubject {
  subject: Subject;
}

/** A GraphQL parent whose fields are as confidential as the section it names. */
export interface HasSection extends HasSubject {
  section: Section;
}

/** The subjects of one request: one object per account, so each account is decided once. */
export class Subjects {
  private readonly known = new Map<string, Subject>();

  of({ provinceId, accountId, cityId, unitId }: AccountPlace): Subject {
    const key = `${provinceId}:${accountId}:${accountId ? '' : `${cityId}:${unitId}`}`;
    let subject = this.known.get(key);
    if (!subject) this.known.set(key, (subject = new Subject(provinceId, accountId, cityId, unitId)));
    return subject;
  }

  /** Makes the next ones undecided. */
  forget(): void {
    this.known.clear();
  }
}
