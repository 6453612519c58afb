import type { Section } from '../../authz/sections';
import type { Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import type { KeyPersonValues } from '../dossier/dossier.module';
import type { SectionTable } from './export-table';
import { BASIC_TABLE, FINANCE_TABLE } from './tables/basic.view';
import { COMPLAINTS_TABLE } from './tables/complaints.view';
import { CONTACT_TABLE } from './tables/contact.view';
import { CREDIT_TABLE } from './tables/credit.view';
import { keyPersonsTable } from './tables/key-persons.view';
import { RECORDS_TABLE } from './tables/records.view';
import { SERVICE_TABLE } from './tables/service.view';
import { TARIFF_TABLE } from './tables/tariff.view';
import { USAGE_TABLE } from './tables/usage.view';

/** The sections that can be copied, each as a table of its own. A section that is not here cannot be exported. */
export type SectionTables = Partial<Record<Section, SectionTable>>;

/** Every table. */
export function sectionTables(
  keyPersonsBySubject: LoaderKind<Subject, KeyPersonValues[] | null>,
): SectionTables {
  return {
    BASIC: BASIC_TABLE,
    BASIC_FINANCE: FINANCE_TABLE,
    CONTACT: CONTACT_TABLE,
    KEY_PERSONS: keyPersonsTable(keyPersonsBySubject),
    SERVICE: SERVICE_TABLE,
    USAGE: USAGE_TABLE,
    RECORDS: RECORDS_TABLE,
    COMPLAINTS: COMPLAINTS_TABLE,
    CREDIT: CREDIT_TABLE,
    TARIFF: TARIFF_TABLE,
  };
}
