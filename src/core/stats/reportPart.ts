// Owns which part of a report each page of the panel draws, so that no message carries the rest. Refuses changing a number.
import type { ContrastBlock, StatsReport } from "./reportShape.ts";

/** Pages of the bias panel that draw parts of a report. */
export type ReportPage = "overview" | "where" | "what" | "compare" | "trust";

type Left = "confusion" | "labelDistances" | "sensitivity" | "spreadRatio" | "knownAnswers" | "exit" | "unknownBounds";

/** A report without what the page does not draw: blocks are absent, lists empty. What is there is as in the whole report, number for number. */
export type ReportPart = Omit<StatsReport, Left> & Partial<Pick<StatsReport, Left>>;

/** Rows of one list at most; a list that is longer is cut and named in `cut`. */
const MOST_ROWS = 60;

/** What a page draws of a report, and the names of the lists that were cut. */
export function partOf(report: StatsReport, page: ReportPage): { readonly part: ReportPart; readonly cut: readonly string[] } {
  const cut = new Set<string>();
  const few = <T>(name: string, rows: readonly T[], wanted: boolean): readonly T[] => {
    if (!wanted) return [];
    if (rows.length > MOST_ROWS) cut.add(name);
    return rows.slice(0, MOST_ROWS);
  };
  const [where, what, trust] = [page === "where", page === "what", page === "trust"];
  const block = (of: ContrastBlock, full: boolean): ContrastBlock => ({
    ...of,
    thresholds: few("thresholds", of.thresholds, full && what),
    byPosition: few("positions", of.byPosition, full && (where || page === "overview")),
    shares: {
      ...of.shares,
      stage: few("stages", of.shares.stage, full && (what || page === "overview")),
      emotion: few("emotions", of.shares.emotion, full && what),
      blocker: few("blockers", of.shares.blocker, full && what),
    },
  });
  const { confusion, labelDistances, sensitivity, spreadRatio, knownAnswers, exit, unknownBounds, ...rest } = report;
  const part: ReportPart = {
    ...rest,
    headline: block(report.headline, true),
    beside: report.beside.map((each) => block(each, false)),
    byAct: few("acts", report.byAct, where),
    byDataset: few("datasets", report.byDataset, where),
    byField: where ? report.byField : [],
    influence: trust ? report.influence : [],
    specifications: few("specifications", report.specifications, trust),
    ...(what ? { confusion, labelDistances, exit } : {}),
    ...(trust ? { sensitivity, spreadRatio, knownAnswers, unknownBounds } : {}),
  };
  return { part, cut: [...cut] };
}
