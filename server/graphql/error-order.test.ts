import { hasParentOf, inPathOrder } from './error-order';

const error = (...path: (string | number)[]) => ({
  message: path.join('.'),
  ...(path.length > 0 && { path }),
});

it('puts errors in the order of their paths, list positions by number, those without a path first', () => {
  const sorted = [error(), error('a'), error('a', 2, 'b'), error('a', 10, 'b'), error('b'), error('b', 'c')];
  expect(inPathOrder([...sorted].reverse())).toEqual(sorted);
});

it('tells whether the object of a field is in the answer', () => {
  const data = { board: { entries: [{ node: null }, { node: { revenue: null } }] }, account: null };
  expect(hasParentOf(['board', 'totalRevenue'], data)).toBe(true);
  expect(hasParentOf(['board', 'entries', 'node', 'revenue'], data)).toBe(true);
  expect(hasParentOf(['account', 'uscc'], data)).toBe(false);
  expect(hasParentOf(['board', 'entries', 'node', 'account', 'uscc'], data)).toBe(false);
  expect(hasParentOf(['account'], data)).toBe(true);
  expect(hasParentOf(['account'], null)).toBe(false);
});
