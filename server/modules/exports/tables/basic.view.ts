import { basicBySubject } from '../../dossier/dossier.module';
import { columns, money, type SectionTable } from '../export-table';

const OWN = { uscc: '统一社会信用代码', industry: '行业', category: '使用类型' };
const ENTERED = {
  nature: '单位性质',
  serviceMode: '服务方式',
  legalRepresentative: '法定代表人',
  size: '企业规模',
  products: '主要产品',
};

/** Section 1, the internal part (Article 17-1-1). */
export const BASIC_TABLE: SectionTable = {
  title: '基本情况',
  columns: () => [...columns('Account', OWN), ...columns('DossierBasic', ENTERED)],
  rows: ({ loaders }, accounts) =>
    Promise.all(
      accounts.map(async ({ subject, uscc, industry, category }) => {
        const basic = await loaders.of(basicBySubject).load(subject);
        const entered = basic
          ? [basic.nature, basic.serviceMode, basic.legalRepresentative, basic.size, basic.products]
          : Object.keys(ENTERED).map(() => null);
        return [[uscc, industry?.name ?? null, category, ...entered]];
      }),
    ),
};

/** Section 1, the confidential part. */
export const FINANCE_TABLE: SectionTable = {
  title: '经营情况',
  columns: () =>
    columns('DossierBasic', { annualOutput: '年产值(元)', reputation: '信誉', profitAndLoss: '盈亏情况' }),
  rows: ({ loaders }, accounts) =>
    Promise.all(
      accounts.map(async ({ subject }) => {
        const basic = await loaders.of(basicBySubject).load(subject);
        return [
          [money(basic?.annualOutput ?? null), basic?.reputation ?? null, basic?.profitAndLoss ?? null],
        ];
      }),
    ),
};
