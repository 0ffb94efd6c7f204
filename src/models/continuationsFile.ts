// Owns the reading of a continuations file: one continuation a line, made elsewhere. Refuses playing it back (simulators.ts).
import * as z from "zod/mini";
import type { DecisionState } from "../core/instrument/codebook.ts";
import { parsedJson } from "../core/json.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import type { SentenceValues } from "../core/messages/sentence.ts";
import { probeKey } from "../core/probe/probe.ts";
import type { SimulatorAnswer } from "../core/probe/simulator.ts";
import type { Conversation } from "../core/transcript/conversation.ts";

/** Something wrong with one line (from 1) of the file; the line is left out and the rest is used. */
export interface ContinuationProblem {
  readonly line: number;
  readonly id: SentenceId;
  readonly values: SentenceValues;
}

/** One line of the file. `turn` counts all messages of the conversation's record from 0, before merging. */
export interface ContinuationLine {
  readonly line: number;
  readonly conversation: string;
  readonly turn: number;
  readonly sample: number;
  readonly simulator?: string;
  readonly condition?: string;
  readonly answer: SimulatorAnswer;
}

const state = z.object({
  stage: z.string(),
  emotion: z.string(),
  blocker: z.string(),
  committed_before: z.optional(z.boolean()),
  evidence: z.optional(z.string()),
});

const shape = z.object({
  conversation: z.string(),
  turn: z.int().check(z.nonnegative()),
  kind: z._default(z.enum(["reply", "leave", "silence"]), "reply"),
  text: z._default(z.string(), ""),
  sample: z._default(z.int().check(z.nonnegative()), 0),
  simulator: z.optional(z.string()),
  condition: z.optional(z.string()),
  provenance: z._default(z.enum(["generated", "imported", "invented"]), "imported"),
  judge: z.optional(z.string()),
  instrument: z.optional(z.string()),
  real_state: z.optional(z.nullable(state)),
  sim_state: z.optional(z.nullable(state)),
});

/** One line read, or what is wrong with it; undefined for a blank line. `line` counts from 1. */
export function parseContinuationLine(text: string, line: number): { readonly ok: true; readonly value: ContinuationLine } | { readonly ok: false; readonly problem: ContinuationProblem } | undefined {
  const bare = text.replace(/^\uFEFF/u, "").trim();
  if (bare === "") return undefined;
  const problem = (id: SentenceId, values: SentenceValues = {}): { readonly ok: false; readonly problem: ContinuationProblem } => ({ ok: false, problem: { line, id, values: { line, ...values } } });
  const json = parsedJson(bare);
  if (typeof json !== "object" || json === null || Array.isArray(json)) return problem("continuation-not-json");
  const parsed = z.safeParse(shape, json);
  if (!parsed.success) return problem("continuation-field", { field: parsed.error.issues[0]?.path.join(".") ?? "" });
  const { data } = parsed;
  if (data.kind === "reply" && data.text.trim() === "") return problem("continuation-without-text");
  return {
    ok: true,
    value: {
      line,
      conversation: data.conversation,
      turn: data.turn,
      sample: data.sample,
      ...(data.simulator === undefined ? {} : { simulator: data.simulator }),
      ...(data.condition === undefined ? {} : { condition: data.condition }),
      answer: answerOf(data),
    },
  };
}

/** The lines of a whole file, with the problems of those left out. */
export function parseContinuations(text: string): { readonly lines: readonly ContinuationLine[]; readonly problems: readonly ContinuationProblem[] } {
  const lines: ContinuationLine[] = [];
  const problems: ContinuationProblem[] = [];
  for (const [index, each] of text.split("\n").entries()) {
    const parsed = parseContinuationLine(each, index + 1);
    if (parsed?.ok) lines.push(parsed.value);
    else if (parsed) problems.push(parsed.problem);
  }
  return { lines, problems };
}

/** A line (from 1) and the merged turn it stands at. */
export interface RecordedPlace {
  readonly line: number;
  readonly conversation: string;
  readonly turn: number;
  readonly sample: number;
}

/** Continuations placed at the merged turns of their conversations. */
export class Recording {
  readonly #answers = new Map<string, Map<number, SimulatorAnswer>>();
  readonly #conversations = new Set<string>();
  readonly #places: RecordedPlace[] = [];
  #samples = 0;

  /** Ids of the conversations that have a continuation. */
  get conversations(): ReadonlySet<string> {
    return this.#conversations;
  }

  /** Where each line was placed, in the order of placing. */
  get places(): readonly RecordedPlace[] {
    return this.#places;
  }

  /** Samples at the probe that has most. */
  get samples(): number {
    return this.#samples;
  }

  /** Puts a line at its turn, or says why it has none there. A burst of messages is one turn: each of its messages leads to it. */
  place(conversation: Conversation, { line, turn, sample, answer }: ContinuationLine): ContinuationProblem | undefined {
    const problem = (id: SentenceId): ContinuationProblem => ({ line, id, values: { line, conversation: conversation.id, turn, sample } });
    const at = conversation.turns.find((candidate) => candidate.messages.some((message) => message.fileIndex === turn));
    if (!at) return problem(conversation.cut.some((message) => message.fileIndex === turn) ? "continuation-turn-cut" : "continuation-no-turn");
    if (at.role !== "user" || conversation.turns[at.index - 1]?.role !== "agent") return problem("continuation-not-user");
    const key = probeKey({ conversation: conversation.id, turn: at.index });
    const samples = this.#answers.get(key) ?? new Map<number, SimulatorAnswer>();
    if (samples.has(sample)) return problem("continuation-twice");
    this.#answers.set(key, samples.set(sample, answer));
    this.#conversations.add(conversation.id);
    this.#places.push({ line, conversation: conversation.id, turn: at.index, sample });
    this.#samples = Math.max(this.#samples, sample + 1);
    return undefined;
  }

  /** The continuation recorded at a merged turn. */
  at(conversation: string, turn: number, sample: number): SimulatorAnswer | undefined {
    return this.#answers.get(probeKey({ conversation, turn }))?.get(sample);
  }
}

function answerOf(data: z.infer<typeof shape>): SimulatorAnswer {
  const real = stateOf(data.real_state);
  const simulated = stateOf(data.sim_state);
  const { kind, text, provenance, judge, instrument } = data;
  const states = {
    ...(real && { real }),
    ...(simulated && { simulated }),
    ...(judge === undefined ? {} : { judge }),
    ...(instrument === undefined ? {} : { instrument }),
  };
  return { kind, text: kind === "reply" ? text : "", provenance, ...(real || simulated ? { states } : {}) };
}

function stateOf(given: z.infer<typeof state> | null | undefined): DecisionState | undefined {
  if (!given) return undefined;
  const { stage, emotion, blocker, committed_before: committedBefore, evidence } = given;
  return { stage, emotion, blocker, ...(committedBefore === undefined ? {} : { committedBefore }), ...(evidence === undefined ? {} : { evidence }) };
}
