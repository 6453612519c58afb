import type { BusinessLine } from '../../graphql/business-line';
import { encodeId } from '../../graphql/global-id';
import type { OrganisationLevel } from './organisation-level';

/** One organisation on one day, as a row of the database. */
export interface OrganisationRow {
  id: number;
  code: string;
  name: string;
  level: OrganisationLevel;
  businessLine: BusinessLine | null;
  parentId: number | null;
  validFrom: string;
  validTo: string | null;
}

/**
 * A node of a snapshot of the tree. Its relations are plain references inside that snapshot, so whatever a query asks
 * about organisations costs no SQL. Never changed once linked.
 */
export class OrganisationNode {
  /** Opaque global id. */
  readonly id: string;
  /** The database's id, as tenant rows carry it. */
  readonly organisationId: number;
  readonly code: string;
  readonly name: string;
  readonly level: OrganisationLevel;
  readonly businessLine: BusinessLine | null;
  /** First day of this name and place. */
  readonly validFrom: string;
  /** The day they end, exclusive; null while open. */
  readonly validTo: string | null;
  parent: OrganisationNode | null = null;
  province: OrganisationNode | null = null;
  children: OrganisationNode[] = [];

  constructor(row: OrganisationRow) {
    this.id = encodeId('Organisation', 0, row.id);
    this.organisationId = row.id;
    this.code = row.code;
    this.name = row.name;
    this.level = row.level;
    this.businessLine = row.businessLine;
    this.validFrom = row.validFrom;
    this.validTo = row.validTo;
  }
}
