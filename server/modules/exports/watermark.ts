import { instant } from './export-table';
import { registerNumber, type ExportRow } from './export-request';

/** Whose copy it is: who, of which organisation, when, for what, under which number of the register (Article 19). */
export function watermark(one: ExportRow, organisationName: string, at: Date): string[] {
  return [
    `邮政大客户档案复制件,企业秘密 / copy of confidential dossiers`,
    `${one.staffName} ${organisationName} ${instant(at)} 登记号 ${registerNumber(one)}`,
    `用途: ${one.purpose}`,
  ];
}
