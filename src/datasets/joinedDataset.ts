// Owns several files of one format as one dataset. Refuses files of different formats, and two conversations under one id: where an id
// comes again in a later file, that file's name is added to it.
import type { DatasetIdentity, Ledger } from "../core/journal/entry.ts";
import { Failure } from "../core/messages/failure.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import type { Digest } from "../core/ports.ts";
import type { Conversation, ConversationRecord, StrataNames, Users } from "../core/transcript/conversation.ts";
import type { ConversationEntry, Dataset, FolderShape, Meaning, Problem } from "./dataset.ts";
import { lagsOf } from "./mapping/paymentLags.ts";
import type { Standing } from "./standing.ts";

/** A file of the dataset, already open; `name` is its path below the folder. */
export interface Part {
  readonly name: string;
  readonly dataset: Dataset;
}

export interface JoinedOptions {
  readonly name: string;
  readonly path: string;
  /** At least one, in the order of the dataset. */
  readonly parts: readonly [Part, ...Part[]];
  /** Problems of the folder itself. */
  readonly problems: readonly Problem[];
  /** All that were found in the folder; the parts have one of them. */
  readonly shapes: readonly FolderShape[];
  readonly digest: Digest;
  /** A file in the folder that was not there when it was opened. */
  readonly added: () => Promise<string | undefined>;
}

export class JoinedDataset implements Dataset {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly users: Users;
  readonly strata: StrataNames;
  readonly ledger: Ledger;
  readonly problems: readonly Problem[];
  readonly hints: readonly SentenceId[];
  readonly meaning?: Meaning;
  readonly shapes: readonly FolderShape[];
  readonly entries: readonly ConversationEntry[];
  readonly #parts: readonly Part[];
  readonly #digest: Digest;
  readonly #added: () => Promise<string | undefined>;
  readonly #places = new Map<string, { readonly entry: ConversationEntry; readonly part: Part; readonly inner: string }>();
  /** By part, the new id of each conversation that was renamed. */
  readonly #renamed = new Map<Part, Map<string, string>>();

  constructor({ name, path, parts, problems, shapes, digest, added }: JoinedOptions) {
    const [{ dataset: first }] = parts;
    this.name = name;
    this.path = path;
    this.format = first.format;
    this.users = first.users;
    this.strata = first.strata;
    this.shapes = shapes;
    this.hints = [...new Set([...(shapes.length > 1 ? (["hint-other-shapes"] as const) : []), ...parts.flatMap(({ dataset }) => dataset.hints ?? [])])];
    if (first.meaning) this.meaning = first.meaning;
    this.#parts = parts;
    this.#digest = digest;
    this.#added = added;
    const renamings: Problem[] = [];
    for (const part of parts) for (const entry of part.dataset.entries) this.#place(part, entry, renamings);
    this.entries = [...this.#places.values()].map(({ entry }) => entry);
    const payments = lagsOf(parts.map(({ dataset }) => dataset.payments));
    this.ledger = { ...parts.map(({ dataset }) => dataset.ledger).reduce(summed), ...(payments && { payments }) };
    this.problems = [...problems, ...renamings, ...parts.flatMap(({ dataset }) => dataset.problems)];
  }

  entry(id: string): ConversationEntry | undefined {
    return this.#places.get(id)?.entry;
  }

  async read(id: string, signal?: AbortSignal): Promise<Conversation> {
    const place = this.#places.get(id);
    if (!place) throw new Failure("conversation-not-found", { conversation: id, dataset: this.name });
    return { ...(await place.part.dataset.read(place.inner, signal)), id };
  }

  async *all(signal?: AbortSignal): AsyncGenerator<Conversation> {
    for (const part of this.#parts) for await (const each of part.dataset.all(signal)) yield { ...each, id: this.#idOf(part, each.id) };
  }

  async *records(signal?: AbortSignal, entries = this.entries): AsyncGenerator<ConversationRecord> {
    const wanted = new Set(entries.map(({ id }) => id));
    for (const part of this.#parts) {
      const own = part.dataset.entries.filter(({ id }) => wanted.has(this.#idOf(part, id)));
      if (own.length === 0) continue;
      for await (const each of part.dataset.records(signal, own)) yield { ...each, id: this.#idOf(part, each.id) };
    }
  }

  async standing(): Promise<Standing> {
    for (const { dataset } of this.#parts) {
      const standing = await dataset.standing();
      if (standing.kind !== "same") return standing;
    }
    const added = await this.#added();
    return added === undefined ? { kind: "same", path: this.path } : { kind: "added", path: added };
  }

  async identity(signal?: AbortSignal): Promise<DatasetIdentity> {
    const identities: DatasetIdentity[] = [];
    for (const { dataset } of this.#parts) identities.push(await dataset.identity(signal));
    const [first] = identities;
    if (!first) throw new RangeError("a joined dataset without parts");
    return { ...first, name: this.name, path: this.path, strata: this.strata, ledger: this.ledger, hash: this.#digest.sha256(identities.map(({ hash }) => hash).join("")) };
  }

  #place(part: Part, entry: ConversationEntry, problems: Problem[]): void {
    const before = this.#places.get(entry.id);
    const id = before ? this.#free(`${entry.id} (${part.name})`) : entry.id;
    const { path } = part.dataset;
    this.#places.set(id, { entry: { ...entry, id, path: entry.path ?? path }, part, inner: entry.id });
    if (!before) return;
    const renamed = this.#renamed.get(part) ?? new Map<string, string>();
    this.#renamed.set(part, renamed.set(entry.id, id));
    problems.push({ path, line: entry.line ?? 1, column: 1, severity: "information", id: "id-in-several-files", values: { conversation: entry.id, other: before.part.name, renamed: id } });
  }

  #free(wanted: string): string {
    let id = wanted;
    for (let more = 2; this.#places.has(id); more++) id = `${wanted} ${more}`;
    return id;
  }

  #idOf(part: Part, inner: string): string {
    return this.#renamed.get(part)?.get(inner) ?? inner;
  }
}

function summed(a: Ledger, b: Ledger): Ledger {
  const outcomeReasons = sums(a.outcomeReasons, b.outcomeReasons);
  const suspicious = sums(a.suspicious, b.suspicious);
  const excluded = (a.messagesExcluded ?? 0) + (b.messagesExcluded ?? 0);
  return {
    conversationsRead: a.conversationsRead + b.conversationsRead,
    conversationsKept: a.conversationsKept + b.conversationsKept,
    leftOut: sums(a.leftOut, b.leftOut),
    messagesRead: a.messagesRead + b.messagesRead,
    messagesMerged: a.messagesMerged + b.messagesMerged,
    messagesCut: a.messagesCut + b.messagesCut,
    conversationsTruncated: a.conversationsTruncated + b.conversationsTruncated,
    systemMessages: a.systemMessages + b.systemMessages,
    outcomes: { positive: a.outcomes.positive + b.outcomes.positive, negative: a.outcomes.negative + b.outcomes.negative, unknown: a.outcomes.unknown + b.outcomes.unknown },
    ...(excluded > 0 && { messagesExcluded: excluded }),
    ...(Object.keys(outcomeReasons).length > 0 && { outcomeReasons }),
    ...(Object.keys(suspicious).length > 0 && { suspicious }),
  };
}

function sums(a: Readonly<Record<string, number>> = {}, b: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> {
  const sum = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
