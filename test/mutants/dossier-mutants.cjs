// Rules of the dossier's doors, as mutants.cjs has the others.
const FIELDS = 'test/matrix/field-matrix';
const EXPORTS = 'test/exports/exports';
const ENDINGS = 'test/exports/endings';
const SEALS = 'test/register/seals';

/** @type {import('./mutants.cjs')} */
module.exports = [
  {
    name: 'Chapter 5: credit and tariffs open without a purpose',
    file: 'server/authz/judgement.ts',
    from: 'const { fieldClass, byRight, purposeFirst } = SECTION_POLICIES[section];',
    to: 'const { fieldClass, byRight } = SECTION_POLICIES[section]; const purposeFirst = false;',
    tests: ['server/authz/judgement'],
  },
  {
    name: 'Chapter 5: credit and tariffs open without a purpose to who reads elsewhere',
    file: 'server/authz/judgement.ts',
    from: 'const { byRight, purposeFirst } = SECTION_POLICIES[section];',
    to: 'const { byRight } = SECTION_POLICIES[section]; const purposeFirst = false;',
    tests: ['server/authz/judgement'],
  },
  {
    name: 'Chapter 5: a reading session opens what is no right',
    file: 'server/authz/judgement.ts',
    from: 'if (right && session) return',
    to: 'if (session) return',
    tests: [FIELDS],
  },
  {
    name: 'Chapter 5: a copy of L3 needs nobody else',
    file: 'server/modules/exports/exports.service.ts',
    from: 'needsDecision: isSensitive || ',
    to: 'needsDecision: ',
    tests: [EXPORTS],
  },
  {
    name: 'Chapter 5: a copy of many rows needs nobody else',
    file: 'server/modules/exports/exports.service.ts',
    from: 'isSensitive || chosen.length > EXPORT_ALONE_ROWS.value',
    to: 'isSensitive',
    tests: [EXPORTS],
  },
  {
    name: 'Chapter 5: one decides on one’s own copy',
    file: 'server/modules/exports/exports.service.ts',
    from: 'if (one && isOwn(viewer, one)) throw ownRequest();',
    to: '',
    tests: [EXPORTS],
  },
  {
    name: 'Chapter 5: one decides on one’s own request',
    file: 'server/modules/dossier/access-grants.service.ts',
    from: 'if (isRequester(viewer, grant)) throw ownRequest();',
    to: '',
    tests: ['test/dossier/grants'],
  },
  {
    name: 'Chapter 5: a file is anybody’s',
    file: 'server/modules/exports/export-download.service.ts',
    from: `if (!found || !one || !isOwn || viewer.kind !== 'STAFF')`,
    to: `if (!found || !one || (isOwn && viewer.kind !== 'STAFF'))`,
    tests: [EXPORTS, ENDINGS],
  },
  {
    name: 'Chapter 5: a file is kept after its download',
    file: 'server/modules/exports/exports.repository.ts',
    from: 'return taken ? removeFile(session, { provinceId, id }) : null;',
    to: `if (!taken) return null;
  const [row] = await session.query<{ sealed: Buffer }>('SELECT sealed FROM export_files WHERE province_id = $1 AND export_id = $2', [provinceId, id]);
  return row?.sealed ?? null;`,
    tests: [EXPORTS, ENDINGS],
  },
  {
    name: 'Chapter 5: a file is downloaded twice',
    file: 'server/modules/exports/export-download.service.ts',
    from: 'if (one.status === ExportStatus.DOWNLOADED || one.status === ExportStatus.EXPIRED) throw exportSpent();',
    to: '',
    tests: [EXPORTS, ENDINGS],
  },
  {
    name: 'Chapter 5: a file leaves although a right has ended',
    file: 'server/modules/exports/export-download.service.ts',
    from: '!(await reading.mayStillRead(viewer, one, found.held))',
    to: 'false',
    tests: [ENDINGS],
  },
  {
    name: 'Chapter 5: rows go on where a grant ends midway',
    file: 'server/modules/exports/export-reader.view.ts',
    from: 'const cleared = await clearedOf(context, section, accounts);\n      const rows',
    to: 'await clearedOf(context, section, accounts);\n      const cleared = accounts;\n      const rows',
    tests: [EXPORTS, ENDINGS],
  },
  {
    name: 'Chapter 5: files are not masked',
    file: 'server/modules/dossier/masked.ts',
    from: `if (text === null) return null;
  const characters`,
    to: `if (text !== null || text === null) return text;
  const characters`,
    tests: [EXPORTS],
  },
  {
    name: 'Chapter 5: a spreadsheet runs what was entered',
    file: 'server/modules/exports/export-file.ts',
    from: 'harmlessCell(textOf(cell))',
    to: '(harmlessCell, textOf(cell))',
    tests: [EXPORTS],
  },
  {
    name: 'Chapter 5: reading the register is not registered',
    file: 'server/modules/dossier/register/access-register.resolver.ts',
    from: 'await context.registerReadings(readingsOf(',
    to: 'void (readingsOf(',
    tests: ['test/dossier/register'],
  },
  {
    name: 'Chapter 5: an edited row passes',
    file: 'server/modules/dossier/register/register-finding.ts',
    from: 'else if (!digest.equals(sealed))',
    to: 'else if (!digest.equals(sealed) && sealed.length === 0)',
    tests: [SEALS],
  },
  {
    name: 'Chapter 5: a deleted row passes',
    file: 'server/modules/dossier/register/register-finding.ts',
    from: 'if (!isArchived) findings.push',
    to: 'if (!isArchived && digest) findings.push',
    tests: [SEALS],
  },
  {
    name: 'Chapter 5: an inserted row passes',
    file: 'server/modules/dossier/register/register-finding.ts',
    from: 'if (isFromKnown) for',
    to: 'if (isFromKnown && found.size < 0) for',
    tests: [SEALS],
  },
  {
    name: 'Chapter 5: a forged seal passes',
    file: 'server/modules/dossier/register/seal-key.ts',
    from: 'return same(this.seal(seal), seal.seal);',
    to: 'return this.seal(seal).length > 0;',
    tests: [SEALS],
  },
  {
    name: 'Chapter 5: the reader’s name is not sealed',
    file: 'server/modules/dossier/register/sealed-row.ts',
    from: `  'staff_name',\n`,
    to: '',
    tests: [SEALS],
  },
  {
    name: 'Chapter 5: a ciphertext opens in any row',
    file: 'server/db/cell-cipher.ts',
    from: 'JSON.stringify([VERSION, table, column, provinceId, rowId])',
    to: 'JSON.stringify([VERSION, table, column, provinceId, rowId * 0])',
    tests: ['server/db/cell-cipher', 'test/dossier/sealed'],
  },
  {
    name: 'Chapter 5: data of minors is kept',
    file: 'server/modules/dossier/dossier.service.ts',
    from: `= values;
  refusePersonalData({ name, position, family, homeAddress, hobbies });`,
    to: '= values;',
    tests: ['test/dossier/sealed'],
  },
];
