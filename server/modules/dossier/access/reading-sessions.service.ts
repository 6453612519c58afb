import { readStandings } from '../../../authz/grants.repository';
import { hasRight } from '../../../authz/judgement';
import { SECTIONS, type Section } from '../../../authz/sections';
import type { AccountPlace } from '../../../authz/subject';
import type { Viewer } from '../../../authz/viewer';
import type { Database, Session } from '../../../db/database';
import { READING_SESSION } from '../../../rules/rule-defaults';
import { boundedText } from '../bounded-text';
import type { AccountKey } from '../dossier-values';
import {
  notAPerson,
  notByRight,
  notFound,
  readingOver,
  tooManyAccounts,
  untilOutside,
} from '../dossier.errors';
import type { ReadingSessionRow } from './reading-session';
import {
  endReading,
  insertReading,
  liesAhead,
  listReadings,
  readPlaces,
  type NewReadingSession,
  type ReadingSessionQuery,
} from './reading-sessions.repository';

/** Registering what one is going to read by right, and what for (Article 19: by right and after registration). */
export class ReadingSessionService {
  constructor(
    private readonly database: Database,
    /** Told when a session was opened: viewers that are kept do not know of it yet. */
    private readonly onOpened: () => void,
  ) {}

  /**
   * Opens a session from now to `until`. NOT_FOUND where an account is not in the viewer's scope; SECTION_NOT_BY_RIGHT
   * where a section of one of them is not the viewer's to read without a grant.
   */
  async register(
    viewer: Viewer,
    { accounts, ...asked }: NewReadingSession & { accounts: readonly AccountKey[] },
  ): Promise<ReadingSessionRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const purpose = boundedText('purpose', asked.purpose, 4, 500);
    const sections = SECTIONS.filter((section) => asked.sections.includes(section));
    if (sections.length === 0) throw notByRight([]);
    const keys = distinct(accounts);
    const { hours, accounts: most } = READING_SESSION.value;
    if (keys.length < 1 || keys.length > most) throw tooManyAccounts(most);
    const opened = await this.database.transaction(viewer.scope, async (session) => {
      if (!(await liesAhead(session, asked.until, hours))) throw untilOutside(hours);
      const places = await readPlaces(session, keys);
      if (places.length !== keys.length) throw notFound('accountIds');
      const never = await notReadable(session, viewer, places, sections);
      if (never.length > 0) throw notByRight(never);
      return insertReading(session, places, { ...asked, purpose, sections }, viewer);
    });
    this.onOpened();
    return opened;
  }

  /** Ends one's own session before its time. NOT_FOUND for anybody else's; INVALID_STATE where it is over. */
  async end(viewer: Viewer, sessionId: number): Promise<ReadingSessionRow> {
    if (viewer.kind !== 'STAFF') throw notFound('readingSessionId');
    return this.database.transaction(viewer.scope, async (session) => {
      const ended = await endReading(session, viewer, sessionId);
      if (ended) return ended;
      const query = { isOpen: null, before: sessionId + 1, limit: 1 };
      const isOwn = (await listReadings(session, viewer, query)).some((own) => own.sessionId === sessionId);
      throw isOwn ? readingOver() : notFound('readingSessionId');
    });
  }

  /** One's own sessions, newest first. */
  async list(session: Session, viewer: Viewer, query: ReadingSessionQuery): Promise<ReadingSessionRow[]> {
    return viewer.kind === 'STAFF' ? listReadings(session, viewer, query) : [];
  }
}

/** The sections that the viewer does not read by right of each of the accounts. */
async function notReadable(
  session: Session,
  viewer: Viewer,
  places: readonly AccountPlace[],
  sections: readonly Section[],
): Promise<Section[]> {
  const standings = await readStandings(session, viewer, places);
  return sections.filter((section) =>
    places.some((place) => !hasRight(viewer, section, place, standings.get(place))),
  );
}

function distinct(keys: readonly AccountKey[]): AccountKey[] {
  return [...new Map(keys.map((key) => [`${key.provinceId}:${key.accountId}`, key])).values()];
}
