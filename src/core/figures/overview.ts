// Owns what report and look have in common, as headline, picture and panel read it. Refuses computing any of it.
import type { ByStratum, LiveReport, PositionRow, Reported, ShareRow, StratumRow, UnitKind } from "../stats/reportShape.ts";
import type { ReportPart } from "../stats/reportPart.ts";

export type StratumNumbers = Pick<StratumRow, "conversations" | "units" | "probes" | "bias" | "real" | "simulated"> & Partial<Pick<StratumRow, "sd" | "zeroTest">>;

export interface StageShare {
  readonly label: string;
  readonly negative: { readonly real: Reported; readonly simulated: Reported };
  readonly positive: { readonly real: Reported; readonly simulated: Reported };
}

export type PositionNumbers = Pick<PositionRow, "position" | "strata" | "delta"> & Partial<Pick<PositionRow, "p" | "holm">>;

/** The numbers of the first page. `look`: the run is unfinished, so nothing here is for decisions and there is no p. */
export interface Overview {
  readonly look: boolean;
  readonly unit: UnitKind;
  readonly strata: ByStratum<StratumNumbers>;
  /** Conversations without a known outcome. */
  readonly unknown: number;
  readonly delta: Reported;
  readonly positions: readonly PositionNumbers[];
  readonly stages: readonly StageShare[];
  readonly samples: Readonly<Record<"reply" | "leave" | "silence" | "invalid", number>>;
  /** What the page has of the document of a finished run. */
  readonly report?: ReportPart;
}

/** Reads the first page off the document there is. Shares are the conversation-averaged ones (E13). */
export function overviewOf(document: ReportPart | LiveReport): Overview {
  return document.what === "decision-fidelity-look" ? ofLook(document) : ofReport(document);
}

function ofReport(report: ReportPart): Overview {
  const { headline, counts } = report;
  const outcomes = Object.values(counts.byStratum);
  const sum = (kind: "reply" | "leave" | "silence" | "invalid"): number => outcomes.reduce((total, each) => total + each[kind], 0);
  return {
    look: report.options.look,
    unit: headline.unit,
    strata: headline.strata,
    unknown: counts.byStratum.unknown.conversations,
    delta: headline.delta,
    positions: headline.byPosition,
    stages: headline.shares.stage.map(averaged),
    samples: { reply: sum("reply"), leave: sum("leave"), silence: sum("silence"), invalid: sum("invalid") },
    report,
  };
}

function averaged({ label, negative, positive }: ShareRow): StageShare {
  return {
    label,
    negative: { real: negative.real.averaged, simulated: negative.simulated.averaged },
    positive: { real: positive.real.averaged, simulated: positive.simulated.averaged },
  };
}

function ofLook({ unit, strata, delta, byPosition, stageShares, samples }: LiveReport): Overview {
  return { look: true, unit, strata, unknown: 0, delta, positions: byPosition, stages: stageShares, samples };
}
