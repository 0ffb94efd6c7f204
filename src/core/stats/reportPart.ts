// Owns which part of a report each page of the panel draws, so that no message carries the rest. Refuses changing a number.
import type { ContrastBlock, StatsReport } from "./reportShape.ts";

/** Pages of the bias panel that draw parts of a report. */
export type ReportPage = "overview" | "where" | "what" | "compare" | "trust";

type Left = "confusion" | "labelDistances" | "sensitivity" | "spreadRatio" | "knownAnswers" | "exit" | "unknownBounds";

/** A report without what the page does not draw: blocks are absent, lists empty. What is there is as in the whole report, number for number. */
export type ReportPart = Omit<StatsReport, Left> & Partial<Pick<StatsReport, Left>>;

/** Rows of one list at most; a list that is longer is cut and named in `cut`. The first that fits is taken. */
const MOST_ROWS = [60, 40, 25, 15, 10, 6] as const;
/** Characters of a part at most, so that with everything else a message stays under 100 KB. */
const MOST_CHARACTERS = 70_000;

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
  let parted = pages.get(page);
  for (const most of parted ? [] : MOST_ROWS) {
    parted = cutTo(report, page, most);
    if (JSON.stringify(parted.part).length <= MOST_CHARACTERS) break;
  }
  const found = parted ?? cutTo(report, page, 0);
  pages.set(page, found);
  return found;
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

function cutTo(report: StatsReport, page: ReportPage, most: number): Parted {
  const cut = new Set<string>();
  const few = <T>(name: string, rows: readonly T[], wanted: boolean): readonly T[] => {
    if (!wanted) return [];
    if (rows.length > most) cut.add(name);
    return rows.slice(0, most);
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
    beside: page === "overview" ? report.beside.map((each) => block(each, false)) : [],
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
