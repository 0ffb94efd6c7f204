// Shows the report of a round to people. Judges nothing beyond counting a failed round as a failure.
import type { Totals } from "./hostLine.ts";
import type { RoundListener, RoundReport } from "./round.ts";

const marks = { passed: "  ✓", failed: "  ✗", skipped: "  –" } as const;

/** Prints each result and each line meant for people as it comes. */
export const showingListener: RoundListener = {
  onPrint: (text) => {
    console.log(text);
  },
  onResult: ({ state, title, milliseconds, detail }) => {
    console.log(`${marks[state]} ${title} (${state === "skipped" ? `skipped${detail === undefined ? "" : `: ${detail}`}` : `${milliseconds} ms`})`);
    if (state === "failed") console.log((detail ?? "").replace(/^/gmu, "      "));
  },
};

/** Prints why a round failed as a whole and the end of what its host said; returns its totals, such a failure counted as one. */
export function showRound(name: string, report: RoundReport): Totals {
  for (const failure of report.failures) console.log(`  ✗ round "${name}": ${failure}`);
  if (report.failures.length > 0) console.log(report.output.slice(-30).join("\n").replace(/^/gmu, "      "));
  return { ...report.totals, failed: report.totals.failed + report.failures.length };
}
