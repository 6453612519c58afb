import type { Viewer } from '../../authz/viewer';
import type { Database } from '../../db/database';
import { SYSTEM_SCOPE } from '../../db/scope';
import { OrganisationChanges, type OrganisationDraft } from './organisation-changes.service';
import type { OrganisationDirectory } from './organisation-directory.service';
import type { OrganisationNode } from './organisation-node';
import type { OrganisationTree } from './organisation-tree';
import { organisationUnknown } from './organisations.errors';
import { lockTree, readTree } from './organisations.repository';
import { readFiledPlaces, rehome } from './rehoming.repository';

/** The tree of organisations over time (Article 3). Dates are business dates; today where none is given. */
export class OrganisationsService {
  constructor(
    private readonly database: Database,
    private readonly directory: OrganisationDirectory,
  ) {}

  /** The tree of a business date. */
  async treeAsOf(date: string | null | undefined): Promise<OrganisationTree> {
    if (!date) return this.directory.tree();
    return this.database.transactionBesides(SYSTEM_SCOPE, (session) => readTree(session, date));
  }

  /** Adds one organisation. */
  create(viewer: Viewer, draft: OrganisationDraft, effectiveFrom?: string | null): Promise<OrganisationNode> {
    return this.change(viewer, effectiveFrom, (changes, date) => changes.create(draft, date));
  }

  /** Renames an organisation from a date on. */
  rename(
    viewer: Viewer,
    organisationId: number,
    name: string,
    effectiveFrom?: string | null,
  ): Promise<OrganisationNode> {
    return this.change(viewer, effectiveFrom, async (changes, date) => {
      await changes.rename(organisationId, name, date);
      return organisationId;
    });
  }

  /** Moves an organisation with all below it from a date on. */
  move(
    viewer: Viewer,
    organisationId: number,
    newParentId: number,
    effectiveFrom?: string | null,
  ): Promise<OrganisationNode> {
    return this.change(viewer, effectiveFrom, async (changes, date) => {
      await changes.move(organisationId, newParentId, date);
      return organisationId;
    });
  }

  /**
   * Brings tenant rows to the city where the tree has them since a move that was recorded beforehand, when it served
   * nobody yet. Run daily and at start; answers how many organisations it took along.
   */
  async settleDueMoves(): Promise<number> {
    return this.database.transaction(SYSTEM_SCOPE, async (session) => {
      await lockTree(session, 'TO_CHANGE');
      const tree = await readTree(session);
      let settled = 0;
      for (const { provinceId, organisationId, cityId } of await readFiledPlaces(session)) {
        const place = tree.placeOf(organisationId);
        if (place.cityId === cityId) continue;
        await rehome(session, provinceId, [organisationId], place.cityId);
        settled += 1;
      }
      return settled;
    });
  }

  /** One change in one transaction; answers the organisation as it is from that date on. */
  private async change(
    viewer: Viewer,
    effectiveFrom: string | null | undefined,
    work: (changes: OrganisationChanges, date: string) => Promise<number>,
  ): Promise<OrganisationNode> {
    const changed = await this.database.transaction(viewer.scope, async (session) => {
      const changes = await OrganisationChanges.begin(session, viewer);
      const date = effectiveFrom ?? changes.today;
      const organisationId = await work(changes, date);
      return (await changes.treeOf(date)).byId(organisationId);
    });
    this.directory.changed();
    if (!changed) throw organisationUnknown('organisationId');
    return changed;
  }
}
