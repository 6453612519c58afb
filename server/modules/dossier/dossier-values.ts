import type { LawfulBasis } from './lawful-basis';

/** The account a part of a dossier is about. */
export interface AccountKey {
  provinceId: number;
  accountId: number;
}

/** Section 1 (Article 17-1-1) as kept; `annualOutput` in fen. */
export interface BasicValues {
  nature: string | null;
  serviceMode: string | null;
  legalRepresentative: string | null;
  size: string | null;
  products: string | null;
  annualOutput: number | null;
  reputation: string | null;
  profitAndLoss: string | null;
}

/** Section 2 (Article 17-1-2) as kept. */
export interface ContactValues {
  address: string | null;
  postcode: string | null;
  contactName: string | null;
  phone: string | null;
  fax: string | null;
  email: string | null;
}

/** A person of section 3 (Article 17-1-3) in the clear: exists only under clearance, and on the way in. */
export interface KeyPersonValues {
  name: string;
  position: string | null;
  isDecisionMaker: boolean | null;
  family: string | null;
  homeAddress: string | null;
  hobbies: string | null;
  /** null only where the person was entered before it was asked for. */
  lawfulBasis: LawfulBasis | null;
}
