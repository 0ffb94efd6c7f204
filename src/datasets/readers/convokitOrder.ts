// Owns the order of the utterances of one conversation: by their times, else by what answers what, else as the file has them.
import { asText } from "../mapping/fieldPath.ts";

type Utterance = Readonly<Record<string, unknown>>;

/** The rows in order; `places`: where each of them was. Never loses or repeats one, whatever the replies say. */
export function inOrder(rows: readonly Utterance[]): { readonly rows: readonly Utterance[]; readonly places: readonly number[] } {
  const times = rows.map(({ timestamp }) => (timestamp === null || timestamp === undefined ? NaN : Number(asText(timestamp) ?? NaN)));
  const places = [...rows.keys()];
  const ranks = times.every((time) => !Number.isNaN(time)) && new Set(times).size > 1 ? times : depths(rows);
  places.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  return { rows: places.map((place) => rows[place] ?? {}), places };
}

/** How many utterances each one answers, directly or not. */
function depths(rows: readonly Utterance[]): readonly number[] {
  const byId = new Map(rows.map((row, place) => [asText(row.id) ?? "", place]));
  const known = new Array<number>(rows.length).fill(-1);
  for (const start of rows.keys()) {
    const chain: number[] = [];
    let at: number | undefined = start;
    // A circle of replies ends where it closes.
    while (at !== undefined && known[at] === -1) {
      known[at] = 0;
      chain.push(at);
      const answered: string | undefined = asText(rows[at]?.reply_to ?? rows[at]?.["reply-to"]);
      at = answered === undefined ? undefined : byId.get(answered);
    }
    let depth = at === undefined ? -1 : (known[at] ?? 0);
    for (const place of chain.reverse()) known[place] = ++depth;
  }
  return known;
}
