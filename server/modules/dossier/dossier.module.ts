import type { LoaderKind } from '../../context/loaders';
import { DataKeys } from '../../db/data-keys';
import type { Database } from '../../db/database';
import type { GraphModule } from '../../graphql/schema';
import type { OrganisationDirectory } from '../organisations/organisations.module';
import { AccessGrantService } from './access-grants.service';
import { AccessGrantsResolver } from './access-grants.resolver';
import { AccessRegisterResolver } from './access-register.resolver';
import { AccessRegisterService } from './access-register.service';
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
export function dossierModule(parts: DossierParts): GraphModule & { dossiers: DossierService } {
  const { database, encryptionSecret, directory, accountByKey } = parts;
  const keys = new DataKeys(database, encryptionSecret);
  const dossiers = new DossierService(database, keys);
  const grants = new AccessGrantService(database);
  const neighbours = new Neighbours(accountByKey, directory);
  return {
    dossiers,
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
