import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Viewer } from './viewer';
import type { Session } from '../db/database';
import type { AccessRegister, RegisterEntry } from './access-register';
import { readStandings } from './grants.repository';
import { judgeByRight, judgeByStanding, type Judgement } from './judgement';
import { SECTION_POLICIES, type Section } from './sections';
import type { OperationPlan } from './operation-plan';
import type { Subject } from './subject';
import { keysOf } from './withheld';

/** What the clearance needs to know of the request it serves. */
export interface ClearanceRequest {
  viewer: Viewer;
  session: Session;
  register: AccessRegister;
  requestId: string;
  operation: () => OperationPlan;
  /** Told once when the register refuses to be written. */
  onRegisterFailure: (error: Error) => void;
}

interface Question {
  section: Section;
  subject: Subject;
}

type Decision = Question & Judgement;

/**
 * Decides who reads which section of whom. All questions of one tick are decided together: at most one statement for
 * what the viewer holds, one register batch; values leave only after that batch is committed.
 */
export class Clearance {
  private readonly questions: DataLoader<Question, boolean>;
  private readonly held: (() => void)[] = [];
  private holds = 0;
  /** Sections that are withheld because the register could not be written. */
  readonly unregistered = new Set<Section>();

  constructor(private readonly request: ClearanceRequest) {
    this.questions = new DataLoader((questions) => this.decideAll(questions), {
      cache: false,
      batchScheduleFn: (decide) => afterThisTick(() => this.unlessHeld(decide)),
    });
  }

  /** Whether the section may be read of the subject; answers at once where it is decided already. */
  decide(section: Section, subject: Subject): boolean | Promise<boolean> {
    return (
      subject.cleared[section] ??
      this.internal(section, subject) ??
      (subject.asked[section] ??= this.questions.load({ section, subject }))
    );
  }

  /** L1 is not registered, so a right or a plain refusal needs no wait. */
  private internal(section: Section, subject: Subject): boolean | undefined {
    if (SECTION_POLICIES[section].fieldClass !== 'L1') return undefined;
    const judgement = judgeByRight(this.request.viewer, section, subject);
    if (judgement) subject.cleared[section] = judgement.isCleared;
    return judgement?.isCleared;
  }

  /**
   * Puts decisions off until the returned function is called: whoever is about to load a list holds, so that what was
   * asked meanwhile (a board's total) and the list are decided and registered together.
   */
  hold(): () => void {
    this.holds += 1;
    return () => {
      this.holds -= 1;
      if (this.holds === 0)
        for (const decide of this.held.splice(0)) afterThisTick(() => this.unlessHeld(decide));
    };
  }

  private unlessHeld(decide: () => void): void {
    if (this.holds > 0) this.held.push(decide);
    else decide();
  }

  /** Decides a whole list beforehand, so that its cells are answered at once. */
  async prime(section: Section, subjects: readonly Subject[]): Promise<void> {
    await Promise.all(subjects.map(async (subject) => this.decide(section, subject)));
  }

  /** Primes a list with all that the operation selects below its field, in one batch and one register write. */
  async primeBelow({ path }: Pick<GraphQLResolveInfo, 'path'>, subjects: readonly Subject[]): Promise<void> {
    const sections = this.request.operation().sectionsBelow(keysOf(path));
    await Promise.all(sections.map((section) => this.prime(section, subjects)));
  }

  private async decideAll(questions: readonly Question[]): Promise<boolean[]> {
    await this.registerAndSettle(await this.judge(questions));
    return questions.map(({ section, subject }) => subject.cleared[section] === true);
  }

  private async judge(questions: readonly Question[]): Promise<Decision[]> {
    const { viewer, session } = this.request;
    const undecided: Question[] = [];
    const decisions: Decision[] = [];
    for (const question of questions) {
      const judgement = judgeByRight(viewer, question.section, question.subject);
      if (judgement) decisions.push({ ...question, ...judgement });
      else undecided.push(question);
    }
    if (undecided.length === 0) return decisions;
    const subjects = undecided.map(({ subject }) => subject);
    const standings = await readStandings(session, viewer, subjects);
    return [
      ...decisions,
      ...undecided.map((question) => ({
        ...question,
        ...judgeByStanding(viewer, question.section, question.subject, standings.get(question.subject)),
      })),
    ];
  }

  private async registerAndSettle(decisions: Decision[]): Promise<void> {
    const registered = decisions.filter(({ section }) => SECTION_POLICIES[section].fieldClass !== 'L1');
    try {
      if (registered.length > 0) await this.request.register.write(this.entries(registered));
    } catch (error) {
      this.request.onRegisterFailure(error as Error);
      for (const decision of registered) {
        this.unregistered.add(decision.section);
        decision.isCleared = false;
      }
    }
    for (const { section, subject, isCleared } of decisions) subject.cleared[section] = isCleared;
  }

  /** L3: an entry per account; L2: one per province of the accounts, outcome and reason. */
  private entries(decisions: Decision[]): RegisterEntry[] {
    const { viewer, requestId } = this.request;
    const operation = this.request.operation();
    const groups = new Map<string, Decision[]>();
    for (const decision of decisions) {
      const { section, subject, isCleared, basis, grantId } = decision;
      const single = SECTION_POLICIES[section].fieldClass === 'L3' ? subject.accountId : '';
      const key = [section, subject.provinceId, isCleared, basis, grantId ?? '', single].join('|');
      const group = groups.get(key);
      if (group) group.push(decision);
      else groups.set(key, [decision]);
    }
    return [...groups.values()].map((group) => {
      const [{ section, subject, isCleared, basis, grantId, purpose }] = group;
      return {
        provinceId: subject.provinceId,
        cityIds: distinct(group.map((decision) => decision.subject.cityId)),
        unitIds: distinct(group.map((decision) => decision.subject.unitId)),
        staffProvinceId: viewer.staffProvinceId,
        staffId: viewer.staffId,
        tokenId: viewer.tokenId,
        staffName: viewer.name,
        staffOrganisationId: viewer.organisationId,
        staffRoles: viewer.roles,
        outcome: isCleared ? 'READ' : 'REFUSED',
        section,
        fields: operation.fieldsOf(section),
        accountIds: group.map((decision) => decision.subject.accountId).filter((id) => id !== 0),
        grantId,
        purpose,
        basis: `${basis}; Article ${SECTION_POLICIES[section].article}`,
        operationName: operation.name,
        operationHash: operation.hash,
        requestId,
      };
    });
  }
}

const distinct = (ids: number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);

// As DataLoader does by itself: when the promises of this tick have settled.
function afterThisTick(decide: () => void): void {
  void Promise.resolve().then(() => process.nextTick(decide));
}
