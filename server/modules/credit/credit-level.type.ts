import { registerEnumType } from 'type-graphql';

/** 信用级别: how far an account may pay later (item 七). */
export enum CreditLevel {
  AAA = 'AAA',
  AA = 'AA',
  A = 'A',
  B = 'B',
  C = 'C',
  D = 'D',
}

registerEnumType(CreditLevel, {
  name: 'CreditLevel',
  description: 'Level of credit, best first. 信用级别',
  valuesConfig: {
    AAA: { description: 'Excellent. 优秀' },
    AA: { description: 'Very good. 良好' },
    A: { description: 'Good. 较好' },
    B: { description: 'Fair. 一般' },
    C: { description: 'Poor: cash only. 较差' },
    D: { description: 'None: cash only. 差' },
  },
});
