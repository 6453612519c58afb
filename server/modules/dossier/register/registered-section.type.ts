import { registerEnumType } from 'type-graphql';
import type { RegisteredSection as Name } from '../../../authz/access-register';
import { DossierSection, SECTION_DESCRIPTIONS } from '../dossier-section.type';

/** 登记内容: what a line of the register is about. */
export const RegisteredSection: { [Key in Name]: Key } = { ...DossierSection, REGISTER: 'REGISTER' };

registerEnumType(RegisteredSection, {
  name: 'RegisteredSection',
  description: 'What was read: a section of dossiers, or the register itself (Article 19). 登记内容',
  valuesConfig: {
    ...SECTION_DESCRIPTIONS,
    REGISTER: { description: 'The access register; reading it is registered, too. 查阅登记' },
  },
});
