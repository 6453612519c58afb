import type { Viewer } from '../../authz/viewer';
import type { Session } from '../../db/database';
import { decodeId } from '../../graphql/global-id';
import { BOARD_SIZE } from '../../rules/rule-defaults';
import type {
  OrganisationDirectory,
  OrganisationNode,
  OrganisationTree,
} from '../organisations/organisations.module';
import { readEntries, type RankedAccount } from './board-entries.repository';
import { readHeader, readSnapshots, type SnapshotRow } from './boards.repository';
import type { BoardRequest, FoundBoard } from './found-board';
import { lastMonthOf } from './periods';

/** Reads boards. What of a board a viewer sees is decided by the rows; which boards one may ask for, here. */
export class BoardService {
  constructor(private readonly directory: OrganisationDirectory) {}

  /** The board, or null where there is none for this viewer: unknown and out of scope look alike. */
  async find(viewer: Viewer, session: Session, request: BoardRequest): Promise<FoundBoard | null> {
    const { line, period, version = null } = request;
    const tree = await this.directory.tree();
    const organisation = boardOrganisation(tree, viewer, request);
    if (!organisation) return null;
    const place = tree.placeOf(organisation.organisationId);
    const header = await readHeader(session, {
      organisationId: organisation.organisationId,
      provinceId: place.provinceId,
      line,
      period,
      version,
      lastMonth: lastMonthOf(period),
    });
    if (header.version !== 0 && !header.closedAt) return null;
    return { organisation, place, line, period, size: header.size ?? BOARD_SIZE.value, header };
  }

  /** The versions of a board, or null where it is not one to ask for. */
  async snapshots(
    viewer: Viewer,
    session: Session,
    request: Omit<BoardRequest, 'version'>,
  ): Promise<SnapshotRow[] | null> {
    const organisation = boardOrganisation(await this.directory.tree(), viewer, request);
    if (!organisation) return null;
    return readSnapshots(session, organisation.organisationId, request.line, request.period);
  }

  /** The ranks after a position, all ties at the last rank included; at most `limit`, where given. */
  async entries(
    session: Session,
    { header, size }: FoundBoard,
    after: number,
    limit: number | null,
  ): Promise<RankedAccount[]> {
    if (header.snapshotId === null) return [];
    return readEntries(session, { snapshotId: header.snapshotId, size }, after, limit);
  }
}

/**
 * The organisation whose board is meant: inside one's scope, or above one's organisation, where the rows then show
 * one's own accounts only. A bureau has its superior's scope and one line of it (Article 7).
 */
export function boardOrganisation(
  tree: OrganisationTree,
  viewer: Viewer,
  { organisationId, line }: Pick<BoardRequest, 'organisationId' | 'line'>,
): OrganisationNode | null {
  if (viewer.scope.line && viewer.scope.line !== line) return null;
  const home = homeOf(tree, viewer.organisationId);
  if (!home) return null;
  if (!organisationId) return nearestWithBoard(home);
  const decoded = decodeId(organisationId);
  const asked =
    decoded?.type === 'Organisation' && decoded.provinceId === 0 ? tree.byId(decoded.key) : undefined;
  if (!asked || !hasBoard(asked)) return null;
  const isNear =
    tree.isWithin(asked.organisationId, home.organisationId) ||
    tree.isWithin(home.organisationId, asked.organisationId);
  return isNear ? asked : null;
}

function homeOf(tree: OrganisationTree, organisationId: number): OrganisationNode | null {
  const own = tree.byId(organisationId);
  return (own?.businessLine ? own.parent : own) ?? null;
}

function nearestWithBoard(home: OrganisationNode): OrganisationNode | null {
  for (let one: OrganisationNode | null = home; one; one = one.parent) if (hasBoard(one)) return one;
  return null;
}

const LEVELS_WITH_BOARD: readonly string[] = ['NATION', 'PROVINCE', 'CITY'];

function hasBoard({ level, businessLine }: OrganisationNode): boolean {
  return !businessLine && LEVELS_WITH_BOARD.includes(level);
}
