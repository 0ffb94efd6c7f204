// Owns redacting a whole record for writing: texts, profile, kept fields, and ids that are themselves a number of a person. Refuses files.
import type { ConversationRecord, Message } from "../../core/transcript/conversation.ts";
import { ConversationRedaction, countsOf, type RedactionCounts, type RedactionExample } from "./conversationRedaction.ts";
import { redactProfile } from "./redactTurns.ts";

/** What was replaced in one conversation; `conversation` is its id as written. */
export interface ConversationReport {
  readonly conversation: string;
  readonly counts: RedactionCounts;
  readonly examples: readonly RedactionExample[];
}

/** Placeholders and places of a whole export, never a text. `redacted`: conversations in which something was replaced. */
export interface RedactionReport {
  readonly conversations: number;
  readonly redacted: number;
  readonly counts: RedactionCounts;
  /** Those with at least one placeholder, in the order written. */
  readonly each: readonly ConversationReport[];
}

/** Redacts records one after the other. Ids of one customer or agent stay the same over the file, so that clusters stay clusters. */
export class RecordRedaction {
  readonly #ids = new Map<string, string>();
  readonly #used = new Map<string, number>();
  readonly #each: ConversationReport[] = [];
  readonly #counts = new Map<string, number>();
  #conversations = 0;

  redact(record: ConversationRecord): ConversationRecord {
    const { id, customer, agent, profile, meta, outcome, messages } = record;
    const redaction = new ConversationRedaction(profile, meta, textsOf(record));
    const identify = (what: string, value: string): string => (redaction.text(value, what) === value ? value : this.#identifier(what, value));
    const written = identify("conversation", id);
    const done: ConversationRecord = {
      ...record,
      id: written,
      ...(customer !== undefined && { customer: identify("customer", customer) }),
      ...(agent !== undefined && { agent: identify("agent", agent) }),
      outcome: { ...outcome, ...(outcome.label !== undefined && { label: redaction.text(outcome.label, "outcome.label") }) },
      profile: redactProfile(redaction, profile),
      messages: messages.map((message) => redactMessage(redaction, message)),
      meta: redaction.fields(meta, "meta"),
    };
    this.#count({ conversation: written, counts: redaction.counts, examples: redaction.examples });
    return done;
  }

  get report(): RedactionReport {
    return { conversations: this.#conversations, redacted: this.#each.length, counts: countsOf(this.#counts), each: this.#each };
  }

  /** Not a placeholder of the conversation: two customers must not become one. */
  #identifier(what: string, value: string): string {
    const key = `${what} ${value}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const number = (this.#used.get(what) ?? 0) + 1;
    this.#used.set(what, number);
    this.#ids.set(key, `[${what} ${number}]`);
    return `[${what} ${number}]`;
  }

  #count(report: ConversationReport): void {
    this.#conversations++;
    const counts = Object.entries(report.counts);
    for (const [kind, count] of counts) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
    if (counts.length > 0) this.#each.push(report);
  }
}

function redactMessage(redaction: ConversationRedaction, message: Message): Message {
  const place = `turn ${message.fileIndex + 1}`;
  return {
    ...message,
    text: redaction.text(message.text, place),
    labels: message.labels.map((label) => ({ ...label, ...redaction.fields(extraOf(label), `${place}.labels`) })),
    ...(message.extra && { extra: redaction.fields(message.extra, place) }),
  };
}

/** What a label says beside its codes: notes and reasons people wrote. */
function extraOf({ by: _by, act: _act, stage: _stage, emotion: _emotion, blocker: _blocker, ...extra }: Message["labels"][number]): Readonly<Record<string, unknown>> {
  return extra;
}

function* textsOf({ profile, messages }: ConversationRecord): Iterable<string> {
  yield* Object.values(profile);
  for (const { text } of messages) yield text;
}
