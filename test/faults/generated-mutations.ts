import * as fc from 'fast-check';
import { SECTIONS } from '../../server/authz/sections';
import { encodeId } from '../../server/graphql/global-id';
import type { Story } from '../kit/story';
import * as told from '../kit/story-accounts';

/** Sections that stating a purpose opens to whoever has a right: those would rightly differ afterwards. */
const OPENED_BY_PURPOSE = ['CREDIT', 'TARIFF'];
const PAYLOAD = 'userErrors { code field message }';

/**
 * Mutations around dossiers, mostly such as are refused: what a refusal and a payload say must not depend on what is
 * hidden. None of them opens a section to its caller at once, so break-glass is not among them.
 */
export function mutations(story: Story): fc.Arbitrary<string> {
  const { provinceId } = story.key('x');
  const accounts = fc.constantFrom(...told.STORY_ACCOUNTS.map(({ key }) => story.id(key)), 'nonsense');
  const sections = (of: readonly string[]): fc.Arbitrary<string> =>
    fc.subarray([...of], { maxLength: 3 }).map((chosen) => `[${chosen.join()}]`);
  const purpose = fc.constantFrom('"走访准备"', '"x"', `"${told.canary('CONTACT', 'x', 'phone')}"`);
  const ids = (type: 'AccessGrant' | 'Export' | 'ReadingSession'): fc.Arbitrary<string> =>
    fc
      .integer({ min: 1, max: 400 })
      .map((id) => encodeId(type, type === 'ReadingSession' ? 0 : provinceId, id));
  const ACCOUNT = '{ name uscc dossier { contact { address phone } keyPersons { name } } }';
  const call = (name: string, payload: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc
      .tuple(...parts)
      .map(
        (given) => `mutation Generated { ${name}(input: { ${given.join(', ')} }) { ${payload} ${PAYLOAD} } }`,
      );
  const named = (name: string, value: fc.Arbitrary<string>, quote = ''): fc.Arbitrary<string> =>
    value.map((text) => `${name}: ${quote}${text}${quote}`);
  const account = named('accountId', accounts, '"');
  const soon = fc.constant(`until: "${new Date(Date.now() + 3_600_000).toISOString()}"`);
  const harmless = SECTIONS.filter((section) => !OPENED_BY_PURPOSE.includes(section));
  return fc.oneof(
    call(
      'requestDossierAccess',
      `grant { status sections account ${ACCOUNT} }`,
      ...[account, named('sections', sections(SECTIONS)), named('purpose', purpose)],
    ),
    call(
      'registerAccess',
      `readingSession { purpose accounts ${ACCOUNT} }`,
      ...[
        named(
          'accountIds',
          accounts.map((id) => `["${id}"]`),
        ),
        named('sections', sections(harmless)),
      ],
      ...[named('purpose', purpose), soon],
    ),
    call(
      'reveal',
      'revealed { value }',
      ...[account, named('field', fc.constantFrom('PHONE', 'FAX', 'EMAIL')), named('purpose', purpose)],
    ),
    call(
      'requestExport',
      `export { accountCount status isDecisionNeeded accounts ${ACCOUNT} }`,
      ...[
        named(
          'accountIds',
          accounts.map((id) => `["${id}"]`),
        ),
        named('sections', sections(SECTIONS)),
      ],
      ...[named('purpose', purpose), fc.constant('format: CSV')],
    ),
    call(
      'saveKeyPerson',
      '',
      account,
      named('name', fc.constantFrom('"王某"', '""', '"440106201501011234"')),
    ),
    call(
      'assignAccountTeam',
      `account ${ACCOUNT}`,
      ...[account, named('expectedVersion', fc.constantFrom('7', '8'))],
    ),
    call(
      'decideDossierAccess',
      `grant { account ${ACCOUNT} }`,
      named('grantId', ids('AccessGrant'), '"'),
      fc.constant('decision: REFUSE'),
    ),
    call(
      'revokeDossierAccess',
      `grant { account ${ACCOUNT} }`,
      named('grantId', ids('AccessGrant'), '"'),
      fc.constant('reason: "x"'),
    ),
    call(
      'decideExport',
      `export { accounts ${ACCOUNT} }`,
      named('exportId', ids('Export'), '"'),
      fc.constant('decision: REFUSE'),
    ),
    call(
      'endAccess',
      `readingSession { accounts ${ACCOUNT} }`,
      named('readingSessionId', ids('ReadingSession'), '"'),
    ),
  );
}
