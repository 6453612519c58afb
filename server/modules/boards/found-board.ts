import type { BusinessLine } from '../../graphql/business-line';
import type { OrganisationNode, OrganisationPlace } from '../organisations/organisations.module';
import type { BoardHeader } from './boards.repository';

/** Which board somebody asks for; without an organisation one's own, without a version the published one. */
export interface BoardRequest {
  organisationId?: string | null;
  line: BusinessLine;
  period: string;
  version?: number | null;
}

/** A board somebody may see. */
export interface FoundBoard {
  organisation: OrganisationNode;
  place: OrganisationPlace;
  line: BusinessLine;
  period: string;
  size: number;
  header: BoardHeader;
}
