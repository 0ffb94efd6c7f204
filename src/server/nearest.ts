// Owns which known word a misspelt one is meant to be. Refuses guesses: far words and ties are none.

/** The one known word within a third of the length of `word` (at least one letter) of it, letter case, `-` and `_` aside; else undefined. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = bare(word);
  if (plain === "" || plain.length > LONGEST) return undefined;
  const most = Math.max(1, Math.floor(plain.length / 3));
  const near = known.map((each) => ({ each, distance: distance(plain, bare(each)) })).filter((each) => each.distance <= most).sort((a, b) => a.distance - b.distance);
  const [first, second] = near;
  return first && (!second || second.distance > first.distance) ? first.each : undefined;
}

const LONGEST = 64;

function bare(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/gu, "");
}

/** Fewest letters put in, taken out, changed or exchanged with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min(changed, exchanged, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
