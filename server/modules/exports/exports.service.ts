import { SECTION_POLICIES, SECTIONS, type Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import type { Database, Session } from '../../db/database';
import { EXPORT_ALONE_ROWS, EXPORT_ROWS } from '../../rules/rule-defaults';
import {
  AccountOrder,
  readAccounts,
  type AccountFilter,
  type AccountsService,
} from '../accounts/accounts.module';
import type { BoardRequest, BoardService } from '../boards/boards.module';
import type { OrganisationDirectory, OrganisationTree } from '../organisations/organisations.module';
import type { UsageService } from '../usage/usage.module';
import {
  ExportStatus,
  type ExportContent,
  type ExportFormat,
  type ExportKey,
  type ExportRow,
} from './export-request';
import {
  invalidState,
  notAPerson,
  notExportable,
  notFound,
  nothingToExport,
  oneSelection,
  ownRequest,
  textLength,
  tooLarge,
} from './exports.errors';
import { decideExport, findExport, insertExport, listExports } from './exports.repository';

/** What somebody asks for: one of accounts by id, accounts by filter, and a board. */
export interface ExportAsked {
  accounts: { provinceId: number; accountId: number }[] | null;
  filter: AccountFilter | null;
  board: BoardRequest | null;
  /** Of accounts; a board has its own. */
  sections: readonly Section[];
  usage: { line: ExportContent['line']; from: string | null; to: string | null };
  format: ExportFormat;
  purpose: string;
}

/** What requests are decided with. */
export interface ExportServiceParts {
  database: Database;
  directory: OrganisationDirectory;
  accounts: AccountsService;
  boards: BoardService;
  usage: UsageService;
  /** Sections that have a table. */
  exportable: ReadonlySet<Section>;
  /** Told when there is something to write. */
  onQueued: () => void;
}

interface Chosen {
  provinceId: number;
  accountId: number;
  organisationId: number;
}

const WHOLE_USAGE = { line: null, firstMonth: null, lastMonth: null };
const NO_BOARD = { boardOrganisationId: null, boardPeriod: null, boardVersion: null };

/** Asking for copies and deciding on them (Article 19: nobody copies without permission). */
export class ExportService {
  constructor(private readonly parts: ExportServiceParts) {}

  /**
   * Files a request for a copy. More than 100 rows, or anything of class L3, waits for a second person; the rest is
   * written at once. EXPORT_EMPTY, EXPORT_TOO_LARGE; NOT_FOUND for an account or board out of scope.
   */
  async request(viewer: Viewer, asked: ExportAsked): Promise<ExportRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const purpose = boundedText('purpose', asked.purpose, 4, 500);
    const row = await this.parts.database.transaction(viewer.scope, async (session) => {
      const { chosen, content } = await this.contentOf(session, viewer, asked);
      if (chosen.length === 0) throw nothingToExport();
      if (chosen.length > EXPORT_ROWS.value) throw tooLarge(EXPORT_ROWS.value);
      const tree = await this.parts.directory.tree();
      const organisationId = lowestAbove(tree, new Set(chosen.map((one) => one.organisationId)));
      const isSensitive = content.sections.some((section) => SECTION_POLICIES[section].fieldClass === 'L3');
      return insertExport(session, viewer, {
        ...content,
        accountProvinceIds: chosen.map(({ provinceId }) => provinceId),
        accountIds: chosen.map(({ accountId }) => accountId),
        organisationId,
        place: tree.placeOf(organisationId),
        purpose,
        format: asked.format,
        needsDecision: isSensitive || chosen.length > EXPORT_ALONE_ROWS.value,
      });
    });
    if (row.status === ExportStatus.QUEUED) this.parts.onQueued();
    return row;
  }

  /**
   * The second person: a custodian of the organisation that serves all the accounts, or of one above it; never the
   * requester. Of two who decide at once one gets INVALID_STATE.
   */
  async decide(
    viewer: Viewer,
    key: ExportKey,
    decision: 'APPROVE' | 'REFUSE',
    reason: string | null,
  ): Promise<ExportRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const because = reason?.trim() ? boundedText('reason', reason, 1, 500) : null;
    const tree = await this.parts.directory.tree();
    const row = await this.parts.database.transaction(viewer.scope, async (session) => {
      const one = await findExport(session, key);
      if (one && isOwn(viewer, one)) throw ownRequest();
      if (!one || !mayDecide(tree, viewer, one)) throw notFound('exportId');
      if (one.status !== ExportStatus.REQUESTED) throw invalidState(one.status);
      const status = decision === 'APPROVE' ? 'QUEUED' : 'REFUSED';
      const decided = await decideExport(session, key, status, because, viewer);
      if (!decided) throw invalidState('decided by somebody else');
      return decided;
    });
    if (row.status === ExportStatus.QUEUED) this.parts.onQueued();
    return row;
  }

  /** One's own exports and those one may decide, newest first. */
  async list(session: Session, viewer: Viewer, limit: number, before: number | null): Promise<ExportRow[]> {
    if (viewer.kind !== 'STAFF') return [];
    return listExports(session, viewer, { mayDecide: decides(viewer), before, limit });
  }

  /** As `find`, in a transaction of its own. */
  one(viewer: Viewer, key: ExportKey): Promise<ExportRow | null> {
    return this.parts.database.transaction(viewer.scope, (session) => this.find(session, viewer, key));
  }

  /** One's own export, or one that one may decide; null alike for any other. */
  async find(session: Session, viewer: Viewer, key: ExportKey): Promise<ExportRow | null> {
    const one = viewer.kind === 'STAFF' ? await findExport(session, key) : null;
    return one && (isOwn(viewer, one) || decides(viewer)) ? one : null;
  }

  private async contentOf(
    session: Session,
    viewer: Viewer,
    asked: ExportAsked,
  ): Promise<{ chosen: Chosen[]; content: Omit<ExportContent, 'accountProvinceIds' | 'accountIds'> }> {
    const { accounts, filter, board } = asked;
    if ([accounts, filter, board].filter((one) => one !== null).length !== 1) throw oneSelection();
    if (board) return this.boardContent(session, viewer, board);
    const sections = SECTIONS.filter((section) => asked.sections.includes(section));
    const without = sections.filter((section) => !this.parts.exportable.has(section));
    if (sections.length === 0 || without.length > 0) throw notExportable(without);
    const chosen = accounts
      ? await named(session, accounts)
      : await this.filtered(session, viewer, filter ?? {});
    const { from, to } = this.parts.usage.range(asked.usage.from, asked.usage.to);
    const usage = sections.includes('USAGE')
      ? { line: asked.usage.line, firstMonth: from, lastMonth: to }
      : WHOLE_USAGE;
    return { chosen, content: { sections, ...usage, ...NO_BOARD } };
  }

  private async boardContent(session: Session, viewer: Viewer, board: BoardRequest) {
    const found = await this.parts.boards.find(viewer, session, board);
    if (!found) throw notFound('board');
    const chosen: Chosen[] = await this.parts.boards.entries(session, found, 0, null);
    const content = {
      sections: ['USAGE' as const],
      ...WHOLE_USAGE,
      line: found.line,
      boardOrganisationId: found.organisation.organisationId,
      boardPeriod: found.period,
      boardVersion: found.header.version,
    };
    return { chosen, content };
  }

  private async filtered(session: Session, viewer: Viewer, filter: AccountFilter): Promise<Chosen[]> {
    const order = AccountOrder.ACCOUNT_NO;
    const page = await this.parts.accounts.page(session, viewer, filter, order, EXPORT_ROWS.value + 1);
    return page.edges.map(({ node }) => node);
  }
}

/** The accounts in the order given, each once; NOT_FOUND where one is not in scope. */
async function named(session: Session, keys: { provinceId: number; accountId: number }[]): Promise<Chosen[]> {
  if (keys.length > EXPORT_ROWS.value) throw tooLarge(EXPORT_ROWS.value);
  const text = (key: { provinceId: number; accountId: number }): string =>
    `${key.provinceId}:${key.accountId}`;
  const once = [...new Map(keys.map((key) => [text(key), key])).values()];
  const found = new Map((await readAccounts(session, once)).map((row) => [text(row), row]));
  return once.map((key) => {
    const row = found.get(text(key));
    if (!row) throw notFound('accountIds');
    return row;
  });
}

/** The lowest organisation that each of them is, or is below. */
function lowestAbove(tree: OrganisationTree, organisationIds: ReadonlySet<number>): number {
  const [first, ...others] = organisationIds;
  for (let one = tree.byId(first); one; one = tree.parent(one.organisationId)) {
    const { organisationId } = one;
    if (others.every((other) => tree.isWithin(other, organisationId))) return organisationId;
  }
  throw new Error('accounts are served outside the tree');
}

const isOwn = (viewer: Viewer, one: ExportRow): boolean =>
  viewer.staffProvinceId === one.staffProvinceId && viewer.staffId === one.staffId;

// A bureau watches over one line, a copy may hold any.
const decides = ({ capabilities, scope }: Viewer): boolean =>
  capabilities.has('exports:decide') && !scope.line;

const mayDecide = (tree: OrganisationTree, viewer: Viewer, { organisationId }: ExportRow): boolean =>
  decides(viewer) && tree.isWithin(organisationId, viewer.organisationId);

function boundedText(field: string, text: string, min: number, max: number): string {
  const trimmed = text.trim();
  const length = [...trimmed].length;
  if (length < min || length > max) throw textLength(field, min, max);
  return trimmed;
}
