/** The months from one to another, both included, ascending; empty where `from` is later. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let number = monthNumber(from); number <= monthNumber(to); number += 1) months.push(monthText(number));
  return months;
}

/** The month `by` months later (earlier where negative). */
export function shiftMonth(month: string, by: number): string {
  return monthText(monthNumber(month) + by);
}

/** The month in Asia/Shanghai (no summer time since 1991) at an instant. */
export function shanghaiMonth(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
}

/** The last twelve complete months, Asia/Shanghai, by the server's clock. */
export function trailingMonths(now = new Date()): { from: string; to: string } {
  const to = shiftMonth(shanghaiMonth(now), -1);
  return { from: shiftMonth(to, -11), to };
}

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

function monthText(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}
