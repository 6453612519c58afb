import DataLoader from 'dataloader';
import type { Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import { manyByAccount } from '../accounts/accounts.module';
import type { TariffRow } from './tariff';
import { readTariffs } from './tariffs.repository';

/** Section 8 by account, newest first. Ask after clearance only. */
export const tariffsBySubject: LoaderKind<Subject, TariffRow[]> = ({ session }) =>
  new DataLoader(async (subjects) => manyByAccount(subjects, await readTariffs(session, subjects)));
