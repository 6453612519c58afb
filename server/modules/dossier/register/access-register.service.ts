import type { Viewer } from '../../../authz/viewer';
import type { Session } from '../../../db/database';
import type { RegisterQuery, RegisterRow } from './access-register-entry';
import { listRegister } from './access-register.repository';

/** Reading the access register (Article 19: 登记手续), inside one's own scope. */
export class AccessRegisterService {
  /** Lines of the register, newest first. */
  list(session: Session, viewer: Viewer, query: RegisterQuery): Promise<RegisterRow[]> {
    return listRegister(session, viewer, query);
  }
}
