// Owns the shape of the one statistics document that panel, tables and receipt read. Refuses computing it (report.ts).
import type { ExitBlock } from "./exitShape.ts";
import type { Estimate } from "./labelledProbe.ts";
import type { ByStratum, Interval, Reported } from "./reportedShape.ts";

export type * from "./exitShape.ts";
export type * from "./reportedShape.ts";

/** Version of {@link StatsReport}; any change of its shape or meaning counts up. 2: `exit`, `knownAnswers`, late converters, the rule's kind. */
export const STATS_REPORT_VERSION = 2;

/** `all`: every usable continuation, leave and silence as depth 0 (primary). `replies`: valid replies only (as published). */
export type ProbeKind = "all" | "replies";
/** What is averaged and resampled: a conversation, or a customer within one outcome (E3). */
export type UnitKind = "conversation" | "customer";

export interface ReportOptions {
  /** Master seed; every estimate derives its own stream from it and its name. */
  readonly seed: number;
  /** Default 10,000. */
  readonly bootstrapDraws?: number;
  /** Default 20,000; fewer arrangements are enumerated. */
  readonly permutationDraws?: number;
  /** The run is unfinished (E40): give finished conversations only; intervals are asymptotic, no p anywhere. */
  readonly look: boolean;
  /** A part of the run is invented: no p anywhere. */
  readonly invented: boolean;
  /** The condition offers a structural end; otherwise leaving is reported as `not-offered`. Default true. */
  readonly offersExit?: boolean;
  /** Kind of the probe rule, where it is known; the hazard needs every turn (E27). Default `unknown`. */
  readonly rule?: "fractions" | "landmark" | "every" | "unknown";
  /** Profile fields to split by (E19); default none. */
  readonly splitFields?: readonly string[];
  /** The dataset's names of the strata; default "positive" and "negative". */
  readonly strataNames?: { readonly positive: string; readonly negative: string };
}

/** One row of the strata table. Means are over units, of depth; `bias` is simulated minus real. */
export interface StratumRow {
  readonly conversations: number;
  readonly units: number;
  readonly probes: number;
  readonly bias: Reported;
  readonly sd: Reported;
  readonly real: Reported;
  readonly simulated: Reported;
  /** E6: p that the mean bias is 0 (sign-flip). */
  readonly zeroTest: Reported;
}

export interface TwoSided {
  readonly oneSided: Reported;
  readonly twoSided: Reported;
}

/** A contrast with its interval (E5, E8). */
export interface ContrastRow {
  /** Mean of each stratum over the units that have the quantity. */
  readonly strata: ByStratum<Reported>;
  /** Negative minus positive; the interval is the headline one (percentile; Welch in a look or below 30 units a stratum). */
  readonly delta: Reported;
}

/** A contrast of a family with adjusted p (E39). The unadjusted p is for the record, never for a claim; below ten units a stratum there is none. */
export interface FamilyRow extends ContrastRow {
  readonly p: Reported;
  /** What was adjusted together; `size` counts the p values that exist. */
  readonly family: { readonly name: string; readonly size: number };
  readonly holm?: number;
  readonly benjaminiHochberg?: number;
}

/** Everything of one unit × kind. */
export interface ContrastBlock {
  readonly unit: UnitKind;
  readonly kind: ProbeKind;
  readonly strata: ByStratum<StratumRow> & { readonly unknown: Pick<StratumRow, "conversations" | "units" | "probes" | "bias"> };
  /** Customers with conversations of both outcomes (E4); they count in both strata and are resampled as one. */
  readonly linkedCustomers: number;
  /** Δ with the headline interval. */
  readonly delta: Reported;
  readonly deltaIntervals: { readonly percentile: Estimate<Interval>; readonly bca: Estimate<Interval>; readonly welch: Estimate<Interval> };
  /** Cohen's d with its headline interval: percentile, or large-sample in a look or below 30 units a stratum. */
  readonly cohensD: Reported;
  readonly cohensDIntervals: { readonly percentile: Estimate<Interval>; readonly bca: Estimate<Interval>; readonly largeSample: Estimate<Interval> };
  readonly hedgesG: Reported;
  readonly glass: { readonly byPositiveSd: Reported; readonly byNegativeSd: Reported };
  readonly welch: { readonly t: Reported; readonly df: Reported; readonly oneSided: Reported; readonly twoSided: Reported };
  readonly permutation: { readonly studentised: TwoSided; readonly raw: TwoSided };
  readonly marginal: { readonly balanced: Reported; readonly asSampled: Reported };
  readonly separation: Separation;
  readonly thresholds: readonly (FamilyRow & { readonly stage: string })[];
  readonly signCoded: ContrastRow;
  /** Only probes whose real turn and samples are not resisting; conditions on an endpoint: description, not bias. */
  readonly nonResisting: ContrastRow;
  readonly byPosition: readonly PositionRow[];
  readonly positionStandardised: Reported;
  readonly shares: ShareTables;
}

/** E10. `kept` = simulated gap / real gap with Fieller interval; `testable` false: this dataset cannot test the contrast. */
export interface Separation {
  readonly real: Reported;
  readonly simulated: Reported;
  readonly kept: Reported;
  readonly testable: boolean;
}

/** E9, one position of the probe rule. */
export interface PositionRow extends FamilyRow {
  readonly position: number;
}

/** One cell of a share table: conversation-averaged (E13) and pooled over probes with effective-n interval (E14). */
export interface ShareCell {
  readonly averaged: Reported;
  readonly pooled: Reported;
  readonly effectiveN: number | null;
}

/** A label's real and simulated share in one stratum; `difference` is simulated minus real, averaged. */
export interface ShareStratum {
  readonly real: ShareCell;
  readonly simulated: ShareCell;
  readonly difference: Reported;
}

export interface ShareRow extends ByStratum<ShareStratum> {
  readonly label: string;
  /** Difference of the negative stratum minus that of the positive one. */
  readonly contrast: Reported;
}

export interface ShareTables {
  /** Under kind `all`, leave and silence count with the first stage (depth 0); their own shares stand in `ends`. */
  readonly stage: readonly ShareRow[];
  readonly emotion: readonly ShareRow[];
  readonly blocker: readonly ShareRow[];
  /** Shares of stages by role: resists, deliberates, commits; absent roles are left out. */
  readonly resistance?: ShareRow;
  readonly deliberation?: ShareRow;
  readonly commitment?: ShareRow;
  /** Suppression = real minus simulated share resisting (the one measure with this sign). */
  readonly suppression?: ContrastRow;
  /** Share of usable samples that end the conversation, averaged over units. */
  readonly ends: readonly ({ readonly kind: "leave" | "silence" } & ByStratum<Reported>)[];
}

/** E19: bias in one cell of a split; each stratum's p that its mean is 0, and the contrast's, with Holm and BH over the split. */
export interface SplitRow extends FamilyRow {
  readonly value: string;
  readonly zeroTests: ByStratum<Reported>;
}

/** E15, E16 for one group of probes. Rows are real stages; columns the simulated ones, then leave and silence. */
export interface ConfusionBlock {
  readonly probes: number;
  readonly stages: readonly string[];
  readonly columns: readonly string[];
  /** Weight 1/K a sample; rows real. */
  readonly counts: readonly (readonly number[])[];
  /** The same with leave and silence collapsed into the first stage. */
  readonly collapsed: readonly (readonly number[])[];
  readonly exactAgreement: Reported;
  readonly distances: Distances;
  /** E17; `clusteredP` by sign flips of conversations, the χ² p beside it. */
  readonly marginalHomogeneity: { readonly w: Reported; readonly df: number; readonly chiSquaredP: Reported; readonly p: Reported };
  /** E18 for each stage. */
  readonly stageTests: readonly { readonly stage: string; readonly sum: number; readonly z2: Reported; readonly p: Reported; readonly chiSquaredP: Reported; readonly holm?: number }[];
}

export interface Distance {
  readonly value: Reported;
  /** Median and 95 % point under sign flips of whole conversations: the noise floor. */
  readonly floor: Estimate<{ readonly median: number; readonly upper95: number; readonly seed: number; readonly draws: number }>;
}

export interface Distances {
  readonly tvd: Distance;
  readonly jsd: Distance;
  readonly wasserstein: Distance;
}

/** Counts behind everything; samples by kind and stratum, causes of invalid labels. */
export interface Counts {
  readonly conversations: number;
  readonly probes: number;
  readonly samples: number;
  readonly customers: number;
  readonly customersRepeated: boolean;
  /** Probes with a valid real label and at least one usable sample. */
  readonly usableProbes: number;
  /** End and silence probes: in the exit statistics, in no depth bias. */
  readonly endedProbes: number;
  readonly byStratum: Readonly<Record<"negative" | "positive" | "unknown", StratumCounts>>;
  readonly byPosition: readonly { readonly position: number; readonly probes: number; readonly invalidReal: number; readonly samples: number; readonly invalidSimulated: number }[];
  readonly invalidCauses: Readonly<Record<string, number>>;
}

export interface StratumCounts {
  readonly conversations: number;
  readonly probes: number;
  readonly invalidReal: number;
  readonly reply: number;
  readonly leave: number;
  readonly silence: number;
  readonly invalid: number;
}

/** E30: Δ if all invalid labels were the worst for either side. `robust` is false above 5 % invalid or when the bounds straddle the conclusion. */
export interface InvalidBounds {
  readonly low: Reported;
  readonly high: Reported;
  /** Invalid labels among all labels of probes (real turns and replies), 0…1. */
  readonly invalidShare: number;
  readonly robust: boolean;
}

/** E31: Δ with all unknown outcomes counted negative, and all counted positive; and without late converters. */
export interface UnknownBounds {
  readonly conversations: number;
  readonly allNegative: Reported;
  readonly allPositive: Reported;
  /** Δ/(1 − q) had the assumed share q of the negative stratum been late converters that behave like the positive one. */
  readonly lateConverters: readonly { readonly share: number; readonly delta: Reported }[];
}

/** What simulators whose answer is known would score on the same probes, to read the run's own numbers beside. */
export interface KnownAnswers {
  /** Δ of a simulator that always says the same: the real gap, whatever it says. */
  readonly constantDelta: Reported;
  /** Δ when the run's own continuations are dealt anew among the probes of their position: the mean of all deals; 95 % of seeded deals lie in the interval. */
  readonly shuffledDelta: Reported;
  /** Exact agreement (E15) of: always the most frequent real stage; the continuations dealt anew; the real turn judged again. */
  readonly agreement: { readonly constant: Reported; readonly shuffled: Reported; readonly oracle: Reported };
}

/** E32 at two-sided .05 and power .8. `warning`: the detectable d exceeds 0.38. */
export interface PowerBlock {
  readonly detectableD: Reported;
  readonly detectableDepth: Reported;
  readonly neededPerStratum: number;
  readonly warning: boolean;
}

/**
 * Only where samples are other people's real turns (the human-resample control): intervals by deleting each conversation as probed and
 * as donor; they replace the bootstrap intervals of the headline, which ignore that donors are shared.
 */
export interface ControlBlock {
  readonly delta: Reported;
  readonly bias: ByStratum<Reported>;
  /** How often a donor has the probe's own outcome, and how often by chance: a leak shows as a difference. */
  readonly sameOutcome: Estimate<{ readonly rate: number; readonly chance: number; readonly picks: number }>;
}

/** The headline Δ under other views of the same data; each absent where the data do not have what it needs. */
export interface Sensitivity {
  /** Only probes before any commitment of the user, as the label of the real turn says. */
  readonly preCommitment?: ContrastRow & { readonly probes: number };
  /** Conversations of one agent may resemble each other: Δ with agents as clusters of the standard error. */
  readonly agentClustered?: Reported & { readonly agents: number };
  /** Standard deviation of the samples of one probe around their mean (K > 1): the simulator's own noise. */
  readonly withinProbeSd?: Reported;
}

/** One line of the specification table: the same Δ under another defensible choice, asymptotic interval. */
export interface Specification {
  readonly unit: UnitKind;
  readonly kind: ProbeKind;
  readonly coding: string;
  readonly delta: Reported;
}

/** All statistics of one planned run. Plain data: survives JSON and structured clone unchanged. */
export interface StatsReport {
  readonly what: "decision-fidelity-statistics";
  readonly version: typeof STATS_REPORT_VERSION;
  readonly options: Required<ReportOptions>;
  readonly labels: { readonly stages: readonly string[]; readonly emotions: readonly string[]; readonly blockers: readonly string[] };
  readonly counts: Counts;
  /** The block whose Δ is the headline: customer where an id repeats, else conversation; kind `all`. */
  readonly headline: ContrastBlock;
  /** Beside the headline: the conversation block where customers repeat, and the replies-only blocks. */
  readonly beside: readonly ContrastBlock[];
  readonly confusion: { readonly all: ConfusionBlock; readonly negative: ConfusionBlock; readonly positive: ConfusionBlock };
  /** E19: by the act before the probe, and by dataset where there are several. */
  readonly byAct: readonly SplitRow[];
  readonly byDataset: readonly SplitRow[];
  /** By the profile fields asked for. */
  readonly byField: readonly { readonly field: string; readonly rows: readonly SplitRow[] }[];
  /** Distances of emotion and blocker shares of all probes with known outcome; absent where nothing carries the label. */
  readonly labelDistances: { readonly emotion?: Pick<Distances, "tvd" | "jsd">; readonly blocker?: Pick<Distances, "tvd" | "jsd"> };
  readonly sensitivity: Sensitivity;
  readonly spreadRatio: Reported;
  readonly knownAnswers: KnownAnswers;
  /** E25–E28 as far as the probes allow. */
  readonly exit: ExitBlock;
  readonly control?: ControlBlock;
  readonly invalidBounds: InvalidBounds;
  readonly unknownBounds: UnknownBounds;
  readonly power: PowerBlock;
  /** Conversations whose removal moves Δ most: delete-one values. */
  readonly influence: readonly { readonly unit: string; readonly outcome: "negative" | "positive"; readonly deltaWithout: number }[];
  readonly specifications: readonly Specification[];
}

/** Running numbers of an unfinished run: means and Welch intervals only, no resampling, no p. */
export interface LiveReport {
  readonly what: "decision-fidelity-look";
  readonly version: typeof STATS_REPORT_VERSION;
  readonly unit: UnitKind;
  /** Conversations and probes counted so far (finished conversations only). */
  readonly conversations: number;
  readonly probes: number;
  readonly strata: ByStratum<Pick<StratumRow, "conversations" | "units" | "probes" | "bias" | "real" | "simulated">>;
  readonly delta: Reported;
  readonly byPosition: readonly { readonly position: number; readonly strata: ByStratum<Reported>; readonly delta: Reported }[];
  readonly stageShares: readonly { readonly label: string; readonly negative: { readonly real: Reported; readonly simulated: Reported }; readonly positive: { readonly real: Reported; readonly simulated: Reported } }[];
  readonly samples: Readonly<Record<"reply" | "leave" | "silence" | "invalid", number>>;
}
