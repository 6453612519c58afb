import { Role } from '../../server/authz/capabilities';
import type { Answer } from '../kit/server';
import type { Story } from '../kit/story';
import { username } from '../kit/story-people';
import { sideBySide, withoutRequestId, type Asker } from './asker';
import { QUESTIONS, type Question } from './field-paths';
import { BOARD_ROLES, expectedOf, POLICY, type Expected, type Relation } from './field-policy';

/** One question of the matrix: who asks what about whom, and what the table says. */
export interface Cell {
  who: string | null;
  account: string;
  question: Question;
  expected: Expected | 'UNAUTHENTICATED';
  /** Rows of the board that are withheld together with the account's, itself included. */
  rows?: number;
}

/** The cells of a relation for every role. */
export function cellsOf(relation: Relation, questions: readonly Question[] = QUESTIONS): Cell[] {
  return Object.values(Role).flatMap((role) =>
    questions.map((question): Cell => {
      const isRefused = question.isBoard && !BOARD_ROLES.includes(role);
      const expected = isRefused ? 'REFUSED_VERB' : expectedOf(role, relation, question.fields[0].section);
      return { who: username(relation.place, role), account: relation.account, question, expected };
    }),
  );
}

/** What of the cells is not as the table says; empty where all is well. */
export async function fieldFaults(story: Story, ask: Asker, cells: readonly Cell[]): Promise<string[]> {
  const nation = story.organisation('nation');
  const answers = await sideBySide(cells, async ({ who, account, question, expected }) => {
    const answer = await ask(who, question.query, { id: story.id(account), nation });
    const hasTwin = expected === 'WITHHELD' && account === 'x' && !question.isBoard;
    const twin = hasTwin ? await ask(who, question.query, { id: story.id('e'), nation }) : null;
    return { answer, twin };
  });
  const register = await registerOf(
    story,
    answers.map(({ answer }) => answer.requestId),
  );
  return cells.flatMap((cell, at) => {
    const { answer, twin } = answers[at];
    const faults = [
      ...answerFaults(story, cell, answer),
      ...registerFaults(story, cell, register.get(answer.requestId) ?? []),
    ];
    if (twin && withoutRequestId(twin.text) !== withoutRequestId(answer.text))
      faults.push(`answers otherwise where there is no value: ${twin.text} instead of ${answer.text}`);
    return faults.map((fault) => `${cell.who} asks ${cell.question.name} of ${cell.account}: ${fault}`);
  });
}

function answerFaults(
  story: Story,
  { account, question, expected, rows = 1 }: Cell,
  answer: Answer,
): string[] {
  const { text, errors = [] } = answer;
  const codes = errors.map(({ extensions }) => extensions.code);
  const seen = question.fields.filter(({ marker }) => text.includes(marker(account)));
  if (expected === 'VALUE')
    return [
      ...question.fields.filter((path) => !seen.includes(path)).map(({ field }) => `${field} is missing`),
      ...codes.map((code) => `unexpected ${code}`),
    ];
  const faults = seen.map(({ field }) => `${field} LEAKS`);
  if (text.includes('CANARY')) faults.push(`a canary LEAKS: ${text}`);
  if (expected === 'INVISIBLE') {
    if (
      question.isBoard
        ? text.includes(story.id(account))
        : text.trim() !== (question.invisible ?? '{"data":{"account":null}}')
    )
      faults.push(`the account is told: ${text}`);
    return faults;
  }
  if (expected === 'REFUSED_VERB' || expected === 'UNAUTHENTICATED') {
    const code = expected === 'UNAUTHENTICATED' ? expected : 'FORBIDDEN';
    if (codes.join() !== code) faults.push(`${codes.join() || 'no error'} instead of ${code}`);
    return faults;
  }
  const wanted = [...new Set(question.fields.map(({ withheldAt }) => withheldAt))].sort();
  const told = errors.map(
    ({ path, extensions }) => `${path?.join('.')} ${extensions.code} ${String(extensions.count)}`,
  );
  if (told.sort().join('\n') !== wanted.map((path) => `${path} FIELD_WITHHELD ${rows}`).join('\n'))
    faults.push(`withheld are ${told.join(', ') || 'none'} instead of ${wanted.join(', ')}`);
  return faults;
}

interface RegisterRow {
  requestId: string;
  outcome: string;
  section: string;
  fields: string[];
  accountIds: number[];
}

async function registerOf(story: Story, requestIds: string[]): Promise<Map<string, RegisterRow[]>> {
  const rows = await story.sql<RegisterRow>(
    `SELECT request_id AS "requestId", outcome, section, fields, account_ids::int[] AS "accountIds"
     FROM access_register WHERE request_id = ANY ($1::text[])`,
    [requestIds],
  );
  const found = new Map<string, RegisterRow[]>();
  for (const row of rows) found.set(row.requestId, [...(found.get(row.requestId) ?? []), row]);
  return found;
}

/** L2 and L3: every value and every refusal is registered with its fields; L1, and what was never reached: nothing. */
function registerFaults(story: Story, { account, question, expected }: Cell, rows: RegisterRow[]): string[] {
  const { accountId } = story.key(account);
  const also = question.alsoRegisters;
  const all = rows.filter(({ accountIds }) => accountIds.includes(accountId));
  if (also && expected === 'VALUE' && !all.some(({ fields }) => fields.join() === also))
    return [`the register lacks ${also}`];
  const about = expected === 'VALUE' ? all.filter(({ fields }) => fields.join() !== also) : all;
  const section = question.fields[0].section;
  const isReached = expected === 'VALUE' || expected === 'WITHHELD';
  if (!isReached || POLICY[section].fieldClass === 'L1')
    return about.map((row) => `the register has a needless row ${row.section} ${row.outcome}`);
  const outcome = expected === 'VALUE' ? 'READ' : 'REFUSED';
  const fields = [...new Set(question.fields.map(({ field }) => field))].sort().join();
  const isRight =
    about.length === 1 &&
    about[0].outcome === outcome &&
    about[0].section === section &&
    about[0].fields.join() === fields;
  return isRight ? [] : [`the register has ${JSON.stringify(rows)} instead of one ${outcome} of ${fields}`];
}
