// Owns every message between the bias panel and its host, checked on arrival on both sides. Refuses texts by the thousand: snapshots are summaries.
import * as z from "zod/mini";
import type { LiveReport, StatsReport } from "../core/stats/reportShape.ts";

const runLine = z.object({
  id: z.string(),
  title: z.string(),
  dataset: z.string(),
  status: z.enum(["running", "paused", "finished", "following"]),
  done: z.int(),
  total: z.int(),
  failed: z.int(),
  invented: z.boolean(),
});

const report = z.custom<StatsReport>((value) => isDocument(value, "decision-fidelity-statistics"));
const live = z.custom<LiveReport>((value) => isDocument(value, "decision-fidelity-look"));

const shownRun = z.object({
  ...runLine.shape,
  /** Milliseconds left at the rate so far. */
  left: z.exactOptional(z.number()),
  /** The dataset's own names of the strata. */
  strata: z.object({ positive: z.string(), negative: z.string() }),
  /** False: the users are not people, so "real" is said "recorded". */
  human: z.boolean(),
  simulator: z.string(),
  condition: z.string(),
  judge: z.string(),
  /** The judge is the lexicon: its numbers are a floor and say so. */
  lexicon: z.boolean(),
  /** The judge saw later turns too. */
  fullWindow: z.exactOptional(z.literal(true)),
  /** The judge gave fewer anchor turns their stage than was asked for, and the run went on all the same. */
  preflightBelow: z.exactOptional(z.object({ agreed: z.int(), of: z.int() })),
  /** The simulator is the human-resample control: a mark, not a target. */
  control: z.boolean(),
  /** Judge and simulator are of one family. */
  sameFamily: z.boolean(),
  instrument: z.string(),
  rule: z.string(),
  seed: z.int(),
  planHash: z.string(),
});

/** Everything the page draws. `report` is of a finished run, `live` of an unfinished one; neither before the first finished conversation. */
export const snapshotSchema = z.object({
  revision: z.int(),
  language: z.enum(["en", "zh"]),
  runs: z.array(runLine),
  run: z.exactOptional(shownRun),
  report: z.exactOptional(report),
  live: z.exactOptional(live),
  /** A report is being computed. */
  computing: z.boolean(),
  /** Hand-picked probes beside the shown run's dataset; they have no statistics. */
  handPicked: z.int(),
});
export type PanelSnapshot = z.infer<typeof snapshotSchema>;
export type RunLine = z.infer<typeof runLine>;
export type ShownRun = z.infer<typeof shownRun>;

const probeQuery = z.object({
  run: z.string(),
  outcome: z.exactOptional(z.enum(["positive", "negative", "unknown"])),
  position: z.exactOptional(z.number()),
  realStage: z.exactOptional(z.string()),
  simulatedStage: z.exactOptional(z.string()),
  order: z.enum(["conversation", "bias"]),
  from: z.int(),
  count: z.int().check(z.lte(200)),
});
/** The probes behind a mark; a page of at most 200 rows. */
export type ProbeQuery = z.infer<typeof probeQuery>;

const probeRow = z.object({
  conversation: z.string(),
  turn: z.int(),
  position: z.number(),
  outcome: z.enum(["positive", "negative", "unknown"]),
  realStage: z.exactOptional(z.string()),
  simulatedStages: z.array(z.string()),
  bias: z.exactOptional(z.number()),
});
export const probePageSchema = z.object({ total: z.int(), rows: z.array(probeRow) });
export type ProbePage = z.infer<typeof probePageSchema>;

/** From the page. Requests carry an `id` and are always answered, with a value or an error. */
export const fromPageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("showRun"), run: z.string() }),
  z.object({ type: z.literal("openTurn"), run: z.string(), conversation: z.string(), turn: z.int() }),
  z.object({ type: z.literal("act"), action: z.enum(["openSample", "openDataset", "checkDataset", "pauseRun", "resumeRun", "addModel"]), run: z.exactOptional(z.string()) }),
  z.object({ type: z.literal("probes"), id: z.int(), query: probeQuery }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  /** A strict-policy violation or script error of the page, for the log. */
  z.object({ type: z.literal("trouble"), message: z.string() }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;

/** To the page. */
export const toPageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("snapshot"), snapshot: snapshotSchema }),
  z.object({ type: z.literal("answer"), id: z.int(), page: probePageSchema }),
  z.object({ type: z.literal("failed"), id: z.int(), message: z.string() }),
]);
export type ToPage = z.infer<typeof toPageSchema>;

function isDocument(value: unknown, what: string): boolean {
  return typeof value === "object" && value !== null && "what" in value && value.what === what && "version" in value;
}
