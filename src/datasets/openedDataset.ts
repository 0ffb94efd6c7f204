// Owns the Dataset every reader hands out: entries by id, identity, records through a source. Refuses formats.
import { Failure } from "../core/messages/failure.ts";
import type { DatasetIdentity, Ledger } from "../core/journal/entry.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import type { Digest, Files } from "../core/ports.ts";
import type { Conversation, ConversationRecord, StrataNames, Users } from "../core/transcript/conversation.ts";
import { normalise } from "../core/transcript/normalise.ts";
import type { ConversationEntry, Dataset, Meaning, Problem } from "./dataset.ts";
import { hashFiles, remember, type FileStamp } from "./hash.ts";
import type { JoinedPayments } from "./mapping/paymentLags.ts";
import { standingOf, type Standing } from "./standing.ts";
import type { DatasetTraits } from "./traits.ts";

/** Where the records of a dataset come from once it is open: those of the entries given, in their order. */
export type Records = (entries: readonly ConversationEntry[], signal?: AbortSignal) => AsyncIterable<ConversationRecord>;

export interface Opened {
  readonly path: string;
  readonly format: string;
  readonly traits: DatasetTraits;
  readonly ledger: Ledger;
  /** Names of the strata found in the records; those of the traits come first. */
  readonly strata: StrataNames;
  readonly problems: readonly Problem[];
  readonly entries: readonly ConversationEntry[];
  readonly records: Records;
  readonly stamps: readonly FileStamp[];
  readonly files: Files;
  readonly digest: Digest;
  readonly payments?: JoinedPayments;
  /** The hash of the stamped files, where it is being made already. */
  readonly hash?: Promise<string> | undefined;
}

export class OpenedDataset implements Dataset {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly users: Users;
  readonly strata: StrataNames;
  readonly ledger: Ledger;
  readonly problems: readonly Problem[];
  readonly hints: readonly SentenceId[];
  readonly meaning?: Meaning;
  readonly payments?: JoinedPayments;
  readonly entries: readonly ConversationEntry[];
  readonly #opened: Opened;
  /** Made when the first is asked for: a large dataset is listed long before. */
  #byId: ReadonlyMap<string, ConversationEntry> | undefined;
  #hash: string | undefined;

  constructor(opened: Opened) {
    this.#opened = opened;
    this.name = opened.traits.name;
    this.path = opened.path;
    this.format = opened.format;
    this.users = opened.traits.users;
    this.strata = { ...opened.strata, ...opened.traits.strata };
    this.ledger = opened.ledger;
    this.problems = opened.problems;
    this.hints = opened.traits.hints ?? [];
    if (opened.traits.meaning) this.meaning = opened.traits.meaning;
    if (opened.payments) this.payments = opened.payments;
    this.entries = opened.entries;
  }

  entry(id: string): ConversationEntry | undefined {
    this.#byId ??= new Map(this.entries.map((entry) => [entry.id, entry]));
    return this.#byId.get(id);
  }

  async read(id: string, signal?: AbortSignal): Promise<Conversation> {
    const entry = this.entry(id);
    if (!entry) throw new Failure("conversation-not-found", { conversation: id, dataset: this.name });
    for await (const record of this.#opened.records([entry], signal)) return this.#normalised(record);
    throw new Failure("dataset-changed", { path: this.path });
  }

  async *all(signal?: AbortSignal): AsyncGenerator<Conversation> {
    for await (const record of this.records(signal)) yield this.#normalised(record);
  }

  records(signal?: AbortSignal, entries = this.entries): AsyncIterable<ConversationRecord> {
    return this.#opened.records(entries, signal);
  }

  standing(): Promise<Standing> {
    const { files, stamps } = this.#opened;
    return standingOf(files, stamps, this.path);
  }

  async identity(signal?: AbortSignal): Promise<DatasetIdentity> {
    const { files, digest, stamps, traits } = this.#opened;
    this.#hash ??= await this.#opened.hash;
    this.#hash ??= await hashFiles(files, digest, stamps, signal);
    for (const stamp of stamps) await remember(files, digest, stamp, signal);
    return {
      name: this.name,
      path: this.path,
      format: this.format,
      hash: this.#hash,
      users: this.users,
      strata: this.strata,
      ledger: this.ledger,
      outcomeDefinition: traits.outcomeDefinition,
      ...(traits.followUpDays !== undefined && { followUpDays: traits.followUpDays }),
      ...(traits.asOf !== undefined && { asOf: traits.asOf }),
      mergeWithinMinutes: traits.mergeWithinMinutes,
    };
  }

  #normalised(record: ConversationRecord): Conversation {
    return normalise(record, this.#opened.traits.mergeWithinMinutes).conversation;
  }
}
