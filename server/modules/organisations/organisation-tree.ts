import type { Scope } from '../../db/scope';
import { OrganisationNode, type OrganisationRow } from './organisation-node';
import { OrganisationLevel } from './organisation-level';

/** Where an organisation stands; the ids that its tenant rows carry. 0 above the level in question. */
export interface OrganisationPlace {
  provinceId: number;
  cityId: number;
  /** The lowest organisation below the city. */
  unitId: number;
  /** 0 nation, 1 province, 2 city, 3 county or base unit. */
  level: Scope['level'];
}

const DEPTH: Record<OrganisationLevel, Scope['level']> = {
  NATION: 0,
  PROVINCE: 1,
  CITY: 2,
  COUNTY: 3,
  UNIT: 3,
};

/** The organisations of one day, linked and immutable. */
export class OrganisationTree {
  private readonly byIds = new Map<number, OrganisationNode>();
  private readonly byCodes = new Map<string, OrganisationNode>();
  private readonly places = new Map<number, OrganisationPlace>();

  constructor(rows: readonly OrganisationRow[]) {
    for (const row of rows) {
      const organisation = new OrganisationNode(row);
      this.byIds.set(row.id, organisation);
      this.byCodes.set(row.code, organisation);
    }
    for (const { id, parentId } of [...rows].sort((a, b) => (a.code < b.code ? -1 : 1))) {
      const [organisation, parent] = [this.byIds.get(id), this.byIds.get(parentId ?? 0)];
      if (!organisation || !parent) continue;
      organisation.parent = parent;
      parent.children.push(organisation);
    }
    for (const organisation of this.byIds.values())
      organisation.province =
        this.lineOf(organisation).find(
          ({ level, businessLine }) => level === OrganisationLevel.PROVINCE && !businessLine,
        ) ?? null;
  }

  /** Every organisation of the day. */
  all(): OrganisationNode[] {
    return [...this.byIds.values()];
  }

  byId(organisationId: number): OrganisationNode | undefined {
    return this.byIds.get(organisationId);
  }

  byCode(code: string): OrganisationNode | undefined {
    return this.byCodes.get(code);
  }

  /** The direct superior, or undefined for the nation and the unknown. */
  parent(organisationId: number): OrganisationNode | undefined {
    return this.byIds.get(organisationId)?.parent ?? undefined;
  }

  /** Where an organisation stands; a bureau stands where its superior does. Throws for an unknown id. */
  placeOf(organisationId: number): OrganisationPlace {
    let place = this.places.get(organisationId);
    if (!place) this.places.set(organisationId, (place = this.locate(organisationId)));
    return place;
  }

  /** What staff of the organisation may see: its subtree, and of it one line for a bureau (Article 7). */
  scopeOf(organisationId: number): Scope {
    const { provinceId, cityId, unitId, level } = this.placeOf(organisationId);
    return {
      level,
      provinceId,
      cityId,
      unitIds: level === 3 ? this.subtreeIds(unitId) : [],
      line: this.byIds.get(organisationId)?.businessLine ?? null,
    };
  }

  /** Ids of the organisation and all below it, superiors first; empty for an unknown id. */
  subtreeIds(organisationId: number): number[] {
    return this.subtree(organisationId).map(({ organisation }) => organisation.organisationId);
  }

  /** The organisation and all below it with their depth, depth first, siblings by code. */
  subtree(organisationId: number): { organisation: OrganisationNode; depth: number }[] {
    const walk = (
      organisation: OrganisationNode,
      depth: number,
    ): { organisation: OrganisationNode; depth: number }[] => [
      { organisation, depth },
      ...organisation.children.flatMap((child) => walk(child, depth + 1)),
    ];
    const root = this.byIds.get(organisationId);
    return root ? walk(root, 0) : [];
  }

  /** Whether the first is the second or stands somewhere below it. */
  isWithin(organisationId: number, ancestorId: number): boolean {
    const organisation = this.byIds.get(organisationId);
    return (
      organisation !== undefined && this.lineOf(organisation).some((one) => one.organisationId === ancestorId)
    );
  }

  /** The organisation and its superiors, upwards. */
  private lineOf(organisation: OrganisationNode): OrganisationNode[] {
    const line: OrganisationNode[] = [];
    for (let one: OrganisationNode | null = organisation; one; one = one.parent) line.push(one);
    return line;
  }

  private locate(organisationId: number): OrganisationPlace {
    const organisation = this.byIds.get(organisationId);
    if (!organisation) throw new Error(`organisation ${organisationId} is not in the tree of this day`);
    if (organisation.businessLine && organisation.parent)
      return this.placeOf(organisation.parent.organisationId);
    const level = DEPTH[organisation.level];
    const idAt = (depth: number): number =>
      this.lineOf(organisation).find((one) => DEPTH[one.level] === depth)?.organisationId ?? 0;
    return { provinceId: idAt(1), cityId: idAt(2), unitId: level === 3 ? organisationId : 0, level };
  }
}
