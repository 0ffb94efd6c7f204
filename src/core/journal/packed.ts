// Owns what is counted of stored lines whose conversations nobody has asked for yet, and where those lines are. Refuses every line that does more than
// go on in the common order: its conversation is then read like any other (fold.ts), and a test holds the two to one answer.
import { probeKey, type ContinuationKind } from "../probe/probe.ts";
import type { JournalBlock } from "../ports.ts";
import { LazyProbes } from "./lazyProbes.ts";
import type { ProbeState } from "./runShapes.ts";
import { servedName, type Role } from "./spent.ts";
import { sameBytes, StoredLineReader, type StoredLine } from "./storedLine.ts";

/** Samples of a probe that are kept as bits. */
const MOST_SAMPLES = 30;
/** Conversations remembered by the bytes of their ids; those of neighbouring lines are found there. */
const REMEMBERED = 1024;

interface PackedProbe {
  readonly turn: number;
  /** By sample, as bits: there is a continuation, it is a reply, it has a verdict. */
  continued: number;
  replied: number;
  labelled: number;
  real: boolean;
  finished: boolean;
}

interface PackedConversation {
  readonly id: string;
  readonly code: Uint8Array;
  readonly planned: number;
  readonly probes: PackedProbe[];
  finishedProbes: number;
  /** Place of each of its lines: block, first byte, byte behind the last, in turn. */
  readonly lines: number[];
}

/** What a state counts of packed lines; its own object, changed in place. */
export interface PackedCounts extends Record<ContinuationKind, number> {
  probes: number;
  conversations: number;
  finishedConversations: number;
  finishedProbes: number;
}

/** What was paid since it was asked last. */
export interface PackedSpent {
  readonly role: Role;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly unreported: number;
  readonly milliseconds: number;
  readonly models: ReadonlyMap<string, number>;
}

export class Packed {
  readonly #samples: number;
  readonly #all: number;
  readonly #counts: PackedCounts;
  readonly #blocks: JournalBlock[] = [];
  /** `undefined` for those that were given back, or were never packed. */
  readonly #conversations = new Map<string, PackedConversation | undefined>();
  readonly #near: (PackedConversation | undefined)[] = [];
  #spent = { simulator: new Sum(), judge: new Sum() };
  #paid = false;
  readonly #reader = new StoredLineReader();
  /** Conversations that are packed. */
  #left = 0;

  /** `samples` of each probe are planned. Changes `counts` with every line it takes. */
  constructor(samples: number, counts: PackedCounts) {
    this.#samples = samples;
    this.#all = 2 ** Math.min(samples, MOST_SAMPLES) - 1;
    this.#counts = counts;
  }

  /** `known` with what is packed of it put in by `read` when somebody asks. */
  probes(known: ReadonlyMap<string, ProbeState | undefined>, read: (key: string) => void): ReadonlyMap<string, ProbeState> {
    return new LazyProbes(known, read);
  }

  /** Ids of the conversations that are packed. */
  *conversations(): Generator<string> {
    for (const [id, packed] of this.#conversations) if (packed) yield id;
  }

  /** Takes a line that only adds to what is packed; `begun` is told the key of a probe that was not there. False for every other line. */
  take(block: JournalBlock, from: number, to: number, begun: (key: string) => void): boolean {
    const line = this.#reader.read(block.bytes, from, to);
    if (!line || this.#samples > MOST_SAMPLES || line.sample >= this.#samples) return false;
    const conversation = this.#conversation(line, block);
    if (!conversation) return false;
    const bit = 1 << line.sample;
    let probe = probeAt(conversation, line.turn);
    if (line.kind === "continuation") {
      probe ??= this.#begin(conversation, line.turn, begun);
      if ((probe.continued & bit) !== 0) return false;
      probe.continued |= bit;
      if (line.continuation === "reply") probe.replied |= bit;
      this.#counts[line.continuation]++;
    } else if (!probe) return false;
    else if (line.kind === "real") {
      if (probe.real) return false;
      probe.real = true;
    } else {
      if ((probe.continued & ~probe.labelled & bit) === 0) return false;
      probe.labelled |= bit;
    }
    this.#settle(conversation, probe);
    if (line.paid) {
      this.#paid = true;
      this.#spent[line.kind === "continuation" ? "simulator" : "judge"].add(line);
    }
    if (this.#blocks.at(-1) !== block) this.#blocks.push(block);
    conversation.lines.push(this.#blocks.length - 1, from, to);
    return true;
  }

  /** Gives up the lines of a conversation, oldest first, and packs none of it any more. */
  giveUp(id: string): readonly string[] {
    const packed = this.#conversations.get(id);
    this.#conversations.set(id, undefined);
    if (!packed) return [];
    const place = this.#near.indexOf(packed);
    if (place >= 0) this.#near[place] = undefined;
    const texts = Array.from({ length: packed.lines.length / 3 }, (_, line) => {
      const [block = 0, from = 0, to = 0] = packed.lines.slice(3 * line, 3 * line + 3);
      return this.#blocks[block]?.text(from, to) ?? "";
    });
    if (--this.#left === 0) this.#blocks.length = 0;
    return texts;
  }

  /** What was paid for lines taken since this was last asked, simulator first. */
  spent(): readonly PackedSpent[] {
    if (!this.#paid) return [];
    const { simulator, judge } = this.#spent;
    this.#paid = false;
    this.#spent = { simulator: new Sum(), judge: new Sum() };
    return [{ role: "simulator", ...simulator }, { role: "judge", ...judge }];
  }

  #conversation({ hash, from, to, kind, of }: StoredLine, block: JournalBlock): PackedConversation | undefined {
    const place = hash & (REMEMBERED - 1);
    const near = this.#near[place];
    const { bytes } = block;
    if (near && sameBytes(near.code, bytes, from, to)) return near;
    const id = block.text(from, to);
    let known = this.#conversations.get(id);
    if (!known) {
      // Given back, or first heard of by a line that is not a continuation.
      if (kind !== "continuation" || this.#conversations.has(id)) return undefined;
      known = { id, code: bytes.slice(from, to), planned: of, probes: [], finishedProbes: 0, lines: [] };
      this.#conversations.set(id, known);
      this.#counts.conversations++;
      this.#left++;
    }
    this.#near[place] = known;
    return known;
  }

  #begin(conversation: PackedConversation, turn: number, begun: (key: string) => void): PackedProbe {
    if (conversation.probes.length > 0 && isFinished(conversation)) this.#counts.finishedConversations--;
    const probe: PackedProbe = { turn, continued: 0, replied: 0, labelled: 0, real: false, finished: false };
    conversation.probes.push(probe);
    this.#counts.probes++;
    begun(probeKey({ conversation: conversation.id, turn }));
    return probe;
  }

  #settle(conversation: PackedConversation, probe: PackedProbe): void {
    if (probe.finished || !probe.real || probe.continued !== this.#all || (probe.replied & ~probe.labelled) !== 0) return;
    probe.finished = true;
    conversation.finishedProbes++;
    this.#counts.finishedProbes++;
    if (isFinished(conversation)) this.#counts.finishedConversations++;
  }
}

function probeAt({ probes }: PackedConversation, turn: number): PackedProbe | undefined {
  for (const probe of probes) if (probe.turn === turn) return probe;
  return undefined;
}

class Sum {
  calls = 0;
  promptTokens = 0;
  completionTokens = 0;
  unreported = 0;
  milliseconds = 0;
  readonly models = new Map<string, number>();

  add({ calls, promptTokens, completionTokens, milliseconds, model, fingerprint }: StoredLine): void {
    const own = calls < 0 ? 1 : calls;
    this.calls += own;
    this.promptTokens += Math.max(0, promptTokens);
    this.completionTokens += Math.max(0, completionTokens);
    if (promptTokens < 0 || completionTokens < 0) this.unreported += own;
    this.milliseconds += Math.max(0, milliseconds);
    const name = fingerprint === undefined ? model : servedName({ ...(model === undefined ? {} : { model }), fingerprint });
    if (name !== undefined) this.models.set(name, (this.models.get(name) ?? 0) + 1);
  }
}

function isFinished({ probes, planned, finishedProbes }: PackedConversation): boolean {
  return finishedProbes === probes.length && probes.length >= planned;
}
