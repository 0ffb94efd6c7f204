// Owns every message between the bias panel and its host, checked on arrival on both sides. Refuses texts by the thousand: snapshots are summaries.
import * as z from "zod/mini";
import type { LiveReport } from "../core/stats/reportShape.ts";
import type { ReportPart } from "../core/stats/reportPart.ts";
import {
  fieldSplitSchema, filterChoicesSchema, filterInForceSchema, filterSchema, handPickedSchema, pageSchema, panelComparisonSchema, panelStateSchema, probePageSchema, probeQuerySchema, spendingSchema,
  stripPointSchema, trustSchema,
} from "./panelParts.ts";

export type * from "./panelParts.ts";

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

const report = z.custom<ReportPart>((value) => isDocument(value, "decision-fidelity-statistics"));
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

/** Everything the shown page draws, under 100 KB. `report` (of it what the page draws) is of a finished run or of filtered probes, `live` of an unfinished one; neither before the first finished conversation. */
export const snapshotSchema = z.object({
  revision: z.int(),
  language: z.enum(["en", "zh"]),
  page: pageSchema,
  state: panelStateSchema,
  /** Newest first, at most 200 of those the dataset filter leaves; `moreRuns` are not listed. */
  runs: z.array(runLine),
  moreRuns: z.int(),
  run: z.exactOptional(shownRun),
  report: z.exactOptional(report),
  live: z.exactOptional(live),
  /** A report is being computed. */
  computing: z.boolean(),
  handPicked: handPickedSchema,
  /** Absent while every probe counts. */
  filter: z.exactOptional(filterInForceSchema),
  filters: z.exactOptional(filterChoicesSchema),
  /** Page Overview. */
  strip: z.exactOptional(z.array(stripPointSchema)),
  spending: z.exactOptional(spendingSchema),
  /** Page Where, once a field was asked for. */
  field: z.exactOptional(fieldSplitSchema),
  trust: z.exactOptional(trustSchema),
  /** Lists of the report that were too long and are not whole. */
  cut: z.array(z.string()),
});
export type PanelSnapshot = z.infer<typeof snapshotSchema>;
export type RunLine = z.infer<typeof runLine>;
export type ShownRun = z.infer<typeof shownRun>;

/** What the page keeps over a reload and gives back to the host. */
export const keptSchema = z.object({ run: z.exactOptional(z.string()), page: z.exactOptional(pageSchema), filter: z.exactOptional(filterSchema), field: z.exactOptional(z.string()) });
export type KeptState = z.infer<typeof keptSchema>;

/** Files the page makes are pictures; a PNG comes in base64. */
const MOST_PICTURE = 20_000_000;
const id = z.int();

/** From the page. Requests carry an `id` and are always answered, with a value or an error. */
export const fromPageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("showRun"), run: z.string() }),
  z.object({ type: z.literal("showPage"), page: pageSchema }),
  /** Replaces the filter in force; an empty one is none. */
  z.object({ type: z.literal("setFilter"), filter: filterSchema }),
  /** The profile field that page Where splits by; without a name none. */
  z.object({ type: z.literal("showField"), field: z.exactOptional(z.string()) }),
  z.object({ type: z.literal("openTurn"), run: z.string(), conversation: z.string(), turn: z.int() }),
  z.object({
    type: z.literal("act"),
    action: z.enum(["openSample", "openDataset", "checkDataset", "pauseRun", "resumeRun", "addModel", "showChanges", "duplicateRun", "exportPaper", "exportPairs", "showLog", "drawQueue", "compareJudges", "writeReceipt", "checkGates"]),
    run: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal("probes"), id, query: probeQuerySchema }),
  /** Two to eight runs, each compared with the first; answered by `compared`. */
  z.object({ type: z.literal("compare"), id, runs: z.array(z.string()).check(z.minLength(2), z.maxLength(8)) }),
  /** Asks where to save and writes; answered by `done`, `saved` false where the person gave up. */
  z.object({ type: z.literal("savePng"), id, name: z.string().check(z.maxLength(200)), bytes: z.string().check(z.maxLength(MOST_PICTURE)) }),
  z.object({ type: z.literal("saveSvg"), id, name: z.string().check(z.maxLength(200)), text: z.string().check(z.maxLength(MOST_PICTURE)) }),
  /** Answers `drawPng`; without bytes where it could not be drawn. */
  z.object({ type: z.literal("drawnPng"), id, bytes: z.exactOptional(z.string().check(z.maxLength(MOST_PICTURE))) }),
  /** Copies an address that opens the turn; answered by `done`. */
  z.object({ type: z.literal("copyLink"), id, run: z.string(), conversation: z.string(), turn: z.int() }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  /** A strict-policy violation or script error of the page, for the log. */
  z.object({ type: z.literal("trouble"), message: z.string() }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;

/** To the page. */
export const toPageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("snapshot"), snapshot: snapshotSchema }),
  z.object({ type: z.literal("answer"), id, page: probePageSchema }),
  z.object({ type: z.literal("compared"), id, comparison: panelComparisonSchema }),
  /** Asks for the SVG as a PNG; answered by `drawnPng`. */
  z.object({ type: z.literal("drawPng"), id, text: z.string().check(z.maxLength(MOST_PICTURE)) }),
  z.object({ type: z.literal("done"), id, saved: z.exactOptional(z.boolean()) }),
  z.object({ type: z.literal("failed"), id, message: z.string() }),
]);
export type ToPage = z.infer<typeof toPageSchema>;

function isDocument(value: unknown, what: string): boolean {
  return typeof value === "object" && value !== null && "what" in value && value.what === what && "version" in value;
}
