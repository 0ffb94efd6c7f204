// Owns which part of a report each page of the panel draws, so that no message carries the rest. Refuses changing a number.
import type { ContrastBlock, StatsReport } from "./reportShape.ts";

/** Pages of the bias panel that draw parts of a report. */
export type ReportPage = "overview" | "where" | "what" | "compare" | "trust";

type Left = "confusion" | "labelDistances" | "sensitivity" | "spreadRatio" | "knownAnswers" | "exit" | "unknownBounds";

/** A report without what the page does not draw: blocks are absent, lists empty. What is there is as in the whole report, number for number. */
export type ReportPart = Omit<StatsReport, Left> & Partial<Pick<StatsReport, Left>>;

/** Rows of one list at most; a list that is longer is cut and named in `cut`. */
const MOST_ROWS = 60;

export interface Parted {
  readonly part: ReportPart;
  /** Names of lists that are not whole. */
  readonly cut: readonly string[];
}

const known = new WeakMap<StatsReport, Map<ReportPage, Parted>>();

/** What a page draws of a report. Asking again costs nothing. */
export function partOf(report: StatsReport, page: ReportPage): Parted {
  const pages = known.get(report) ?? new Map<ReportPage, Parted>();
  known.set(report, pages);
  const parted = pages.get(page) ?? cutFor(report, page);
  pages.set(page, parted);
  return parted;
}

/** The same without any p: of probes chosen by a filter there is description only. */
export function descriptionOnly<T extends ReportPart>(part: T): T {
  return withoutP(part) as T;
}

function withoutP(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutP);
  if (typeof value !== "object" || value === null) return value;
  if ("quantity" in value && value.quantity === "probability" && "method" in value && "n" in value) return { ok: false, reason: "filtered", quantity: value.quantity, method: value.method, n: value.n };
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key === "holm" || key === "benjaminiHochberg" ? [] : [[key, withoutP(each)]])));
}

function cutFor(report: StatsReport, page: ReportPage): Parted {
  const cut = new Set<string>();
  const few = <T>(name: string, rows: readonly T[], wanted: boolean): readonly T[] => {
    if (!wanted) return [];
    if (rows.length > MOST_ROWS) cut.add(name);
    return rows.slice(0, MOST_ROWS);
  };
  const [where, what, trust] = [page === "where", page === "what", page === "trust"];
  const block = (of: ContrastBlock): ContrastBlock => ({
    ...of,
    thresholds: few("thresholds", of.thresholds, what),
    byPosition: few("positions", of.byPosition, where),
    shares: {
      ...of.shares,
      stage: few("stages", of.shares.stage, true),
      emotion: few("emotions", of.shares.emotion, what),
      blocker: few("blockers", of.shares.blocker, what),
    },
  });
  const { confusion, labelDistances, sensitivity, spreadRatio, knownAnswers, exit, unknownBounds, ...rest } = report;
  const part: ReportPart = {
    ...rest,
    headline: block(report.headline),
    beside: [],
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
