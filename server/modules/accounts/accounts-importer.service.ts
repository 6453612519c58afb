import { DomainError } from '../../graphql/errors';
import { copyFields, type Importer, type ImportRun, Rejection } from '../../imports/importer';
import { lockTree, queriesOf, readTree } from '../organisations/organisations.module';
import * as steps from './accounts-import.repository';
import { CURRENT_SCHEME } from './industries';
import type { IndustryCatalogue } from './industry-catalogue.service';
import { identityKey } from './normalised-name';
import { pinyinInitials } from './pinyin';
import { servingPlaces } from './serving-places';
import { isValidUscc } from './uscc';

/**
 * Accounts from a file (Article 17-2), matched by province and account number. An empty cell leaves what is known; the
 * address only tells customers without a credit code apart (Article 12) and is not kept in the dossier.
 */
export function accountsImporter(catalogue: IndustryCatalogue): Importer {
  return {
    kind: 'ACCOUNTS',
    capability: 'accounts:import',
    lock: 'PROVINCE',
    columns: [
      { field: 'account_no', names: ['account_no', '客户编号'], required: true },
      { field: 'name', names: ['name', '客户名称'], required: true },
      { field: 'uscc', names: ['uscc', '统一社会信用代码'], required: false },
      { field: 'organisation_code', names: ['organisation_code', '机构代码'], required: true },
      { field: 'industry_code', names: ['industry_code', '行业代码'], required: false },
      { field: 'address', names: ['address', '地址'], required: false },
    ],
    staging: steps.STAGED.map((name) => ({ name, type: 'text COLLATE "C"' })),
    reader: () => readRow,
    write: (run) => write(run, catalogue),
  };
}

const CONTROL = /\p{Cc}/u;

function readRow([accountNo, name, code, organisationCode, industryCode, address]: readonly string[]):
  string | Rejection {
  if (accountNo === '') return new Rejection('缺少客户编号', 'The account number is missing');
  if (accountNo.length > 64 || CONTROL.test(accountNo))
    return new Rejection('客户编号最多 64 字', 'An account number has at most 64 characters', accountNo);
  if (name === '' || name.length > 200 || CONTROL.test(name))
    return new Rejection('客户名称应为 1 至 200 字', 'A name has 1 to 200 characters', name);
  const uscc = code.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  if (uscc !== '' && !isValidUscc(uscc))
    return new Rejection('统一社会信用代码校验不通过', 'The credit code fails its check', code);
  if (address.length > 500)
    return new Rejection('地址最多 500 字', 'An address has at most 500 characters', address);
  try {
    const { kind, key } = identityKey({ uscc, name, address });
    const industry = industryCode.toUpperCase();
    return copyFields([
      accountNo,
      name,
      pinyinInitials(name),
      uscc,
      organisationCode,
      industry,
      address,
      kind,
      key,
    ]);
  } catch (error) {
    if (error instanceof RangeError)
      return new Rejection('客户名称没有文字', 'The name has no letter or digit', name);
    throw error;
  }
}

async function write(
  { client, viewer }: ImportRun,
  catalogue: IndustryCatalogue,
): Promise<{ rowsNew: number; rowsChanged: number; rowsSame: number }> {
  // A bureau sees one line of what an account has, so it could not take the rest along.
  if (viewer.scope.line) throw new DomainError('FORBIDDEN');
  const queries = queriesOf(client);
  await lockTree(queries, 'TO_FILE_ROWS');
  await steps.placeRows(queries, servingPlaces(await readTree(queries), viewer.scope));
  const industries = (await catalogue.industries()).all().filter(({ scheme }) => scheme === CURRENT_SCHEME);
  await steps.rejectUnknown(
    queries,
    industries.map(({ code }) => code),
  );
  await steps.selectGood(queries);
  const repeated = await steps.dropRepeated(queries);
  await steps.resolve(queries);
  if (viewer.scope.level === 0) await steps.rejectOtherProvince(queries);
  const known = await steps.countKnown(queries);
  const rowsNew = await steps.insertNew(queries);
  const rowsChanged = await steps.updateChanged(queries);
  return { rowsNew, rowsChanged, rowsSame: repeated + known - rowsChanged };
}
