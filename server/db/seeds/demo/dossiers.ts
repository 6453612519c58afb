import type { DemoContact, DemoKeyPerson } from './demo-story.types';
import { family, hobbies, personName, position, streetAddress } from './people';
import type { Random } from './random';

/** What a dossier is about. */
export interface DossierSubject {
  /** Running number of the account, from 1. */
  number: number;
  place: string;
  cityCode: string;
  address: string | null;
}

// The first two digits of each province's postcodes.
const POSTCODES = new Map<string, string>(
  (
    '11:10 12:30 13:05 14:03 15:01 21:11 22:13 23:15 31:20 32:21 33:31 34:23 35:35 36:33 37:25 41:45 42:43 43:41 ' +
    '44:51 45:53 46:57 50:40 51:61 52:55 53:65 54:85 61:71 62:73 63:81 64:75 65:83'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 2), pair.slice(3)]),
);

const serial = (number: number, width: number) => String(number).padStart(width, '0');

/** Section 2. Telephone numbers that begin with 000 are never issued, and `.example` is reserved by RFC 2606. */
export function demoContact(
  random: Random,
  { number, place, cityCode, address }: DossierSubject,
): DemoContact {
  return {
    address: address ?? `${place}${streetAddress(random)}（示例）`,
    postcode: `${POSTCODES.get(cityCode.slice(0, 2))}0000`,
    contactName: `${personName(random)}（示例）`,
    phone: `000${serial(number, 8)}`,
    fax: random.chance(0.4) ? `0000-${serial(number, 8)}` : null,
    email: `contact${serial(number, 4)}@demo.example`,
  };
}

/** Section 3 of about a third of the accounts: one to three invented people, each text with a number of its own. */
export function demoKeyPersons(random: Random, { number, place }: DossierSubject): DemoKeyPerson[] {
  if (!random.chance(0.34)) return [];
  return Array.from({ length: random.int(1, 3) }, (_, at) => {
    const mark = `示例${serial(number, 5)}-${at + 1}`;
    return {
      name: `${personName(random)}（${mark}）`,
      ...position(random),
      family: `${family(random)}（${mark}）`,
      homeAddress: `${place}${streetAddress(random)}${random.int(1, 28)}栋${random.int(101, 2804)}室（${mark}）`,
      hobbies: `${hobbies(random)}（${mark}）`,
      lawfulBasis: at === 0 ? 'CONTRACT' : 'CONSENT',
    };
  });
}
