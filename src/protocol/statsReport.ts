// Owns the schema of the statistics of one run as `stats --json` prints them: strict, so that an undocumented field is a failed test.
// Refuses reading: the panel and the worker are ours and pass the typed document.
import * as z from "zod/mini";
import { STATS_REPORT_VERSION, type ConfusionBlock, type ContrastBlock, type ContrastRow, type Counts, type ExitBlock, type ShareRow, type StatsReport } from "../core/stats/reportShape.ts";
import { count, estimate, interval, reported, reportedWithCount } from "./reportedNumber.ts";

const stratum = z.enum(["negative", "positive"]);
export const unit = z.enum(["conversation", "customer"]).check(z.meta({ id: "unit", description: "What is averaged and resampled. customer: customer by outcome, where a customer id repeats." }));
export const kind = z.enum(["all", "replies"]).check(z.meta({ id: "kind", description: "all: every usable continuation, leave and silence as depth 0 (primary). replies: valid replies only." }));
const numbers = z.strictObject({ negative: reported, positive: reported });

const stratumRow = z.strictObject({ conversations: count, units: count, probes: count, bias: reported, sd: reported, real: reported, simulated: reported, zeroTest: reported });
const twoSided = z.strictObject({ oneSided: reported, twoSided: reported });
const contrastFields = { strata: numbers, delta: reported };
export const contrastRow: z.ZodMiniType<ContrastRow> = z
  .strictObject(contrastFields)
  .check(z.meta({ id: "contrast", description: "Mean of each stratum, and the negative stratum minus the positive one." }));
const familyFields = {
  ...contrastFields,
  p: reported,
  family: z.strictObject({ name: z.string(), size: count }),
  holm: z.exactOptional(z.number()),
  benjaminiHochberg: z.exactOptional(z.number()),
};

const cell = z.strictObject({ averaged: reported, pooled: reported, effectiveN: z.nullable(z.number()) });
const shareStratum = z.strictObject({ real: cell, simulated: cell, difference: reported });
const shareRow: z.ZodMiniType<ShareRow> = z
  .strictObject({ label: z.string(), negative: shareStratum, positive: shareStratum, contrast: reported })
  .check(z.meta({ id: "share", description: "Share of one label, real and simulated: averaged over units, and pooled over probes with its effective n." }));

const block: z.ZodMiniType<ContrastBlock> = z
  .strictObject({
    unit,
    kind,
    strata: z.strictObject({ negative: stratumRow, positive: stratumRow, unknown: z.strictObject({ conversations: count, units: count, probes: count, bias: reported }) }),
    linkedCustomers: count,
    delta: reported,
    deltaIntervals: z.strictObject({ percentile: estimate(interval), bca: estimate(interval), welch: estimate(interval) }),
    cohensD: reported,
    cohensDIntervals: z.strictObject({ percentile: estimate(interval), bca: estimate(interval), largeSample: estimate(interval) }),
    hedgesG: reported,
    glass: z.strictObject({ byPositiveSd: reported, byNegativeSd: reported }),
    welch: z.strictObject({ t: reported, df: reported, oneSided: reported, twoSided: reported }),
    permutation: z.strictObject({ studentised: twoSided, raw: twoSided }),
    marginal: z.strictObject({ balanced: reported, asSampled: reported }),
    separation: z.strictObject({ real: reported, simulated: reported, kept: reported, testable: z.boolean() }),
    thresholds: z.array(z.strictObject({ ...familyFields, stage: z.string() })),
    signCoded: contrastRow,
    nonResisting: contrastRow,
    byPosition: z.array(z.strictObject({ ...familyFields, position: z.number() })),
    positionStandardised: reported,
    shares: z.strictObject({
      stage: z.array(shareRow),
      emotion: z.array(shareRow),
      blocker: z.array(shareRow),
      resistance: z.exactOptional(shareRow),
      deliberation: z.exactOptional(shareRow),
      commitment: z.exactOptional(shareRow),
      suppression: z.exactOptional(contrastRow),
      ends: z.array(z.strictObject({ kind: z.enum(["leave", "silence"]), negative: reported, positive: reported })),
    }),
  })
  .check(z.meta({ id: "block", description: "Everything of one unit and kind. Bias is simulated minus real depth; delta is the negative stratum minus the positive one, and real gap minus simulated gap." }));

const split = z.array(z.strictObject({ ...familyFields, value: z.string(), zeroTests: numbers }));

const floor = estimate(z.strictObject({ median: z.number(), upper95: z.number(), seed: z.int(), draws: count }));
const distance = z.strictObject({ value: reported, floor }).check(z.meta({ id: "distance", description: "A distance and its noise floor: median and 95 % point under sign flips of whole conversations." }));
const stageTest = z.strictObject({ stage: z.string(), sum: z.number(), z2: reported, p: reported, chiSquaredP: reported, holm: z.exactOptional(z.number()) });
const table = z.array(z.array(z.number()));
const confusion: z.ZodMiniType<ConfusionBlock> = z
  .strictObject({
    probes: count,
    stages: z.array(z.string()),
    columns: z.array(z.string()),
    counts: table,
    collapsed: table,
    exactAgreement: reported,
    distances: z.strictObject({ tvd: distance, jsd: distance, wasserstein: distance }),
    marginalHomogeneity: z.strictObject({ w: reported, df: count, chiSquaredP: reported, p: reported }),
    stageTests: z.array(stageTest),
  })
  .check(z.meta({ id: "confusion", description: "Real stages (rows) by simulated ones (columns, then leave and silence), each sample weighing 1/K; collapsed has leave and silence in the first stage." }));

const stratumCounts = z.strictObject({ conversations: count, probes: count, invalidReal: count, reply: count, leave: count, silence: count, invalid: count });
const counts: z.ZodMiniType<Counts> = z.strictObject({
  conversations: count,
  probes: count,
  samples: count,
  customers: count,
  customersRepeated: z.boolean(),
  usableProbes: count,
  endedProbes: count,
  byStratum: z.strictObject({ negative: stratumCounts, positive: stratumCounts, unknown: stratumCounts }),
  byPosition: z.array(z.strictObject({ position: z.number(), probes: count, invalidReal: count, samples: count, invalidSimulated: count })),
  invalidCauses: z.record(z.string(), count),
});

const rates = z.strictObject({ endRate: reported, endRateLeave: reported, endRateSilence: reported, prematureRate: reported, balanced: reported });
const exit: z.ZodMiniType<ExitBlock> = z
  .strictObject({
    moments: z.strictObject({ continuing: count, ended: count }),
    rates: z.strictObject({ all: rates, negative: rates, positive: rates, paired: rates }),
    hazard: estimate(z.array(z.strictObject({ turn: count, moments: count, ended: count, real: reported, simulated: reported, few: z.boolean() }))),
    discrimination: z.strictObject({
      stated: count,
      auc: reported,
      brier: reported,
      logLoss: reported,
      skill: reported,
      turnCount: z.strictObject({ auc: reported, brier: reported }),
      constantBrier: reported,
      reliability: z.array(z.strictObject({ low: z.number(), high: z.number(), moments: z.number(), meanScore: z.number(), endedShare: z.number() })),
    }),
  })
  .check(z.meta({ id: "exit", description: "Ending: rates, hazard and discrimination. not-offered where the condition has no structural end, never 0 %." }));

const options = z.strictObject({
  seed: z.int(),
  bootstrapDraws: count,
  permutationDraws: count,
  look: z.boolean(),
  invented: z.boolean(),
  offersExit: z.boolean(),
  rule: z.enum(["fractions", "landmark", "every", "unknown"]),
  splitFields: z.array(z.string()),
  strataNames: z.strictObject({ positive: z.string(), negative: z.string() }),
});

/** Strict: a field that is not here is a fault of the document. */
export const statsReportSchema: z.ZodMiniType<StatsReport> = z
  .strictObject({
    what: z.literal("decision-fidelity-statistics"),
    version: z.literal(STATS_REPORT_VERSION),
    options,
    labels: z.strictObject({ stages: z.array(z.string()), emotions: z.array(z.string()), blockers: z.array(z.string()) }),
    counts,
    headline: block,
    beside: z.array(block),
    confusion: z.strictObject({ all: confusion, negative: confusion, positive: confusion }),
    byAct: split,
    byDataset: split,
    byField: z.array(z.strictObject({ field: z.string(), rows: split })),
    labelDistances: z.strictObject({ emotion: z.exactOptional(z.strictObject({ tvd: distance, jsd: distance })), blocker: z.exactOptional(z.strictObject({ tvd: distance, jsd: distance })) }),
    sensitivity: z.strictObject({
      preCommitment: z.exactOptional(z.strictObject({ ...contrastFields, probes: count })),
      agentClustered: z.exactOptional(reportedWithCount("agents")),
      withinProbeSd: z.exactOptional(reported),
    }),
    spreadRatio: reported,
    knownAnswers: z.strictObject({ constantDelta: reported, shuffledDelta: reported, agreement: z.strictObject({ constant: reported, shuffled: reported, oracle: reported }) }),
    exit,
    control: z.exactOptional(z.strictObject({ delta: reported, bias: numbers, sameOutcome: estimate(z.strictObject({ rate: z.number(), chance: z.number(), picks: count })) })),
    invalidBounds: z.strictObject({ low: reported, high: reported, invalidShare: z.number(), robust: z.boolean() }),
    unknownBounds: z.strictObject({ conversations: count, allNegative: reported, allPositive: reported, lateConverters: z.array(z.strictObject({ share: z.number(), delta: reported })) }),
    power: z.strictObject({ detectableD: reported, detectableDepth: reported, neededPerStratum: count, warning: z.boolean() }),
    influence: z.array(z.strictObject({ unit: z.string(), outcome: stratum, deltaWithout: z.number() })),
    specifications: z.array(z.strictObject({ unit, kind, coding: z.string(), delta: reported })),
  })
  .check(z.meta({ id: "report", description: "All statistics of one run or file of labelled pairs. headline is the block whose delta leads; beside are the other units and kinds." }));
