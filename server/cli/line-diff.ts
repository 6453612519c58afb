/** The lines by which `after` differs from `before`: `-` gone, `+` new, each with its line number; empty where equal. */
export function lineDiff(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  const length = commonLengths(old, now);
  const diff: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && length[i + 1][j] >= length[i][j + 1])) {
      diff.push(`- ${i + 1}: ${old[i]}`);
      i++;
    } else {
      diff.push(`+ ${j + 1}: ${now[j]}`);
      j++;
    }
  }
  return diff;
}

/** How many lines the rest of one text from i and of the other from j have in common, in order. */
function commonLengths(old: string[], now: string[]): Uint16Array[] {
  const length = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      length[i][j] =
        old[i] === now[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  return length;
}
