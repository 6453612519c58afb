import type { LoaderKind } from '../../context/loaders';
import { DataKeys } from '../../db/data-keys';
import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { AccessGrantService } from './access-grants.service';
import { AccessGrantsResolver } from './access-grants.resolver';
import { AccessRegisterResolver } from './register/access-register.resolver';
import { AccessRegisterService } from './register/access-register.service';
import { RegisterSealer } from './register/register-sealer.service';
import { RegisterVerifier } from './register/register-verifier.service';
import { RegisterWatch } from './register/register-watch.service';
import { SealKey } from './register/seal-key';
import type { AccountKey } from './dossier-values';
import { keyPersonsBySubject } from './dossier.loaders';
import { AccountDossierResolver, KeyPersonsResolver } from './dossier.resolver';
import { DossierService } from './dossier.service';
import { DecideDossierAccess } from './mutations/decide-dossier-access';
import { RequestDossierAccess } from './mutations/request-dossier-access';
import { RevokeDossierAccess } from './mutations/revoke-dossier-access';
import { SaveKeyPerson } from './mutations/save-key-person';
import { Neighbours } from './neighbours.loaders';

export type { AccountKey, BasicValues, ContactValues, KeyPersonValues } from './dossier-values';
export type { DossierService } from './dossier.service';
export { findingName } from './register/register-finding';
export type { Head, RegisterVerifier, Verdict } from './register/register-verifier.service';
export type { RegisterWatch } from './register/register-watch.service';

/** What dossiers are composed of. */
export interface DossierParts {
  database: Database;
  /** ENCRYPTION_SECRET: wraps the data keys of section 3. */
  encryptionSecret: string;
  directory: OrganisationDirectory;
  /** Accounts of the graph by key; null out of scope. */
  accountByKey: LoaderKind<AccountKey, object | null>;
}

/** Dossiers, the permissions to read them and the register of their readings (Articles 16, 17 and 19). */
export function dossierModule(parts: DossierParts): GraphModule & {
  dossiers: DossierService;
  /** Seals the register and tells whether it may be trusted. */
  registerWatch: RegisterWatch;
  registerVerifier: RegisterVerifier;
} {
  const { database, encryptionSecret, directory, accountByKey } = parts;
  const keys = new DataKeys(database, encryptionSecret);
  const dossiers = new DossierService(database, keys);
  const grants = new AccessGrantService(database);
  const sealKey = new SealKey(encryptionSecret);
  const registerVerifier = new RegisterVerifier(database, sealKey);
  const sealer = new RegisterSealer(database, sealKey);
  const neighbours = new Neighbours(accountByKey, directory);
  return {
    dossiers,
    registerVerifier,
    registerWatch: new RegisterWatch(database, sealer, registerVerifier),
    resolvers: [
      new AccountDossierResolver(),
      new KeyPersonsResolver(keyPersonsBySubject(keys)),
      new AccessGrantsResolver(grants, neighbours),
      new AccessRegisterResolver(new AccessRegisterService(), neighbours),
      new RequestDossierAccess(grants),
      new DecideDossierAccess(grants),
      new RevokeDossierAccess(grants),
      new SaveKeyPerson(dossiers),
    ],
  };
}
