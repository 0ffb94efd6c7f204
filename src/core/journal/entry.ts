// Owns the shapes a run journal holds. Refuses parsing (codec.ts), state (fold.ts) and sums (tally.ts).
import type { Codebook, DecisionState } from "../instrument/codebook.ts";
import type { Ending } from "../probe/endings.ts";
import type { EndsLedger } from "../probe/endsLedger.ts";
import type { ContinuationKind, Donor, ModelReport, Probe, ProbeRule, Provenance } from "../probe/probe.ts";
import type { ModelIdentity } from "../ports.ts";
import type { OutcomeValue } from "../stats/labelledProbe.ts";
import type { SpentByRole } from "./spent.ts";
import type { SentenceValues } from "../messages/sentence.ts";
import type { StrataNames, Users } from "../transcript/conversation.ts";

/** Version of the journal's shapes; every entry carries it as `v`. */
export const JOURNAL_VERSION = 1;

interface EntryBase {
  readonly v: typeof JOURNAL_VERSION;
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** Hand-picked logs only: the `planHash` of the run-started entry this one belongs to. */
  readonly setup?: string;
}

/** What the statistics need to know of the conversation of a probe, so that a journal is readable without its dataset. Never part of a prompt. */
export interface ProbeContext {
  readonly outcome: OutcomeValue;
  readonly customer?: string;
  readonly agent?: string;
  /** Act of the preceding agent turn, where the dataset gives it. */
  readonly act?: string;
  /** Planned probes of this conversation; it is finished when all of them are. */
  readonly of: number;
  /** End probes only: who ended the conversation and how. */
  readonly end?: Ending;
}

/** Who writes the continuations of a run. */
export type SimulatorIdentity =
  | ({ readonly kind: "model" } & ModelIdentity)
  | { readonly kind: "recorded"; readonly name: string; readonly source: string; readonly sourceHash: string }
  | { readonly kind: "control"; readonly rung: "C0" | "C1" | "C2" | "C3"; readonly donors: number };

/** Who labels the turns of a run. */
export type JudgeIdentity =
  | ({ readonly kind: "model" } & ModelIdentity)
  | { readonly kind: "lexicon"; readonly version: string }
  | { readonly kind: "recorded"; readonly name: string; readonly source: string };

export interface InstrumentIdentity {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of codebook and judge prompt. */
  readonly hash: string;
  readonly window: "causal" | "full";
}

/**
 * When payments came, counted over conversations that have one: payment time minus last turn in seconds, and how many lie
 * before the first turn or after the follow-up window. Conversations left out because they paid before are counted here.
 */
export interface PaymentLags {
  readonly payments: number;
  readonly before: number;
  readonly after: number;
  /** Seconds, at the shares of `LAG_SHARES` in datasets/mapping/paymentLags.ts (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1). */
  readonly quantiles: readonly number[];
  /** Keys of the outcome file that no conversation has. */
  readonly keysUnused: number;
}

/**
 * Counts of what was read, joined, cut and left out; every conversation read is kept or left out for one reason.
 * The optional parts are newer than the first journals and absent where there is nothing to say.
 */
export interface Ledger {
  readonly conversationsRead: number;
  readonly conversationsKept: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly messagesRead: number;
  readonly messagesMerged: number;
  readonly messagesCut: number;
  readonly conversationsTruncated: number;
  readonly systemMessages: number;
  readonly outcomes: { readonly positive: number; readonly negative: number; readonly unknown: number };
  /** Messages dropped because the mapping excludes such turns (recalled, broadcast); part of `messagesRead`. */
  readonly messagesExcluded?: number;
  /** Kept conversations by how a join knows their outcome; the parts sum to `conversationsKept`. */
  readonly outcomeReasons?: Readonly<Record<string, number>>;
  readonly payments?: PaymentLags;
  /** Kept conversations that look wrong, by what looks so; one can be counted under several. */
  readonly suspicious?: Readonly<Record<string, number>>;
}

export interface DatasetIdentity {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  /** SHA-256 of the dataset's bytes (of the concatenated file hashes where it has several files). */
  readonly hash: string;
  readonly users: Users;
  readonly strata: StrataNames;
  readonly ledger: Ledger;
  /** How the outcome is known, in words and fields; join rule, follow-up window and as-of date where a join made it. */
  readonly outcomeDefinition: string;
  readonly followUpDays?: number;
  readonly asOf?: string;
  readonly mergeWithinMinutes: number;
}

/** How a judge did on its anchor turns. Of each field: anchors that state it, and those of them labelled alike; an invalid answer agrees with none. */
export interface Preflight {
  readonly anchors: number;
  readonly invalid: number;
  readonly agreement: Readonly<Record<"stage" | "emotion" | "blocker", { readonly agreed: number; readonly of: number }>>;
  readonly threshold: number;
  /** What asking cost, summed. */
  readonly reported?: ModelReport;
}

/** Everything the receipt needs, written before the first call. */
export interface RunManifest {
  readonly run: string;
  readonly title: string;
  readonly planned: boolean;
  readonly dataset: DatasetIdentity;
  readonly rule: ProbeRule;
  readonly orderSeed: number;
  readonly statisticsSeed: number;
  readonly limit?: number;
  readonly samples: number;
  readonly simulator: SimulatorIdentity;
  readonly condition: { readonly name: string; readonly template: string; readonly hash: string; readonly offersExit: boolean };
  /** `seed` fixes the control's draw. */
  readonly simulatorSettings: { readonly temperature?: number; readonly maxTokens?: number; readonly seed?: number };
  readonly judge: JudgeIdentity;
  readonly judgeSettings: { readonly temperature?: number };
  readonly instrument: InstrumentIdentity;
  /** The codebook itself, so that a journal is readable without any other file. */
  readonly codebook: Codebook;
  readonly profileFields: readonly string[];
  readonly privacy: { readonly redaction: readonly string[]; readonly sentTo: readonly string[] };
  /** Hash of dataset, rule, seeds, samples, simulator, condition, judge, instrument, margin and of every planned probe: equal hashes are the same plan. */
  readonly planHash: string;
  readonly plannedProbes: number;
  readonly plannedConversations: number;
  /** Drawn conversations in which the rule finds no turn to probe; the ledger's `no-probe`. */
  readonly conversationsWithoutProbe: number;
  /** `invented` when any part is. */
  readonly provenance: Provenance;
  readonly software: { readonly name: string; readonly version: string };
  readonly gates?: Readonly<Record<string, unknown>>;
  /** The run this one extends: what that one found out is taken over, not paid again. */
  readonly extends?: string;
  /** Equivalence margin in depth units, fixed before the run (E23). */
  readonly margin: number;
  /** How the judge did on its anchor turns before the first call; absent where it needs no trial, and in runs made before there was one. */
  readonly preflight?: Preflight;
  /** What became of the ends and unanswered turns of the drawn conversations; absent where the rule asks for neither. */
  readonly ends?: EndsLedger;
}

export interface RunStarted extends EntryBase {
  readonly kind: "run-started";
  readonly manifest: RunManifest;
}

export interface ContinuationEntry extends EntryBase {
  readonly kind: "continuation";
  readonly probe: Probe;
  readonly context: ProbeContext;
  readonly sample: number;
  readonly continuation: ContinuationKind;
  readonly text: string;
  readonly provenance: Provenance;
  /** SHA-256 of the exact messages sent; absent for recorded continuations and the control. */
  readonly promptHash?: string;
  readonly reported?: ModelReport;
  readonly donors?: readonly Donor[];
  /** What the simulator said of its own leaving, 0 to 1. */
  readonly leaveProbability?: number;
  /** Taken over from a hand-picked probe with the same simulator, condition and sample number; not paid again. */
  readonly reused?: boolean;
}

/** What a verdict labels: the real turn of a probe, a donor's real turn, or one sample. */
export type VerdictTarget =
  | { readonly branch: "real"; readonly conversation: string; readonly turn: number }
  | { readonly branch: "simulated"; readonly conversation: string; readonly turn: number; readonly sample: number };

export interface VerdictEntry extends EntryBase {
  readonly kind: "verdict";
  readonly target: VerdictTarget;
  readonly verdict: Verdict;
  /** SHA-256 of the exact judge messages and settings: the cache key. */
  readonly judgeHash: string;
  readonly cached: boolean;
  readonly reported?: ModelReport;
}

/** A judge's answer: a state, or invalid with its cause and the raw answer. */
export type Verdict =
  | { readonly status: "valid"; readonly state: DecisionState; readonly rung?: "schema" | "json" | "text"; readonly repaired?: boolean }
  | { readonly status: "invalid"; readonly cause: string; readonly raw?: string };

/** A sample or label that could not be had; it can be tried again and a later success replaces it. */
export interface FailureEntry extends EntryBase {
  readonly kind: "failure";
  readonly stage: "simulate" | "judge-real" | "judge-simulated";
  readonly probe: Probe;
  readonly context: ProbeContext;
  readonly sample: number;
  /** Id of the failure; its sentence is made when it is shown, from `values`. */
  readonly cause: string;
  readonly values?: SentenceValues;
  /** Journals of 0.1 have an English sentence instead of `values`. */
  readonly message?: string;
  /** Where an answer came and was paid all the same. */
  readonly reported?: ModelReport;
}

export interface RunEnded extends EntryBase {
  readonly kind: "run-ended";
  /** `finished`: every planned sample has a continuation and verdicts, or a failure that is final. `paused`: stopped and resumable. */
  readonly reason: "finished" | "paused";
  readonly done: number;
  readonly failed: number;
  /** Why it paused, when nobody asked it to: a failure of endpoint, budget or dataset. */
  readonly because?: { readonly id: string; readonly values: SentenceValues };
}

/** Stands for what was taken out of this journal because somebody asked to be forgotten: counts only, nothing says who. */
export interface ForgottenEntry extends EntryBase {
  readonly kind: "forgotten";
  readonly conversations: number;
  readonly probes: number;
  /** Lines taken out or changed. */
  readonly entries: number;
  /** What the calls taken out had cost. */
  readonly spent: SpentByRole;
}

export type JournalEntry = RunStarted | ContinuationEntry | VerdictEntry | FailureEntry | RunEnded | ForgottenEntry;
