import type { DemoLine } from './demo-story.types';

// Share of a usual month, January to December. Parcels and express peak in November and December; press follows the
// subscription season, philately the first stamps of the zodiac year.
const GOODS = [0.96, 0.9, 0.97, 0.95, 0.99, 1.08, 0.94, 0.95, 1.03, 1.05, 1.48, 1.32];
const EVEN = [1, 0.97, 1.02, 1, 1, 1.01, 0.99, 0.99, 1.01, 1, 1.01, 1.02];
const SEASONS: Record<DemoLine, readonly number[]> = {
  EXPRESS: GOODS,
  PARCEL: GOODS,
  LOGISTICS: [0.98, 0.93, 1, 0.99, 1, 1.03, 0.97, 0.98, 1.04, 1.04, 1.17, 1.12],
  LETTER: [1.08, 0.95, 1, 1, 0.99, 0.99, 0.97, 0.97, 1.02, 1, 1.01, 1.18],
  PRESS: [0.9, 0.9, 0.95, 0.95, 0.95, 1, 0.95, 0.95, 1, 1.15, 1.3, 1.2],
  FINANCE: EVEN,
  INFORMATION: EVEN,
  PHILATELY: [1.6, 1.1, 0.9, 0.9, 1, 0.95, 0.85, 0.9, 1.05, 1.05, 0.9, 1],
};
// What remains of a month's business in a month that lies wholly inside the pause around the spring festival.
const PAUSE: Record<DemoLine, number> = {
  EXPRESS: 0.3,
  PARCEL: 0.3,
  LOGISTICS: 0.2,
  LETTER: 0.5,
  PRESS: 0.8,
  FINANCE: 0.8,
  INFORMATION: 0.9,
  PHILATELY: 0.7,
};

const chineseCalendar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});
const pauses = new Map<number, [january: number, february: number]>();

/** The days of January and of February inside the pause: from six days before the festival to eight after it. */
function pauseDays(year: number): [january: number, february: number] {
  let days = pauses.get(year);
  if (!days) {
    days = [0, 0];
    const january = (day: number) => new Date(Date.UTC(year, 0, day));
    let newYear = 20;
    // The festival falls between 21 January and 20 February.
    while (newYear < 53 && chineseCalendar.format(january(newYear)) !== '1/1') newYear++;
    for (let day = newYear - 6; day <= newYear + 8; day++) {
      const month = january(day).getUTCMonth();
      if (month < 2) days[month]++;
    }
    pauses.set(year, days);
  }
  return days;
}

/** The factor of a line's usual business in a month (YYYY-MM), with season and the dip of the spring festival. */
export function seasonFactor(line: DemoLine, month: string): number {
  const [year, number] = month.split('-').map(Number);
  const usual = SEASONS[line][number - 1];
  if (number > 2) return usual;
  const paused = pauseDays(year)[number - 1] / 30;
  return usual * (1 - paused * (1 - PAUSE[line]));
}

/** `count` months up to and including `lastMonth`, oldest first. */
export function monthsUpTo(lastMonth: string, count: number): string[] {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(lastMonth)) throw new RangeError(`Not a month: ${lastMonth}`);
  const [year, number] = lastMonth.split('-').map(Number);
  const last = year * 12 + number - 1;
  return Array.from({ length: count }, (_, at) => {
    const month = last - (count - 1) + at;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
