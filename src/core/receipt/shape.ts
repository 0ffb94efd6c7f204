// Owns the shape of a receipt: everything a reader must know of a finished planned run, as plain data. Refuses making one (make.ts).
import type { DatasetIdentity, InstrumentIdentity, JudgeIdentity, Preflight, RunManifest, SimulatorIdentity } from "../journal/entry.ts";
import type { SpentByRole } from "../journal/spent.ts";
import type { RunComparison } from "../stats/compareRuns.ts";
import type { Reported, StatsReport } from "../stats/reportShape.ts";

/** Version of {@link Receipt} and {@link StudyReceipt}; any change of their shape or meaning counts up. */
export const RECEIPT_VERSION = 1;

/** A part that other work makes, or why it is not there. It is plain data of a shape that its maker documents. */
export type ReceiptPart = { readonly made: true; readonly value: unknown } | { readonly made: false; readonly reason: MissingReason };

/** Why a part was not made: nobody labelled drawn items blind; the dataset was not read; the software does not make it yet. */
export type MissingReason = "no-labels" | "no-dataset" | "not-made";

/** SHA-256 of what a receipt rests on. */
export interface ReceiptHashes {
  readonly dataset: string;
  readonly plan: string;
  /** Of the template text as the run stored it. */
  readonly template: string;
  /** Of codebook and judge prompt. */
  readonly instrument: string;
  /** Of the lines of the journal that count, each with its line break, in their order; and how many they are. */
  readonly journal: string;
  readonly journalLines: number;
  /** Of the bytes of the files in `.fidelity` that condition and codebook came from, where they were there when the receipt was written. */
  readonly files: { readonly template?: string; readonly codebook?: string };
}

/** How often what happened. Labels of real turns and of replies apart; a failed sample has no continuation or no label. */
export interface ReceiptCounts {
  readonly conversations: number;
  readonly probes: number;
  readonly samples: number;
  readonly reply: number;
  readonly leave: number;
  readonly silence: number;
  readonly real: { readonly valid: number; readonly invalid: number };
  readonly simulated: { readonly valid: number; readonly invalid: number };
  /** Answers and labels lost to a refusal, to a limit of length, and answers that were empty; part of `failed` or of `invalid`. */
  readonly refused: number;
  readonly truncated: number;
  readonly empty: number;
  readonly failed: number;
  /** Failures that were put right later. */
  readonly retried: number;
  /** Causes of failures and of invalid labels. */
  readonly causes: Readonly<Record<string, number>>;
  /** Continuations in which something was noticed, e.g. that they speak as the agent. */
  readonly noticed: Readonly<Record<string, number>>;
  /** Lines of the journal that could not be read; they count in nothing. */
  readonly unreadLines: number;
  readonly forgotten: { readonly conversations: number; readonly probes: number };
}

/** Where simulated and real turns differ most, largest first. Cells below ten units a stratum are left out. */
export interface ErrorPlaces {
  readonly cells: readonly { readonly by: "position" | "act"; readonly value: string; readonly stratum: "negative" | "positive"; readonly bias: Reported }[];
  /** Real stages that became another; `share` of all probes of the stratum. */
  readonly confusions: readonly { readonly stratum: "negative" | "positive"; readonly real: string; readonly simulated: string; readonly probes: number; readonly share: number }[];
}

/** A probe with its texts; only in receipts that were asked to hold some. */
export interface ReceiptExample {
  readonly conversation: string;
  readonly turn: number;
  readonly stratum: "negative" | "positive";
  readonly realStage: string;
  readonly simulatedStage: string;
  readonly simulatedText: string;
}

/** Who wrote or labelled, what it was set to, and what servers said answered, with the number of answers. */
interface Taking<T> {
  readonly identity: T;
  readonly settings: Readonly<Record<string, number>>;
  readonly served: Readonly<Record<string, number>>;
}

/** Everything of `method.md` §7. Plain data; it holds no key, no path of the machine, and no text of a conversation unless `examples` are there. */
export interface Receipt {
  readonly what: "decision-fidelity-receipt";
  readonly version: typeof RECEIPT_VERSION;
  readonly run: { readonly id: string; readonly title: string; readonly began: string; readonly ended: string; readonly extends?: string };
  /** False: the dataset's users are not people; Δ is a difference between simulators and there is no human reference. */
  readonly humanReference: boolean;
  readonly hashes: ReceiptHashes;
  readonly dataset: Omit<DatasetIdentity, "path" | "hash">;
  readonly probes: Pick<RunManifest, "rule" | "orderSeed" | "statisticsSeed" | "limit" | "samples" | "margin" | "plannedProbes" | "plannedConversations" | "conversationsWithoutProbe">;
  readonly simulator: Taking<SimulatorIdentity>;
  /** `template` is the prompt's text as the run stored it. */
  readonly condition: { readonly name: string; readonly template: string; readonly offersExit: boolean };
  readonly profileFields: readonly string[];
  readonly judge: Taking<JudgeIdentity>;
  readonly instrument: Omit<InstrumentIdentity, "hash">;
  readonly preflight?: Preflight;
  readonly counts: ReceiptCounts;
  readonly spent: SpentByRole;
  /** Names of people behind a number (of `influence`) are replaced by their rank. */
  readonly statistics: StatsReport;
  readonly errors: ErrorPlaces;
  readonly agreement: ReceiptPart;
  readonly exits: ReceiptPart;
  readonly privacy: RunManifest["privacy"] & { readonly holdsTexts: boolean };
  /** Gates stored before the first call. */
  readonly gates?: Readonly<Record<string, unknown>>;
  readonly examples?: readonly ReceiptExample[];
  /** What made the run, and what wrote this. */
  readonly software: { readonly run: RunManifest["software"]; readonly receipt: RunManifest["software"] };
  /** ISO 8601. */
  readonly written: string;
}

/** One comparison of the study's runs on one dataset, the first minus the other; p adjusted by Holm over all of them. */
export interface StudyPair {
  readonly a: string;
  readonly b: string;
  readonly notes: readonly string[];
  readonly headline: RunComparison;
  readonly holm: { readonly size: number; readonly marginal?: number; readonly contrast?: number; readonly equivalence?: number };
}

/** Receipts of several runs, and what their paired comparison on common probes gives. */
export interface StudyReceipt {
  readonly what: "decision-fidelity-study-receipt";
  readonly version: typeof RECEIPT_VERSION;
  readonly receipts: readonly Receipt[];
  /** Δ of each run that is no control: one family (E39). `p` is null where there is none. */
  readonly family: readonly { readonly run: string; readonly p: number | null; readonly holm: number | null; readonly benjaminiHochberg: number | null }[];
  /** One entry a dataset with at least two runs; each run against the dataset's first. */
  readonly comparisons: readonly { readonly dataset: string; readonly margin: { readonly value: number; readonly from: "given" | "stored" | "default" }; readonly seed: number; readonly pairs: readonly StudyPair[] }[];
  readonly software: RunManifest["software"];
  readonly written: string;
}
