import { Workbook } from 'exceljs';
import type { Story } from '../kit/story';

/** What the graph tells of an export. */
export interface Told {
  id: string;
  status: string;
  isDecisionNeeded: boolean;
  accountCount: number;
  registerNumber: string;
  rowsWritten: number | null;
  rowsWithheld: number | null;
  failure: string | null;
  href: string | null;
}

/** What a mutation answered: the export, or the codes of why not. */
export interface Reply {
  told: Told;
  codes: string[];
}

const FIELDS =
  'export { id status isDecisionNeeded accountCount registerNumber rowsWritten rowsWithheld failure href } userErrors { code }';

/** Asks for an export as somebody. */
export async function requestExport(story: Story, who: string, input: object): Promise<Reply> {
  const ask = await story.as(who);
  const { data, text } = await ask<{ requestExport: { export: Told; userErrors: { code: string }[] } }>(
    `mutation Ask($input: RequestExportInput!) { requestExport(input: $input) { ${FIELDS} } }`,
    { input: { format: 'CSV', purpose: '年度走访准备', ...input } },
  );
  if (!data?.requestExport) throw new Error(text);
  return { told: data.requestExport.export, codes: data.requestExport.userErrors.map(({ code }) => code) };
}

/** Decides one as somebody. */
export async function decideExport(
  story: Story,
  who: string,
  exportId: string,
  decision = 'APPROVE',
): Promise<Reply> {
  const ask = await story.as(who);
  const { data, text } = await ask<{ decideExport: { export: Told; userErrors: { code: string }[] } }>(
    `mutation Decide($input: DecideExportInput!) { decideExport(input: $input) { ${FIELDS} } }`,
    { input: { exportId, decision } },
  );
  if (!data?.decideExport) throw new Error(text);
  return { told: data.decideExport.export, codes: data.decideExport.userErrors.map(({ code }) => code) };
}

/** Works off what waits, and tells how the export stands then. */
export async function settled(story: Story, who: string, id: string): Promise<Told> {
  await story.server.app.platform.exports.queue.workOff();
  const ask = await story.as(who);
  const { data, text } = await ask<{ export: Told }>(
    `query One($id: ID!) { export(id: $id) { id status isDecisionNeeded accountCount registerNumber rowsWritten rowsWithheld failure href } }`,
    { id },
  );
  if (!data?.export) throw new Error(text);
  return data.export;
}

/** Downloads as somebody, or as nobody. */
export async function download(
  story: Story,
  who: string | null,
  id: string,
  method = 'GET',
): Promise<{ status: number; bytes: Buffer; text: string }> {
  const response = await fetch(`${story.server.url}/exports/${id}`, {
    method,
    headers: who ? { authorization: `Bearer ${await story.bearer(who)}` } : {},
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, bytes, text: bytes.toString() };
}

/** Asks, waits and downloads in one go. */
export async function copy(story: Story, who: string, input: object): Promise<{ told: Told; text: string }> {
  const { told, codes } = await requestExport(story, who, input);
  if (codes.length > 0) throw new Error(codes.join());
  const ready = await settled(story, who, told.id);
  const { text } = ready.href ? await download(story, who, told.id) : { text: '' };
  return { told: ready, text };
}

/** Sheets of a workbook by name, each as rows of texts. */
export async function sheetsOf(bytes: Buffer): Promise<Record<string, string[][]>> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes as never);
  return Object.fromEntries(
    workbook.worksheets.map((sheet) => [
      sheet.name,
      sheet
        .getSheetValues()
        .flatMap((row) =>
          Array.isArray(row)
            ? [
                row
                  .slice(1)
                  .map((cell) => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '')),
              ]
            : [],
        ),
    ]),
  );
}

/** Register rows of an export, oldest first. */
export function registered(
  { sql }: Story,
  number: string,
): Promise<{ section: string; outcome: string; operation: string; purpose: string; accounts: number }[]> {
  return sql(
    `SELECT section, outcome, operation_name AS operation, purpose, cardinality(account_ids) AS accounts
     FROM access_register WHERE request_id = $1 ORDER BY id`,
    [number],
  );
}
