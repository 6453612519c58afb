import type { RequestContext } from '../../context/request-context';
import { managerByAccount, type KeyAccount } from '../accounts/accounts.module';
import { staffByKey } from '../identity/identity.module';
import { AccountRecords } from './account-records.type';
import { AccountService } from './account-service.type';
import { Complaint } from './complaint.type';
import { Pickup } from './pickup.type';
import {
  complaintsBySubject,
  handlingsByComplaint,
  pickupsBySubject,
  serviceBySubject,
  visitsBySubject,
} from './service.loaders';
import { Visit } from './visit.type';

/** Section 4 of an account; three statements for any number of accounts, each when asked for. */
export function accountService(
  { subject, row, organisation }: KeyAccount,
  { loaders }: RequestContext,
): AccountService {
  const { provinceId, accountId } = row;
  return new AccountService(subject, {
    organisation,
    entered: () => loaders.of(serviceBySubject).load(subject),
    member: async (role) => {
      const staffId = (await loaders.of(managerByAccount).load({ provinceId, accountId }))[role];
      return staffId === null ? null : loaders.of(staffByKey).load({ provinceId, staffId });
    },
  });
}

/** Section 6 of an account; a statement per list that is asked for, whatever the number of accounts. */
export function accountRecords({ subject }: KeyAccount, { loaders }: RequestContext): AccountRecords {
  return new AccountRecords(subject, {
    pickups: async () =>
      (await loaders.of(pickupsBySubject).load(subject)).map((row) => new Pickup(subject, row)),
    visits: async () =>
      (await loaders.of(visitsBySubject).load(subject)).map((row) => new Visit(subject, row)),
    complaints: async () =>
      (await loaders.of(complaintsBySubject).load(subject)).map(
        (row) => new Complaint(subject, row, () => loaders.of(handlingsByComplaint).load(row)),
      ),
  });
}
