/** The lines by which `after` differs from `before`: `-` gone, `+` new, each with its line number; empty where equal. */
export function lineDiff(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  // What both begin and end with needs no comparing.
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  while (old.length > start && now.length > start && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  const common = commonLengths(old, now, start);
  const length = (i: number, j: number): number => common[i - start][j - start];
  const diff: string[] = [];
  for (let i = start, j = start; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && length(i + 1, j) >= length(i, j + 1))) {
      diff.push(`- ${i + 1}: ${old[i++]}`);
    } else diff.push(`+ ${j + 1}: ${now[j++]}`);
  }
  return diff;
}

/** From line `start` on: how many lines the rest of one text and the rest of the other have in common, in order. */
function commonLengths(old: string[], now: string[], start: number): Uint16Array[] {
  const width = now.length - start;
  const length = Array.from({ length: old.length - start + 1 }, () => new Uint16Array(width + 1));
  for (let i = old.length - start - 1; i >= 0; i--)
    for (let j = width - 1; j >= 0; j--)
      length[i][j] =
        old[start + i] === now[start + j]
          ? length[i + 1][j + 1] + 1
          : Math.max(length[i + 1][j], length[i][j + 1]);
  return length;
}
