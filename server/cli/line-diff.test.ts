import { lineDiff } from './line-diff';

it.each([
  ['equal texts', 'a\nb', 'a\nb', []],
  ['a new line', 'a\nc', 'a\nb\nc', ['+ 2: b']],
  ['a lost line', 'a\nb\nc', 'a\nc', ['- 2: b']],
  ['a changed line', 'a\nb\nc', 'a\nB\nc', ['- 2: b', '+ 2: B']],
  ['a moved line', 'a\nb\nc', 'b\nc\na', ['- 1: a', '+ 3: a']],
  ['an absent text', '', 'a\nb', ['- 1: ', '+ 1: a', '+ 2: b']],
])('tells %s', (_what, before, after, diff) => {
  expect(lineDiff(before, after)).toEqual(diff);
});
