import { registerEnumType } from 'type-graphql';

/** 合法性基础: why personal data of a key person may be kept (PIPL Article 13). */
export enum LawfulBasis {
  CONSENT = 'CONSENT',
  CONTRACT = 'CONTRACT',
  LEGAL_DUTY = 'LEGAL_DUTY',
  PUBLIC_INFORMATION = 'PUBLIC_INFORMATION',
}

/** Chinese names, as files for people write them. */
export const LAWFUL_BASIS_NAMES: Record<LawfulBasis, string> = {
  CONSENT: '本人同意',
  CONTRACT: '订立、履行合同所必需',
  LEGAL_DUTY: '履行法定职责或法定义务',
  PUBLIC_INFORMATION: '已合法公开的信息',
};

registerEnumType(LawfulBasis, {
  name: 'LawfulBasis',
  description: 'Why personal data may be kept, PIPL Article 13. 合法性基础',
  valuesConfig: {
    CONSENT: { description: 'The person agreed. 本人同意' },
    CONTRACT: { description: 'A contract with the person needs it. 订立、履行合同所必需' },
    LEGAL_DUTY: { description: 'The law asks for it. 履行法定职责或法定义务' },
    PUBLIC_INFORMATION: { description: 'It is lawfully public. 已合法公开的信息' },
  },
});
