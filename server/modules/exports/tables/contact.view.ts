import { contactBySubject, maskedEmail, maskedNumber } from '../../dossier/dossier.module';
import { columns, type SectionTable } from '../export-table';

/** Section 2 (Article 17-1-2). A file is a list, so numbers and addresses to call people by are masked as in every list. */
export const CONTACT_TABLE: SectionTable = {
  title: '联系方式',
  columns: () =>
    columns('DossierContact', {
      address: '地址',
      postcode: '邮政编码',
      contactName: '联系人',
      phone: '电话',
      fax: '传真',
      email: '电子邮箱',
    }),
  rows: ({ loaders }, accounts) =>
    Promise.all(
      accounts.map(async ({ subject }) => {
        const contact = await loaders.of(contactBySubject).load(subject);
        if (!contact) return [[null, null, null, null, null, null]];
        const { address, postcode, contactName, phone, fax, email } = contact;
        return [[address, postcode, contactName, maskedNumber(phone), maskedNumber(fax), maskedEmail(email)]];
      }),
    ),
};
