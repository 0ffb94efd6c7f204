// Owns what an opened dataset is to the rest of the program. Refuses formats: each reader file makes one of these.
import type { DatasetIdentity, Ledger } from "../core/journal/entry.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import type { OutcomeValue } from "../core/stats/labelledProbe.ts";
import type { Conversation, ConversationRecord, StrataNames, Users } from "../core/transcript/conversation.ts";
import type { JoinedPayments } from "./mapping/paymentLags.ts";
import type { Standing } from "./standing.ts";

/** What the explorer lists of a conversation without loading its text. */
export interface ConversationEntry {
  readonly id: string;
  readonly outcome: OutcomeValue;
  readonly customer?: string;
  /** Turns and user turns after merging and truncation. */
  readonly turns: number;
  readonly userTurns: number;
  /** The file it stands in, where the dataset is a folder of several. */
  readonly path?: string;
  /** Where the record is in the file, for links from problems and to the raw line; 1-based line, byte offset and length. */
  readonly line?: number;
  readonly offset?: number;
  readonly length?: number;
}

export type Severity = "error" | "warning" | "information";

/** Something wrong in a dataset file. Line and column count from 1 (column in UTF-16 units). The sentence is `core/messages`'. */
export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
  readonly severity: Severity;
  readonly id: SentenceId;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The data's own words for the two sides and the field of the outcome, where the format has such. */
export interface Meaning {
  readonly user: string;
  readonly agent: string;
  readonly outcome?: string;
}

/** The files of a folder that have one shape. */
export interface FolderShape {
  /** As a study file names it. */
  readonly format: string;
  /** Paths below the folder, in order. */
  readonly files: readonly string[];
  /** Conversations that are kept of them. */
  readonly conversations: number;
}

/** An opened dataset. Texts are read on demand; entries, ledger and problems are complete once opened. */
export interface Dataset {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly users: Users;
  readonly strata: StrataNames;
  readonly ledger: Ledger;
  readonly problems: readonly Problem[];
  /** What must be known of it before a number from it is trusted; sentences without values. */
  readonly hints?: readonly SentenceId[];
  /** The data's own words for the two sides and the outcome. */
  readonly meaning?: Meaning;
  /** What a join with a file of outcomes found of payments, for a dataset of several such files. */
  readonly payments?: JoinedPayments;
  /** Of a folder: the shapes its files have, of which the dataset is one. */
  readonly shapes?: readonly FolderShape[];
  /** In file order, left-out conversations not included. */
  readonly entries: readonly ConversationEntry[];
  entry(id: string): ConversationEntry | undefined;
  /** Rejects with `conversation-not-found`, or `dataset-changed` when the file no longer is what was indexed. */
  read(id: string, signal?: AbortSignal): Promise<Conversation>;
  /** Every kept conversation in file order. */
  all(signal?: AbortSignal): AsyncIterable<Conversation>;
  /** The same as filed: nothing merged, cut or left out of a conversation. For writing back. `entries`: some of them, in file order. */
  records(signal?: AbortSignal, entries?: readonly ConversationEntry[]): AsyncIterable<ConversationRecord>;
  /** How its files stand now to what was opened. */
  standing(): Promise<Standing>;
  /** For the run manifest: hash over the file bytes, ledger and outcome definition. */
  identity(signal?: AbortSignal): Promise<DatasetIdentity>;
}

/** What is known of a dataset while it is still being read: no more than this is final for what was read. */
export interface SoFar {
  readonly name: string;
  readonly strata: StrataNames;
  /** In file order; the one list grows until the dataset is open. */
  readonly entries: readonly ConversationEntry[];
}

/** Told from time to time while a large dataset is read. */
export type ReadSoFar = (soFar: SoFar) => void;

/** Bytes read so far of the total, for progress. */
export type ReadProgress = (done: number, total: number) => void;
