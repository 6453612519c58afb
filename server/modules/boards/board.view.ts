import type { RequestContext } from '../../context/request-context';
import { Subject } from '../../authz/subject';
import { revenueCalibre } from '../usage/usage.module';
import type { Board } from './board.type';
import type { BoardSnapshotInfo } from './board-snapshot-info.type';
import type { SnapshotRow } from './boards.repository';
import type { FoundBoard } from './found-board';

/** A board as the graph shows it. */
export function boardView(found: FoundBoard, { subjects }: RequestContext): Board {
  const { organisation, line, period, size, header, place } = found;
  return {
    found,
    organisation,
    line,
    period,
    size,
    version: header.version,
    isFrozen: header.version > 0,
    asOf: header.asOf ?? header.closedAt ?? new Date(),
    calibre: revenueCalibre(header.calibre),
    totalRevenue: header.total,
    subject: header.total === null ? nothingToWithhold() : subjects.of({ ...place, accountId: 0 }),
  };
}

/** A version of a board as the graph shows it. */
export function snapshotView({ calibre, ...row }: SnapshotRow): BoardSnapshotInfo {
  return { ...row, isFrozen: row.version > 0, calibre: revenueCalibre(calibre) };
}

/** The rows gave no total, whatever it may be: so there is nothing to decide, to register or to report as withheld. */
function nothingToWithhold(): Subject {
  const nobody = new Subject(0, 0, 0, 0);
  nobody.cleared.USAGE = true;
  return nobody;
}
