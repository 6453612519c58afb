import type { HasSubject, Subject } from '../../authz/subject';
import type { LoaderKind } from '../../context/loaders';
import { DataKeys } from '../../db/data-keys';
import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { AccessGrantService } from './access-grants.service';
import { AccessGrantsResolver } from './access-grants.resolver';
import { BreakGlassService } from './access/break-glass.service';
import { ReadingSessionsResolver } from './access/reading-sessions.resolver';
import { ReadingSessionService } from './access/reading-sessions.service';
import { RevealService } from './access/reveal.service';
import { AccessRegisterResolver } from './register/access-register.resolver';
import { AccessRegisterService } from './register/access-register.service';
import { AccessExplanationResolver } from './register/access-explanation.resolver';
import { AccessExplanationService, type FindViewer } from './register/access-explanation.service';
import { AccessAlertsResolver } from './register/access-alerts.resolver';
import { AccessAlertService } from './register/access-alerts.service';
import { AcknowledgeAccessAlert } from './register/mutations/acknowledge-access-alert';
import { RegisterAcceptance } from './register/register-acceptance.service';
import { RegisterArchive } from './register/register-archive.service';
import { RegisterSealer } from './register/register-sealer.service';
import { RegisterVerifier } from './register/register-verifier.service';
import { RegisterWatch } from './register/register-watch.service';
import { SealKey } from './register/seal-key';
import type { AccountKey } from './dossier-values';
import { keyPersonsBySubject } from './dossier.loaders';
import { AccountDossierResolver, DossierContactResolver, KeyPersonsResolver } from './dossier.resolver';
import { DossierService } from './dossier.service';
import { BreakGlass } from './mutations/break-glass';
import { InnerSectionsResolver } from './inner-sections.resolver';
import { DossierEntryService } from './entry/dossier-entry.service';
import { DossierProposalsResolver } from './entry/dossier-proposals.resolver';
import { DossierProposalService } from './entry/dossier-proposals.service';
import { DossierSectionsResolver, DossierUpkeepResolver } from './entry/dossier-upkeep.resolver';
import { DossierUpkeepService } from './entry/dossier-upkeep.service';
import { DecideDossierChange } from './entry/mutations/decide-dossier-change';
import { ProposeDossierChange } from './entry/mutations/propose-dossier-change';
import { UpdateDossierSection } from './entry/mutations/update-dossier-section';
import { DecideDossierAccess } from './mutations/decide-dossier-access';
import { EndAccess } from './mutations/end-access';
import { RegisterAccess } from './mutations/register-access';
import { RequestDossierAccess } from './mutations/request-dossier-access';
import { ReviewBreakGlass } from './mutations/review-break-glass';
import { Reveal } from './mutations/reveal';
import { RevokeDossierAccess } from './mutations/revoke-dossier-access';
import { EraseKeyPerson } from './mutations/erase-key-person';
import { KeyPersonErasure } from './key-person-erasure.service';
import { KeyPersonSearch } from './key-person-search.service';
import { KeyPersonSearchResolver } from './key-person-search.resolver';
import { SaveKeyPerson } from './mutations/save-key-person';
import type { KeyPerson } from './key-person.type';
import { Neighbours } from './neighbours.loaders';

export type { AccountKey, BasicValues, ContactValues, KeyPersonValues } from './dossier-values';
export { LAWFUL_BASIS_NAMES, LawfulBasis } from './lawful-basis';
export { DossierSection } from './dossier-section.type';
export { basicBySubject, contactBySubject } from './dossier.loaders';
export { maskedEmail, maskedNumber } from './masked';
export type { DossierService } from './dossier.service';
export { refusePersonalData } from './personal-data';
export { findingName, type Finding } from './register/register-finding';
export { verifyArchive } from './register/archive-line';
export type { Owner } from './register/register-archive.service';
export { SealKey } from './register/seal-key';
export type { Head, RegisterVerifier, Verdict } from './register/register-verifier.service';
export type { RegisterWatch } from './register/register-watch.service';

/** What dossiers are composed of. */
export interface DossierParts {
  database: Database;
  /** ENCRYPTION_SECRET: wraps the data keys of section 3. */
  encryptionSecret: string;
  directory: OrganisationDirectory;
  /** Accounts of the graph by key; null out of scope. */
  accountByKey: LoaderKind<AccountKey, HasSubject | null>;
  findViewer: FindViewer;
  /** Has every viewer looked up anew. */
  forgetViewers: () => void;
}

/** Keeping the register whole (Article 19): for the jobs and the command line. */
export interface RegisterTools {
  /** Seals and tells whether the register may be trusted. */
  watch: RegisterWatch;
  verifier: RegisterVerifier;
  archive: RegisterArchive;
  acceptance: RegisterAcceptance;
  alerts: AccessAlertService;
}

/** Dossiers, the permissions to read them and the register of their readings (Articles 16, 17 and 19). */
export function dossierModule(parts: DossierParts): GraphModule & {
  dossiers: DossierService;
  register: RegisterTools;
  /** Section 3 by account; see dossier.loaders.ts. */
  keyPersonsBySubject: LoaderKind<Subject, KeyPerson[] | null>;
} {
  const { database, encryptionSecret, directory, accountByKey } = parts;
  const keys = new DataKeys(database, encryptionSecret);
  const dossiers = new DossierService(database, keys);
  const grants = new AccessGrantService(database, directory);
  const breakGlasses = new BreakGlassService(database, directory);
  const readings = new ReadingSessionService(database, parts.forgetViewers);
  const entries = new DossierEntryService(database, keys);
  const proposals = new DossierProposalService(database, entries);
  const sealKey = new SealKey(encryptionSecret);
  const registerVerifier = new RegisterVerifier(database, sealKey);
  const register = {
    watch: new RegisterWatch(database, new RegisterSealer(database, sealKey), registerVerifier),
    verifier: registerVerifier,
    archive: new RegisterArchive(database, sealKey),
    acceptance: new RegisterAcceptance(registerVerifier, sealKey),
    alerts: new AccessAlertService(database),
  };
  const keyPersons = keyPersonsBySubject(keys);
  const neighbours = new Neighbours(accountByKey, directory);
  return {
    dossiers,
    register,
    keyPersonsBySubject: keyPersons,
    resolvers: [
      new AccountDossierResolver(),
      new DossierContactResolver(),
      new InnerSectionsResolver(),
      new KeyPersonsResolver(keyPersons),
      new KeyPersonSearchResolver(new KeyPersonSearch(keys), keyPersons, neighbours),
      new AccessGrantsResolver(grants, neighbours),
      new AccessRegisterResolver(new AccessRegisterService(), neighbours),
      new ReadingSessionsResolver(readings, neighbours),
      new RegisterAccess(readings),
      new Reveal(new RevealService(), accountByKey),
      new EndAccess(readings),
      new AccessExplanationResolver(new AccessExplanationService(parts.findViewer), neighbours),
      new AccessAlertsResolver(register.alerts, neighbours),
      new AcknowledgeAccessAlert(register.alerts),
      new RequestDossierAccess(grants),
      new DecideDossierAccess(grants),
      new RevokeDossierAccess(grants),
      new BreakGlass(breakGlasses),
      new ReviewBreakGlass(breakGlasses),
      new SaveKeyPerson(dossiers),
      new EraseKeyPerson(new KeyPersonErasure(database)),
      new DossierSectionsResolver(),
      new DossierUpkeepResolver(new DossierUpkeepService(keys), neighbours),
      new DossierProposalsResolver(proposals, neighbours),
      new ProposeDossierChange(proposals),
      new DecideDossierChange(proposals),
      new UpdateDossierSection(entries),
    ],
  };
}
