import DataLoader from 'dataloader';
import type { Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import { manyByAccount, oneByAccount } from '../accounts/accounts.module';
import type { HandlingRow, PickupRow, ServiceRow, VisitRow, ComplaintRow } from './records';
import { readComplaints, readHandlings, readPickups, readServices, readVisits } from './records.repository';

/** Section 4 by account; null where nothing was entered. Ask after clearance only. */
export const serviceBySubject: LoaderKind<Subject, ServiceRow | null> = ({ session }) =>
  new DataLoader(async (subjects) => oneByAccount(subjects, await readServices(session, subjects)));

/** Pickups by account, newest first. Ask after clearance only. */
export const pickupsBySubject: LoaderKind<Subject, PickupRow[]> = ({ session }) =>
  new DataLoader(async (subjects) => manyByAccount(subjects, await readPickups(session, subjects)));

/** Visits by account, newest first. Ask after clearance only. */
export const visitsBySubject: LoaderKind<Subject, VisitRow[]> = ({ session }) =>
  new DataLoader(async (subjects) => manyByAccount(subjects, await readVisits(session, subjects)));

/** Complaints by account, newest first. Ask after clearance only. */
export const complaintsBySubject: LoaderKind<Subject, ComplaintRow[]> = ({ session }) =>
  new DataLoader(async (subjects) => manyByAccount(subjects, await readComplaints(session, subjects)));

/** What was done by complaint, as it went on. Ask after clearance only. */
export const handlingsByComplaint: LoaderKind<ComplaintRow, HandlingRow[]> = ({ session }) =>
  new DataLoader(async (complaints) => {
    const rows = await readHandlings(session, complaints);
    return complaints.map(({ provinceId, id }) =>
      rows.filter((row) => row.provinceId === provinceId && row.complaintId === id),
    );
  });
