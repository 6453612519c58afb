import type { Viewer } from '../../authz/viewer';
import { scopeCovers } from '../../db/scope';
import { DomainError } from '../../graphql/errors';
import type { BusinessLine } from '../../graphql/business-line';
import { type OrganisationLevel, SUPERIOR_LEVELS } from './organisation-level';
import type { OrganisationNode } from './organisation-node';
import type { OrganisationTree } from './organisation-tree';
import { changedFrom, type VersionChange } from './organisation-versions';
import * as refusals from './organisations.errors';
import * as repository from './organisations.repository';
import { readLoad, rehome } from './rehoming.repository';

/** An organisation somebody wants to add below `parentId`. */
export interface OrganisationDraft {
  code: string;
  name: string;
  level: OrganisationLevel;
  businessLine?: BusinessLine | null;
  parentId: number;
}

/**
 * Changes of the tree inside one transaction that holds it, by one viewer. Used by the mutations one at a time and by
 * the import for a file of them. Scope and level are checked against the tree of the day the change takes effect.
 */
export class OrganisationChanges {
  private readonly trees = new Map<string, OrganisationTree>();

  private constructor(
    private readonly session: repository.Queries,
    private readonly viewer: Viewer,
    readonly today: string,
  ) {}

  /** Takes the tree for the transaction. FORBIDDEN for bureaus: they see one line of what a change would touch. */
  static async begin(session: repository.Queries, viewer: Viewer): Promise<OrganisationChanges> {
    if (viewer.scope.line) throw new DomainError('FORBIDDEN');
    await repository.lockTree(session, 'TO_CHANGE');
    return new OrganisationChanges(session, viewer, await repository.readToday(session));
  }

  /** The tree of a day as this transaction has made it so far. */
  async treeOf(date: string): Promise<OrganisationTree> {
    let tree = this.trees.get(date);
    if (!tree) this.trees.set(date, (tree = await repository.readTree(this.session, date)));
    return tree;
  }

  /** Adds one organisation below an existing one. */
  async create(draft: OrganisationDraft, effectiveFrom: string): Promise<number> {
    await this.expectCreatable(draft, effectiveFrom);
    const id = (await this.createAll([draft], effectiveFrom)).get(draft.code);
    if (id === undefined) throw refusals.codeTaken(draft.code);
    return id;
  }

  /** Adds organisations that `expectCreatable` has let pass; answers ids by code, without codes that are taken. */
  async createAll(drafts: readonly OrganisationDraft[], effectiveFrom: string): Promise<Map<string, number>> {
    const rows = drafts.map((draft) => ({ ...draft, businessLine: draft.businessLine ?? null }));
    const added = await repository.insertOrganisations(this.session, rows, effectiveFrom);
    this.trees.clear();
    return new Map(added.map(({ id, code }) => [code, id]));
  }

  /** Throws the refusal where the viewer may not add it on that day; whether the code is free shows at writing. */
  async expectCreatable(draft: OrganisationDraft, effectiveFrom: string): Promise<void> {
    this.expectPresent(effectiveFrom);
    if (!/^[0-9]{6}$/.test(draft.code)) throw refusals.codeMalformed();
    expectName(draft.name);
    const parent = this.inScope(await this.treeOf(effectiveFrom), draft.parentId, 'parentId');
    if (!maySubordinate(draft.level, draft.businessLine ?? null, parent))
      throw refusals.superiorRefused('parentId');
  }

  /** Renames from a date on. Nothing happens where the name is the same. */
  async rename(organisationId: number, name: string, effectiveFrom: string): Promise<void> {
    this.expectPresent(effectiveFrom);
    expectName(name);
    const organisation = this.inScope(await this.treeOf(effectiveFrom), organisationId, 'organisationId');
    if (organisation.name !== name) await this.change(organisation, effectiveFrom, { name });
  }

  /** Moves the organisation and all below it from a date on; the rows of its accounts and staff go with it. */
  async move(organisationId: number, newParentId: number, effectiveFrom: string): Promise<void> {
    this.expectPresent(effectiveFrom);
    const tree = await this.treeOf(effectiveFrom);
    const organisation = this.inScope(tree, organisationId, 'organisationId');
    const parent = this.inScope(tree, newParentId, 'newParentId');
    if (organisation.parent === parent) return;
    if (
      tree.isWithin(newParentId, organisationId) ||
      !maySubordinate(organisation.level, organisation.businessLine, parent)
    )
      throw refusals.superiorRefused('newParentId');
    await this.takeRowsAlong(tree, organisation, parent, effectiveFrom);
    await this.change(organisation, effectiveFrom, { parentId: newParentId });
  }

  private async takeRowsAlong(
    tree: OrganisationTree,
    organisation: OrganisationNode,
    parent: OrganisationNode,
    effectiveFrom: string,
  ): Promise<void> {
    const from = tree.placeOf(organisation.organisationId);
    const to = tree.placeOf(parent.organisationId);
    const leavesProvince = from.provinceId !== to.provinceId;
    const leavesCity = from.level === 3 && from.cityId !== to.cityId;
    if (!leavesProvince && !leavesCity) return;
    const subtree = tree.subtreeIds(organisation.organisationId);
    const { accounts, staff } = await readLoad(this.session, subtree);
    if (leavesProvince) {
      if (effectiveFrom > this.today) throw refusals.futureProvinceMoveRefused();
      if (accounts > 0 || staff > 0) throw refusals.provinceChangeRefused(accounts, staff);
    } else if (accounts > 0 || staff > 0) {
      if (effectiveFrom > this.today) throw refusals.futureMoveRefused(accounts, staff);
      await rehome(this.session, from.provinceId, subtree, to.cityId);
    }
  }

  private async change(organisation: OrganisationNode, date: string, change: VersionChange): Promise<void> {
    const versions = await repository.readVersions(this.session, organisation.organisationId);
    const changed = changedFrom(versions, date, change);
    await repository.replaceVersionsFrom(this.session, organisation.organisationId, date, changed);
    this.trees.clear();
  }

  /** The organisation where the viewer's scope covers it; outside it answers like an unknown one. */
  private inScope(tree: OrganisationTree, organisationId: number, field: string): OrganisationNode {
    const organisation = tree.byId(organisationId);
    if (!organisation || !scopeCovers(this.viewer.scope, tree.placeOf(organisationId)))
      throw refusals.organisationUnknown(field);
    return organisation;
  }

  private expectPresent(effectiveFrom: string): void {
    if (effectiveFrom < this.today) throw refusals.dateIsPast(this.today);
  }
}

function expectName(name: string): void {
  if (name.trim() !== name || name.length < 1 || name.length > 100) throw refusals.nameMalformed();
}

/** Level order: strictly downwards, so no cycle can arise; a bureau sits at the side of its superior, with none below. */
function maySubordinate(
  level: OrganisationLevel,
  businessLine: BusinessLine | null,
  parent: OrganisationNode,
): boolean {
  if (parent.businessLine) return false;
  return businessLine ? level === parent.level : SUPERIOR_LEVELS[level].includes(parent.level);
}
