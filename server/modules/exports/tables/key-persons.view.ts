import type { Subject } from '../../../authz/subject';
import type { LoaderKind } from '../../../context/loaders';
import { LAWFUL_BASIS_NAMES, type KeyPersonValues } from '../../dossier/dossier.module';
import { columns, type SectionTable } from '../export-table';

/** Section 3 (Article 17-1-3), a row per person; an account whose grant has ended since it was cleared has none. */
export const keyPersonsTable = (
  keyPersonsBySubject: LoaderKind<Subject, KeyPersonValues[] | null>,
): SectionTable => ({
  title: '关键人物',
  columns: () =>
    columns('KeyPerson', {
      name: '姓名',
      position: '职务',
      isDecisionMaker: '是否决策人',
      family: '家庭情况',
      homeAddress: '家庭住址',
      hobbies: '爱好',
      lawfulBasis: '合法性基础',
    }),
  rows: ({ loaders }, accounts) =>
    Promise.all(
      accounts.map(async ({ subject }) => {
        const persons = (await loaders.of(keyPersonsBySubject).load(subject)) ?? [];
        return persons.map(
          ({ name, position, isDecisionMaker, family, homeAddress, hobbies, lawfulBasis }) => [
            name,
            position,
            isDecisionMaker === null ? null : isDecisionMaker ? '是' : '否',
            family,
            homeAddress,
            hobbies,
            lawfulBasis && LAWFUL_BASIS_NAMES[lawfulBasis],
          ],
        );
      }),
    ),
});
