// Owns the schema of what `stats --json` prints: the statistics of one input, or several inputs compared with the first.
import * as z from "zod/mini";
import { COMPARISON_VERSION, type RunComparison } from "../core/stats/compareRuns.ts";
import type { EndsBlock } from "../core/stats/endsBlock.ts";
import type { Attainable, InformationResult } from "../core/stats/information.ts";
import { manifestSchema } from "../core/journal/manifestSchema.ts";
import { count, estimate, interval, reported } from "./reportedNumber.ts";
import { contrastRow, kind, statsReportSchema, unit } from "./statsReport.ts";

const information: z.ZodMiniType<InformationResult> = z
  .strictObject({ auc: reported, baseline: reported, byPosition: z.array(z.strictObject({ position: z.number(), auc: reported, baseline: reported })) })
  .check(z.describe("With --data: how well the outcome can be told from what the simulator saw, and from turn counts alone (AUC inside folds by customer)."));

const attainable: z.ZodMiniType<Attainable> = z
  .strictObject({ delta: reported, rSquared: estimate(z.number()) })
  .check(z.describe("With --data: the delta that an outcome-blind model of the real turns leaves; at an R² of 0 or below it says nothing."));

const byOutcome = { negative: count, positive: count, unknown: count };
const ends: z.ZodMiniType<EndsBlock> = z
  .strictObject({
    conversations: count,
    kinds: z.array(z.strictObject({ kind: z.enum(["user-silent", "user-explicit", "agent", "limit", "outcome", "cut", "unknown"]), ...byOutcome })),
    eligible: z.strictObject(byOutcome),
    refused: z.strictObject({ "end-kind": count, truncated: count, "no-user-turn": count, "user-spoke-last": count }),
    hazard: z.array(z.strictObject({ turn: count, atRisk: count, ended: count, hazard: reported, few: z.boolean() })),
    turnCountAuc: reported,
  })
  .check(z.describe("With --data: how the probed conversations ended, by outcome, which could have an end probe, and when the people stop."));

/** `stats RUN-or-PAIRS --json`. */
export const oneInputSchema = z
  .strictObject({
    what: z.literal("decision-fidelity-stats"),
    version: z.literal(2),
    source: z.string(),
    run: z.exactOptional(z.string()),
    status: z.exactOptional(z.enum(["running", "paused", "finished", "following"])),
    manifest: z.exactOptional(manifestSchema),
    counts: z.exactOptional(z.record(z.string(), count)),
    report: statsReportSchema,
    data: z.exactOptional(z.strictObject({ path: z.string(), hash: z.string(), probes: count, unmatched: count })),
    information: z.exactOptional(information),
    attainable: z.exactOptional(attainable),
    ends: z.exactOptional(ends),
  })
  .check(z.meta({ id: "one", description: "Statistics of one run journal (then with run, status, manifest and counts) or of one file of labelled pairs." }));

const twoSided = z.strictObject({ oneSided: reported, twoSided: reported });
export const comparison: z.ZodMiniType<RunComparison> = z
  .strictObject({
    what: z.literal("decision-fidelity-comparison"),
    version: z.literal(COMPARISON_VERSION),
    unit,
    kind,
    probes: z.strictObject({ both: count, onlyA: count, onlyB: count }),
    units: z.strictObject({ negative: count, positive: count, lostA: count, lostB: count }),
    realLabelsShared: z.boolean(),
    runs: z.strictObject({ a: contrastRow, b: contrastRow }),
    negative: reported,
    positive: reported,
    marginal: z.strictObject({ difference: reported, standardError: reported, p: reported }),
    contrast: z.strictObject({
      difference: reported,
      intervals: z.strictObject({ percentile: estimate(interval), bca: estimate(interval), welch: estimate(interval) }),
      cohensD: reported,
      welchP: reported,
      studentised: twoSided,
      raw: twoSided,
      equivalence: z.strictObject({ margin: z.number(), p: reported, interval90: estimate(interval) }),
    }),
  })
  .check(z.meta({ id: "comparison", description: "Run A minus run B on their common probes, unit by unit. Equivalence needs both one-sided tests against ±margin." }));

const notes = z.array(z.enum(["other-real-labels", "other-judge", "other-instrument", "dataset-unknown", "control", "margin-not-stored"]));
const compared = z.strictObject({
  name: z.string(),
  probes: count,
  run: z.exactOptional(z.string()),
  datasetName: z.exactOptional(z.string()),
  datasetHash: z.exactOptional(z.string()),
  judge: z.exactOptional(z.string()),
  instrument: z.exactOptional(z.string()),
  rule: z.exactOptional(z.enum(["fractions", "landmark", "every"])),
  control: z.exactOptional(z.boolean()),
});

/** `stats A B ... --json`. */
export const severalInputsSchema = z
  .strictObject({
    what: z.literal("decision-fidelity-comparisons"),
    version: z.literal(1),
    sources: z.array(z.string()),
    margin: z.strictObject({ value: z.number(), from: z.enum(["given", "stored", "default"]) }).check(z.describe("Equivalence margin in depth steps: given on the command line, stored in every run before it began (the smallest), or the default 0.15.")),
    seed: z.int(),
    runs: z.array(compared),
    comparisons: z.array(
      z.strictObject({
        a: z.string(),
        b: z.string(),
        notes,
        headline: comparison,
        beside: z.array(comparison),
        holm: z.strictObject({ size: count, marginal: z.exactOptional(z.number()), contrast: z.exactOptional(z.number()), equivalence: z.exactOptional(z.number()) }).check(z.describe("p adjusted by Holm over all comparisons of the document.")),
      }),
    ),
  })
  .check(z.meta({ id: "several", description: "Each run compared with the first, first minus other." }));

/** Every document `stats --json` prints. */
export const statsDocumentSchema = z.discriminatedUnion("what", [oneInputSchema, severalInputsSchema]);
