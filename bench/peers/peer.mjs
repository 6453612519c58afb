/**
 * What a peer is started with, as JSON in its first argument: the same database, pool and board for all of them.
 * @typedef {{ databaseUrl: string, poolSize: number, organisationCode: string, line: string, period: string }} PeerSettings
 */

/** @returns {PeerSettings} */
export function settings() {
  return JSON.parse(process.argv[2]);
}

/** Tells the parent where to ask, and ends when the parent does. */
export function ready(port) {
  process.stdout.write(`${JSON.stringify({ port })}\n`);
  process.stdin.resume().on('end', () => process.exit(0));
}

/** Fen to yuan with two places, as the platform prints it. */
export function yuan(fen) {
  if (fen === null) return null;
  const value = Number(fen);
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Change against the year before, null where there is nothing to compare with. */
export function yearOnYear(fen, fenYearEarlier) {
  return fenYearEarlier === null || Number(fenYearEarlier) <= 0
    ? null
    : Number(fen) / Number(fenYearEarlier) - 1;
}

/** The first of the twelve months that end with the last month of the period. */
export function yearOf(period) {
  const year = Number(period.slice(0, 4));
  const last = period.length === 4 ? 12 : period[5] === 'Q' ? Number(period[6]) * 3 : Number(period.slice(5));
  const text = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  return { first: text(year * 12 + last - 12), last: text(year * 12 + last - 1) };
}

/** The platform's opaque id of an account. */
export function accountId(provinceId, id) {
  return Buffer.from(`Account:${provinceId}:${id}`, 'latin1').toString('base64url');
}
