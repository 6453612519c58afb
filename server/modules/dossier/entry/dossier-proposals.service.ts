import type { Viewer } from '../../../authz/viewer';
import type { Database, Session } from '../../../db/database';
import { boundedText, optionalText } from '../bounded-text';
import { notAPerson, notFound } from '../dossier.errors';
import type { AccountKey } from '../dossier-values';
import type { DossierEntryService } from './dossier-entry.service';
import type { DossierProposalRow, DossierProposalStatus } from './dossier-proposal';
import {
  decideProposal,
  findProposal,
  insertProposal,
  listProposals,
  proposedChanges,
  readEntryFacts,
} from './dossier-proposals.repository';
import { checkedEntry, type Changes, type SectionEntry } from './entry-fields';
import { refusePersonalData } from '../personal-data';
import { notItsManager, ownProposal, proposalDecided } from './entry.errors';

/** A custodian's decision. */
export interface ProposalDecision {
  provinceId: number;
  proposalId: number;
  decision: 'ENTER' | 'REJECT';
  reason: string | null;
  /** The section's version that is decided against; null for the one at the time of the proposal. */
  expectedVersion: number | null;
}

/** Proposals of account managers, decided by the custodian of the serving organisation (Articles 17-2 and 19). */
export class DossierProposalService {
  constructor(
    private readonly database: Database,
    private readonly entries: DossierEntryService,
  ) {}

  /** Proposes an entry: an account manager on the account's team or of the organisation that serves it. */
  async propose(
    viewer: Viewer,
    { entry, reason, ...account }: AccountKey & { entry: SectionEntry; reason: string },
  ): Promise<DossierProposalRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const because = boundedText('reason', reason, 1, 500);
    refusePersonalData({ reason: because });
    const checked = checkedEntry(entry);
    const key = await this.entries.keyFor(viewer, account, checked);
    return this.database.transaction(viewer.scope, async (session) => {
      const facts = await readEntryFacts(session, account, entry.section, viewer);
      if (!facts) throw notFound('accountId');
      if (!facts.isOnTeam && facts.organisationId !== viewer.organisationId) throw notItsManager();
      return insertProposal(
        session,
        account,
        checked,
        { baseVersion: facts.version, reason: because, key },
        viewer,
      );
    });
  }

  /**
   * Enters or rejects. Only a custodian of the very organisation that serves the account, never the proposer; CONFLICT
   * where the section was entered meanwhile, INVALID_STATE where the proposal is decided.
   */
  async decide(
    viewer: Viewer,
    { provinceId, proposalId, ...decision }: ProposalDecision,
  ): Promise<DossierProposalRow> {
    if (viewer.kind !== 'STAFF') throw notAPerson();
    const reason = optionalText('reason', decision.reason, 500);
    refusePersonalData({ reason });
    const seen = await this.database.transaction(viewer.scope, (session) =>
      findProposal(session, provinceId, proposalId),
    );
    if (!seen || !mayKnow(viewer, seen)) throw notFound('proposalId');
    if (isProposer(viewer, seen)) throw ownProposal();
    const key =
      decision.decision === 'ENTER' ? await this.entries.keyFor(viewer, seen, entryOf(seen, {})) : null;
    return this.database.transaction(viewer.scope, async (session) => {
      const proposal = await findProposal(session, provinceId, proposalId);
      // Served by another organisation by now.
      if (!proposal || !mayKnow(viewer, proposal)) throw notFound('proposalId');
      const changes = proposedChanges(this.entries.keys, proposal);
      const status = decision.decision === 'ENTER' ? 'ENTERED' : 'REJECTED';
      const decided = await decideProposal(session, proposal, { status, reason }, viewer);
      if (!decided || !changes) throw proposalDecided();
      if (status === 'ENTERED') {
        const expectedVersion = decision.expectedVersion ?? proposal.baseVersion;
        const order = { ...proposal, entry: entryOf(proposal, changes), expectedVersion };
        await this.entries.apply(session, order, { by: viewer, key, proposalId });
      }
      return decided;
    });
  }

  /** One's own proposals and, for a custodian, those about what one's own organisation serves; newest first. */
  async list(
    session: Session,
    viewer: Viewer,
    query: { status: DossierProposalStatus | null; before: number | null; limit: number },
  ): Promise<DossierProposalRow[]> {
    return viewer.kind === 'STAFF' ? listProposals(session, viewer, query) : [];
  }

  /** The proposed values. Ask after clearance only. */
  changesOf(proposal: DossierProposalRow): Changes | null {
    return proposedChanges(this.entries.keys, proposal);
  }
}

const entryOf = ({ section, keyPersonId }: DossierProposalRow, changes: Changes): SectionEntry => ({
  section,
  keyPersonId,
  changes,
});

const isProposer = (viewer: Viewer, proposal: DossierProposalRow): boolean =>
  viewer.staffId === proposal.staffId && viewer.staffProvinceId === proposal.staffProvinceId;

const mayKnow = (viewer: Viewer, proposal: DossierProposalRow): boolean =>
  isProposer(viewer, proposal) ||
  (viewer.capabilities.has('dossier:edit') && viewer.organisationId === proposal.organisationId);
