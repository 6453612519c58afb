// Lints texts as if they stood in the files named: [{ path, text }] on standard input, the rules that fired on output.
// A process of its own, because ESLint loads its configuration as an ES module, which jest's sandbox does not.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: new URL('../..', import.meta.url).pathname });
const cases = JSON.parse(await text(process.stdin));
const fired = [];
for (const { path, text: code } of cases) {
  const [result] = await eslint.lintText(code, { filePath: path });
  fired.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(fired));
