import type { Logger } from 'pino';
import type { AccessRegister, Reading } from '../authz/access-register';
import type { Capability } from '../authz/capabilities';
import { Clearance } from '../authz/clearance';
import { NO_OPERATION, type OperationPlan } from '../authz/operation-plan';
import { Subjects } from '../authz/subject';
import type { GuardedContext } from '../authz/guarded-context';
import type { Viewer } from '../authz/viewer';
import { Withheld } from '../authz/withheld';
import type { Database, LazySession } from '../db/database';
import type { Scope } from '../db/scope';
import { DomainError, type Locale } from '../graphql/errors';
import { Loaders } from './loaders';

const NOBODY_SCOPE: Scope = { level: 3, provinceId: 0, cityId: 0, unitIds: [], line: null };

/** Everything one GraphQL request carries. */
export class RequestContext implements GuardedContext {
  readonly loaders = new Loaders(this);
  readonly subjects = new Subjects();
  readonly withheld = new Withheld();
  /** Reads of this request: one transaction, opened at its first statement, under the viewer's scope. */
  readonly session: LazySession;
  /** Set when the operation is known; names the gated fields it selects. */
  operation: OperationPlan = NO_OPERATION;
  private madeClearance: Clearance | undefined;

  constructor(
    readonly database: Database,
    private readonly register: AccessRegister,
    /** null: nobody is signed in. */
    readonly viewer: Viewer | null,
    readonly requestId: string,
    readonly locale: Locale,
    readonly clientAddress: string,
    readonly log: Logger,
  ) {
    this.session = database.session(viewer?.scope ?? NOBODY_SCOPE);
  }

  /** The viewer, or UNAUTHENTICATED. */
  get signedIn(): Viewer {
    if (!this.viewer) throw new DomainError('UNAUTHENTICATED');
    return this.viewer;
  }

  /** Whether the viewer may do it. */
  can(capability: Capability): boolean {
    return this.viewer?.capabilities.has(capability) ?? false;
  }

  /**
   * Ends the reading so far: drops the loaders and the decided subjects, so that a change is seen, and gives the reading
   * connection back, so that a change under way does not hold two.
   */
  async forget(): Promise<void> {
    this.loaders.forget();
    this.subjects.forget();
    await this.session.pause();
  }

  /**
   * Registers readings that pass no gate of a field (the register itself, one value that is revealed) and waits until
   * they are committed. REGISTER_UNAVAILABLE where they cannot be: what was read must not leave then.
   */
  async registerReadings(readings: readonly Reading[]): Promise<void> {
    const { staffProvinceId, staffId, tokenId, name, organisationId, roles } = this.signedIn;
    const by = { staffProvinceId, staffId, tokenId, staffName: name };
    const { name: operationName, hash: operationHash } = this.operation;
    const request = { operationName, operationHash, requestId: this.requestId };
    try {
      await this.register.write(
        readings.map((reading) => ({
          ...reading,
          ...by,
          staffOrganisationId: organisationId,
          staffRoles: roles,
          ...request,
        })),
      );
    } catch (error) {
      this.tellUnregistered(error as Error);
      throw new DomainError('REGISTER_UNAVAILABLE');
    }
  }

  private tellUnregistered(error: Error): void {
    this.log.error({ requestId: this.requestId, reason: error.message }, 'access register not written');
  }

  /** Decides confidential fields for this request. */
  get clearance(): Clearance {
    this.madeClearance ??= new Clearance({
      viewer: this.signedIn,
      session: this.session,
      register: this.register,
      requestId: this.requestId,
      operation: () => this.operation,
      onRegisterFailure: (error) => this.tellUnregistered(error),
    });
    return this.madeClearance;
  }
}
