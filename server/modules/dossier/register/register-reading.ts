import type { Reading } from '../../../authz/access-register';
import { Role } from '../../../authz/capabilities';
import type { Viewer } from '../../../authz/viewer';
import type { RegisterRow } from './access-register-entry';

/** An auditor reads the register of all of one's scope; a custodian of the accounts one's own organisation serves. */
export const isAuditor = ({ roles }: Viewer): boolean => roles.includes(Role.AUDITOR);

/**
 * What goes on the register for reading the register (Article 19): an entry for each province of the lines, naming the
 * accounts they are about, so that a custodian sees who looked into the readings of one's accounts. A page without lines
 * was asked for as well.
 */
export function readingsOf(
  viewer: Viewer,
  rows: readonly RegisterRow[],
  asked: { provinceId: number; accountId: number } | null,
): Reading[] {
  const provinceIds = [...new Set(rows.map(({ provinceId }) => provinceId))].sort((a, b) => a - b);
  if (provinceIds.length === 0) return [readingOf(viewer, asked?.provinceId ?? viewer.scope.provinceId, [])];
  return provinceIds.map((provinceId) =>
    readingOf(
      viewer,
      provinceId,
      rows.filter((row) => row.provinceId === provinceId),
    ),
  );
}

/** The entry for having looked into what the register or the rules say of some accounts. */
export function readingOf(
  viewer: Viewer,
  provinceId: number,
  rows: readonly Pick<RegisterRow, 'accountIds' | 'cityIds' | 'unitIds'>[],
  field = 'Query.accessRegister',
): Reading {
  const { scope } = viewer;
  const all = (idsOf: (row: (typeof rows)[number]) => number[]): number[] =>
    [...new Set(rows.flatMap(idsOf))].sort((a, b) => a - b);
  return {
    provinceId,
    // A line may name other cities beside one's own; that one has read it is no business of theirs.
    cityIds: scope.level >= 2 ? [scope.cityId] : all(({ cityIds }) => cityIds),
    unitIds: scope.level === 3 ? scope.unitIds : all(({ unitIds }) => unitIds),
    outcome: 'READ',
    section: 'REGISTER',
    fields: [field],
    accountIds: all(({ accountIds }) => accountIds),
    grantId: null,
    purpose: null,
    basis: `${isAuditor(viewer) ? 'supervision of the scope' : 'custodian of the accounts'}; Article 19`,
  };
}
