import type { Section } from '../../../authz/sections';
import { boundedText, optionalText } from '../bounded-text';
import { refusePersonalData } from '../personal-data';
import { amountMalformed, basisMissing, nothingGiven } from './entry.errors';

/** Sections that are entered by hand (Article 17-1, 1 to 3); the others come from the post's own work. */
export const ENTRY_SECTIONS = [
  'BASIC',
  'BASIC_FINANCE',
  'CONTACT',
  'KEY_PERSONS',
] as const satisfies Section[];
export type EntrySection = (typeof ENTRY_SECTIONS)[number];

/** A field that is entered: its column, what it holds and how long it may be. */
export interface EntryField {
  column: string;
  max: number;
  kind: 'TEXT' | 'FEN' | 'FLAG';
}

/** New values by field, as the graph prints them; null empties, what is absent stays as it is. */
export type Changes = Record<string, string | null>;

/** Something to be entered into one section. */
export interface SectionEntry {
  section: EntrySection;
  /** KEY_PERSONS: whose values; null for a new person. Otherwise null. */
  keyPersonId: number | null;
  changes: Changes;
}

const text = (column: string, max: number): EntryField => ({ column, max, kind: 'TEXT' });

/** Every field that can be entered, by section. */
export const ENTRY_FIELDS: Record<EntrySection, Record<string, EntryField>> = {
  BASIC: {
    nature: text('nature', 100),
    serviceMode: text('service_mode', 100),
    legalRepresentative: text('legal_representative', 100),
    size: text('size', 100),
    products: text('products', 500),
  },
  BASIC_FINANCE: {
    annualOutput: { column: 'annual_output', max: 20, kind: 'FEN' },
    reputation: text('reputation', 500),
    profitAndLoss: text('profit_and_loss', 500),
  },
  CONTACT: {
    address: text('address', 300),
    postcode: text('postcode', 20),
    contactName: text('contact_name', 100),
    phone: text('phone', 50),
    fax: text('fax', 50),
    email: text('email', 200),
  },
  KEY_PERSONS: {
    name: text('name', 100),
    position: text('position', 100),
    isDecisionMaker: { column: 'is_decision_maker', max: 5, kind: 'FLAG' },
    family: text('family', 2000),
    homeAddress: text('home_address', 500),
    hobbies: text('hobbies', 2000),
    lawfulBasis: text('lawful_basis', 20),
  },
};

/** The entry with its texts trimmed; BAD_USER_INPUT names the field that is out of bounds, never its value. */
export function checkedEntry(entry: SectionEntry): SectionEntry {
  const fields = ENTRY_FIELDS[entry.section];
  const names = Object.keys(entry.changes);
  if (names.length === 0) throw nothingGiven();
  const changes = names.map((name) => {
    const { max, kind } = fields[name];
    const value = optionalText(name, entry.changes[name], max);
    if (kind === 'FEN' && value !== null && value.startsWith('-')) throw amountMalformed(name);
    return [name, value] as const;
  });
  // Whichever section it is written into: nobody looks for it in the clear ones.
  refusePersonalData(Object.fromEntries(changes.filter(([name]) => fields[name].kind === 'TEXT')));
  const checked = { ...entry, changes: Object.fromEntries(changes) };
  if (entry.section === 'KEY_PERSONS') checkPerson(checked);
  return checked;
}

function checkPerson({ keyPersonId, changes }: SectionEntry): void {
  const isSaid = (field: string): boolean => keyPersonId === null || field in changes;
  // A person without a name would be nobody.
  if (isSaid('name')) boundedText('name', changes.name ?? '', 1, ENTRY_FIELDS.KEY_PERSONS.name.max);
  if (isSaid('lawfulBasis') && !changes.lawfulBasis) throw basisMissing();
}
