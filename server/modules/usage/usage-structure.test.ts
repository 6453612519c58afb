import { BusinessLine } from '../../graphql/business-line';
import { sumByLine } from './usage-structure';

const fact = (line: BusinessLine, volume: number, revenue: number) => ({ line, volume, revenue });

it('sums lines and puts the greatest revenue first, equal ones by name', () => {
  const facts = [
    fact(BusinessLine.PRESS, 1, 500),
    fact(BusinessLine.LETTER, 2, 300),
    fact(BusinessLine.EXPRESS, 3, 700),
    fact(BusinessLine.LETTER, 4, 200),
  ];
  expect(sumByLine(facts)).toEqual([
    fact(BusinessLine.EXPRESS, 3, 700),
    fact(BusinessLine.LETTER, 6, 500),
    fact(BusinessLine.PRESS, 1, 500),
  ]);
  expect(facts[1].volume).toBe(2);
  expect(sumByLine([])).toEqual([]);
});
