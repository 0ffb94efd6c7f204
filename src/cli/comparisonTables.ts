// Owns the comparisons of runs as a terminal prints them. Refuses computing any number and what is said of them (core/figures).
import { commonSentence, comparisonTable, equivalenceSentence } from "../core/figures/comparisonTables.ts";
import { say, type Wording } from "../core/figures/words.ts";
import type { Comparisons } from "../study/comparison.ts";
import { aligned, wrapped } from "../core/figures/columns.ts";

/** One block a comparison, then what holds for all. */
export function comparisonTables({ comparisons, margin, runs }: Comparisons, wording: Wording): readonly string[] {
  const family = comparisons.length > 1 ? ["", ...wrapped(say("compare-family", { size: comparisons.length }, wording))] : [];
  const source = (name: string): Comparisons["runs"][number] | undefined => runs.find((run) => run.name === name);
  return [
    ...comparisons.flatMap((pair, i) => [
      ...(i > 0 ? ["", ""] : []),
      ...wrapped(say("compare-title", { a: pair.a, b: pair.b }, wording)),
      ...wrapped(commonSentence(pair, wording)),
      "",
      ...aligned(comparisonTable(pair, comparisons.length > 1, wording).rows),
      "",
      ...wrapped(equivalenceSentence(pair.headline, wording)),
      ...pair.notes.flatMap((note) => {
        const field = note === "other-instrument" ? "instrument" : "judge";
        return wrapped(say(`note-${note}`, { a: source(pair.a)?.[field] ?? pair.a, b: source(pair.b)?.[field] ?? pair.b, margin: margin.value }, wording));
      }),
    ]),
    ...family,
  ];
}
