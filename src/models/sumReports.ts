// Owns what two calls for one answer cost together. Refuses sums of runs (core/journal/spending.ts).
import type { ModelReport } from "../core/probe/probe.ts";

/** Tokens, time and calls of both; the rest as the second call reported it. */
export function sumReports(first: ModelReport, second: ModelReport): ModelReport {
  const sum = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0));
  const promptTokens = sum(first.promptTokens, second.promptTokens);
  const completionTokens = sum(first.completionTokens, second.completionTokens);
  const milliseconds = sum(first.milliseconds, second.milliseconds);
  return {
    ...second,
    calls: (first.calls ?? 1) + (second.calls ?? 1),
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(completionTokens === undefined ? {} : { completionTokens }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}
