import { judgeByRight } from '../../authz/judgement';
import type { Section } from '../../authz/sections';
import type { Viewer } from '../../authz/viewer';
import { type Scope, scopeCovers } from '../../db/scope';
import { decodeCursor, encodeCursor, pageOf, type Connection } from '../../graphql/connection';
import { DomainError } from '../../graphql/errors';
import { decodeId } from '../../graphql/global-id';
import {
  OrganisationLevel,
  type OrganisationDirectory,
  type OrganisationTree,
  type Queries,
} from '../organisations/organisations.module';
import type { AccountFilter } from './account-filter';
import type { AccountOrder } from './account-order';
import {
  type AccountSelection,
  countAccounts,
  findAccounts,
  ORDERS,
  type PageRow,
  readPage,
} from './account-page.repository';
import { filterWithheld, numberAmbiguous, searchTooLong } from './accounts.errors';
import { readAccountsByNo } from './accounts.repository';
import { CURRENT_SCHEME } from './industries';
import type { IndustryCatalogue } from './industry-catalogue.service';
import type { AccountRow } from './key-account';

const SEARCH_CHARACTERS = 100;
/** Up to so many hits are fetched by key; of more, any part of any order is full of hits. */
const NAMED_HITS = 2_000;

/** A page of account rows, and how to count all of them. */
export interface AccountPage extends Connection<PageRow> {
  count: () => Promise<number>;
}

/** Finding accounts. Reads in the session that is given, so under its scope. */
export class AccountsService {
  constructor(
    private readonly directory: OrganisationDirectory,
    private readonly catalogue: IndustryCatalogue,
  ) {}

  /** The account of that number in the viewer's scope; BAD_USER_INPUT where several provinces use it. */
  async byNumber(session: Queries, viewer: Viewer, accountNo: string): Promise<AccountRow | null> {
    const provinceIds = provincesOf(await this.directory.tree(), viewer.scope);
    const [account, second] = await readAccountsByNo(session, viewer.scope, provinceIds, accountNo);
    if (second) throw numberAmbiguous();
    return account ?? null;
  }

  /** A page of the accounts that the filter lets through. Three statements at most, however long the page. */
  async page(
    session: Queries,
    viewer: Viewer,
    filter: AccountFilter,
    order: AccountOrder,
    first: number,
    after?: string | null,
  ): Promise<AccountPage> {
    const keys = after ? cursorKeys(order, after) : null;
    const selection = await this.select(session, viewer, filter);
    const rows = selection ? await readPage(session, selection, order, keys, first + 1) : [];
    return {
      ...pageOf(rows, first, (row) => encodeCursor(order, ...row.cursorKeys), after),
      count: async () => (selection ? countAccounts(session, selection) : 0),
    };
  }

  /** What the filter selects; null where that is nothing at all: an unknown organisation reads like a foreign one. */
  private async select(
    session: Queries,
    viewer: Viewer,
    filter: AccountFilter,
  ): Promise<AccountSelection | null> {
    expectReadable(viewer, filter);
    const tree = await this.directory.tree();
    const scope = narrowed(viewer.scope, tree, filter);
    const manager = filter.managerId ? decodeId(filter.managerId) : null;
    const codes = filter.industryCode
      ? (await this.catalogue.industries()).codesBelow(CURRENT_SCHEME, filter.industryCode)
      : null;
    if (!scope || (filter.managerId && manager?.type !== 'StaffMember')) return null;
    const provinceIds = provincesOf(tree, scope);
    const text = filter.search?.trim() || null;
    if (text && text.length > SEARCH_CHARACTERS) throw searchTooLong(SEARCH_CHARACTERS);
    const hits = text ? await findAccounts(session, { scope, provinceIds }, text, NAMED_HITS + 1) : null;
    const areFew = hits !== null && hits.length <= NAMED_HITS;
    return {
      scope,
      provinceIds,
      keys: areFew ? hits : null,
      text: areFew ? null : text,
      industry: codes && { scheme: CURRENT_SCHEME, codes },
      category: filter.category ?? null,
      grade: filter.grade ?? null,
      manager: manager && { provinceId: manager.provinceId, staffId: manager.key },
    };
  }
}

/** The gated fields that a filter looks at. */
const GATED_FILTERS: readonly [keyof AccountFilter, Section][] = [
  ['industryCode', 'BASIC'],
  ['category', 'BASIC'],
  ['managerId', 'SERVICE'],
];

/** Refuses filters on fields that the viewer may not read of every account in scope by right. */
function expectReadable(viewer: Viewer, filter: AccountFilter): void {
  const { provinceId, cityId, unitIds } = viewer.scope;
  const corner = { provinceId, cityId, unitId: unitIds[0] ?? 0, accountId: 0 };
  for (const [field, section] of GATED_FILTERS)
    if ((filter[field] ?? null) !== null && !judgeByRight(viewer, section, corner)?.isCleared)
      throw filterWithheld(field, section);
}

/** The part of the viewer's scope below the organisation asked for; null where there is none. */
function narrowed(scope: Scope, tree: OrganisationTree, filter: AccountFilter): Scope | null {
  const { organisationId, organisationCode } = filter;
  if ((organisationId ?? null) !== null && (organisationCode ?? null) !== null)
    throw new DomainError('BAD_USER_INPUT', 'give one of organisationId and organisationCode', {
      field: 'organisationId',
    });
  if ((organisationId ?? organisationCode ?? null) === null) return scope;
  const id = decodeId(organisationId ?? '');
  const organisation = organisationCode
    ? tree.byCode(organisationCode)
    : id?.type === 'Organisation'
      ? tree.byId(id.key)
      : undefined;
  if (!organisation) return null;
  const wanted = tree.scopeOf(organisation.organisationId);
  if (scopeCovers(scope, cornerOf(wanted))) return wanted;
  return scopeCovers(wanted, cornerOf(scope)) ? scope : null;
}

const cornerOf = ({ provinceId, cityId, unitIds }: Scope) => ({
  provinceId,
  cityId,
  unitId: unitIds[0] ?? 0,
});

function provincesOf(tree: OrganisationTree, scope: Scope): number[] {
  if (scope.level > 0) return [scope.provinceId];
  return tree
    .all()
    .filter(({ level, businessLine }) => level === OrganisationLevel.PROVINCE && !businessLine)
    .map(({ organisationId }) => organisationId);
}

/** The keys of a cursor that this very order has given out. */
function cursorKeys(order: AccountOrder, after: string): (string | number)[] {
  const shape = ORDERS[order].keys;
  const [givenBy, ...keys] = decodeCursor<[string, ...(string | number)[]]>(
    after,
    'string',
    ...shape.map(({ type }) => type),
  );
  const isSound = keys.every((key, at) =>
    typeof key === 'string'
      ? !key.includes('\0')
      : Number.isSafeInteger(key) && key >= 0 && key <= shape[at].max,
  );
  if (givenBy === String(order) && isSound) return keys;
  throw new DomainError('BAD_USER_INPUT', 'after is not a cursor of this list', { field: 'after' });
}
