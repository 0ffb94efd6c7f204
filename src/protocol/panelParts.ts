// Owns the shapes of the parts of the panel's snapshot beyond run and report: pages, filters, strip, states, trust. Refuses messages (dashboard.ts).
import * as z from "zod/mini";
import type { GateReport } from "../core/gates/shape.ts";
import type { Ledger, Preflight } from "../core/journal/entry.ts";
import type { RunComparison } from "../core/stats/compareRuns.ts";
import type { ByStratum, Reported, SplitRow } from "../core/stats/reportShape.ts";
import type { EndsBlock } from "../core/stats/endsBlock.ts";
import type { Attainable, InformationResult } from "../core/stats/information.ts";

/** Typed documents of our own other side; only their being there is checked. */
export function typed<T>(): z.ZodMiniType<T> {
  return z.custom<T>((value) => typeof value === "object" && value !== null);
}

export const PAGES = ["overview", "where", "what", "compare", "trust"] as const;
export const pageSchema = z.enum(PAGES);
export type PanelPage = z.infer<typeof pageSchema>;

const outcome = z.enum(["positive", "negative", "unknown"]);

export const labelFilterSchema = z.object({ branch: z.enum(["real", "simulated"]), what: z.enum(["stage", "emotion", "blocker"]), value: z.string() });
export const fieldValueSchema = z.object({ name: z.string(), value: z.string() });

/** What the numbers are of; nothing given is every probe. `dataset` (a hash) narrows the list of runs and no number. */
export const filterSchema = z.object({
  position: z.exactOptional(z.number()),
  act: z.exactOptional(z.string()),
  field: z.exactOptional(fieldValueSchema),
  label: z.exactOptional(labelFilterSchema),
  dataset: z.exactOptional(z.string()),
});
export type PanelFilter = z.infer<typeof filterSchema>;

/** The filter in force, said: `words` stands in every title, table and export. Under it there is no p and no claim. */
export const filterInForceSchema = z.object({
  chosen: filterSchema,
  words: z.string(),
  /** It asks for a label: the numbers describe turns chosen by an endpoint and are no bias. */
  description: z.boolean(),
  kept: z.exactOptional(z.int()),
  of: z.int(),
});

/** What can be chosen, each at most 60 values. `noFields` says why no profile field can be. */
export const filterChoicesSchema = z.object({
  positions: z.array(z.number()),
  acts: z.array(z.string()),
  stages: z.array(z.string()),
  emotions: z.array(z.string()),
  blockers: z.array(z.string()),
  fields: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  noFields: z.exactOptional(z.string()),
  datasets: z.array(z.object({ hash: z.string(), name: z.string(), runs: z.int() })),
});
export type FilterChoices = z.infer<typeof filterChoicesSchema>;

/** Bias by the values of one profile field (page Where; asked for by `showField`). `because`: why there is none. */
export const fieldSplitSchema = z.object({ name: z.string(), rows: z.exactOptional(z.array(typed<SplitRow>())), because: z.exactOptional(z.string()) });

/** Δ with Welch's interval when so many conversations were finished; at most 120 points. */
export const stripPointSchema = z.object({ conversations: z.int(), value: z.number(), low: z.exactOptional(z.number()), high: z.exactOptional(z.number()) });
export type StripPoint = z.infer<typeof stripPointSchema>;

/** What is the case, each with sentences that are ready to be shown. */
export const panelStateSchema = z.object({
  /** `paused`: somebody paused it, or it was cut off. `failed`: it stopped by itself, or its intervals could not be computed. `stale`: finished, and something changed since. */
  kind: z.enum(["nothing", "loading", "running", "paused", "finished", "stale", "failed"]),
  because: z.exactOptional(z.string()),
  changed: z.exactOptional(z.array(z.string())),
});
export type PanelState = z.infer<typeof panelStateSchema>;

/** Hand-picked probes of the shown dataset, newest first, at most 12 of `count`. No statistic is made of them. */
export const handPickedSchema = z.object({
  count: z.int(),
  rows: z.array(z.object({ conversation: z.string(), turn: z.int(), realStage: z.exactOptional(z.string()), simulatedStages: z.array(z.string()) })),
});
export type HandPickedStrip = z.infer<typeof handPickedSchema>;

/** Calls, tokens and money in words; absent where nothing is called. */
export const spendingSchema = z.object({ spent: z.exactOptional(z.string()), left: z.exactOptional(z.string()) });

/** Page Trust, beside the parts of the report. A part that is absent has nothing to show yet. */
export const trustSchema = z.object({
  ledger: typed<Ledger>(),
  outcomeDefinition: z.string(),
  conversationsWithoutProbe: z.int(),
  preflight: z.exactOptional(typed<Preflight>()),
  /** A finished control run on the same dataset, rule and instrument: where a simulator without knowledge of the person would be. */
  control: z.exactOptional(z.object({ run: z.string(), title: z.string(), delta: z.exactOptional(typed<Reported>()), bias: z.exactOptional(typed<ByStratum<Reported>>()) })),
  /** What the text before the probes could tell (E20, E24, E29). */
  knowledge: z.exactOptional(z.object({ probes: z.int(), unmatched: z.int(), information: typed<InformationResult>(), attainable: typed<Attainable>(), ends: typed<EndsBlock>() })),
  /** Why there is no `knowledge`, or that it is computed. */
  noKnowledge: z.exactOptional(z.string()),
  /** Agreement with people's labels, as study/labels makes it; absent while nothing is labelled. */
  agreement: z.exactOptional(z.unknown()),
  /** The gates of a finished run, over all its probes whatever the filter; absent without gates, and where the run enters none. */
  gates: z.exactOptional(typed<GateReport>()),
});
export type TrustPart = z.infer<typeof trustSchema>;

/** One run of a comparison: its own numbers over all its probes. */
const comparedRun = z.object({
  run: z.string(),
  name: z.string(),
  simulator: z.string(),
  condition: z.string(),
  judge: z.string(),
  probes: z.int(),
  delta: typed<Reported>(),
  bias: typed<ByStratum<Reported>>(),
  /** Simulated minus real share, by stratum; absent where no stage has the role. */
  resistance: z.exactOptional(typed<ByStratum<Reported>>()),
  deliberation: z.exactOptional(typed<ByStratum<Reported>>()),
});

/** The first run minus another, on the probes used in both. */
const comparedPair = z.object({
  a: z.string(),
  b: z.string(),
  notes: z.array(z.enum(["other-real-labels", "other-judge", "other-instrument", "dataset-unknown", "control", "margin-not-stored"])),
  headline: typed<RunComparison>(),
  holm: z.object({ size: z.int(), marginal: z.exactOptional(z.number()), contrast: z.exactOptional(z.number()), equivalence: z.exactOptional(z.number()) }),
  /** E23: both one-sided tests against the margin lie below .05 after Holm: Δ hardly moved. */
  hardlyMoved: z.boolean(),
});

/** Answer to `compare`: every run against the first. */
export const panelComparisonSchema = z.object({
  margin: z.object({ value: z.number(), from: z.enum(["given", "stored", "default"]) }),
  runs: z.array(comparedRun),
  pairs: z.array(comparedPair),
});
export type PanelComparison = z.infer<typeof panelComparisonSchema>;

/** The probes behind a mark; a page of at most 200 rows. `telling`: six that tell most first, then by size of bias. */
export const probeQuerySchema = z.object({
  run: z.string(),
  outcome: z.exactOptional(outcome),
  position: z.exactOptional(z.number()),
  act: z.exactOptional(z.string()),
  field: z.exactOptional(fieldValueSchema),
  realStage: z.exactOptional(z.string()),
  /** With `realStage` a cell of the confusion table. The first stage has leave and silence with it. */
  simulatedStage: z.exactOptional(z.string()),
  /** Emotion or blocker, or a stage as it is. */
  label: z.exactOptional(labelFilterSchema),
  /** The filter in force, which holds as well. */
  filter: z.exactOptional(filterSchema),
  order: z.enum(["conversation", "bias", "telling"]),
  from: z.int().check(z.nonnegative()),
  count: z.int().check(z.nonnegative(), z.lte(200)),
});
export type ProbeQuery = z.infer<typeof probeQuerySchema>;

const probeRow = z.object({
  conversation: z.string(),
  turn: z.int(),
  position: z.number(),
  outcome,
  act: z.exactOptional(z.string()),
  realStage: z.exactOptional(z.string()),
  simulatedStages: z.array(z.string()),
  bias: z.exactOptional(z.number()),
});
export const probePageSchema = z.object({ total: z.int(), rows: z.array(probeRow) });
export type ProbePage = z.infer<typeof probePageSchema>;
