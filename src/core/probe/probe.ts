// Owns what a probe, a continuation and a model message are. Refuses choosing probes (rule.ts) and writing prompts (condition.ts).
import type { Noticed } from "./noticedKinds.ts";
import type { Turn } from "../transcript/conversation.ts";

/** Which user turns a rule chooses. Fractions are in (0, 1]. */
type TurnRule =
  | { readonly kind: "fractions"; readonly fractions: readonly number[] }
  | { readonly kind: "landmark"; readonly ordinals: readonly number[] }
  | { readonly kind: "every" };

/** What a rule asks for where the person wrote nothing (ends.ts). */
export interface UnansweredRule {
  /** End probes too; `unknown-too`: also after ends nobody knows the cause of. */
  readonly ends?: true | "unknown-too";
  /** Silence probes too; a number is the hours without an answer, else 24. */
  readonly silence?: true | number;
}

/** How a planned run chooses its probes; fixed and hashed before the first call. */
export type ProbeRule = TurnRule & UnansweredRule;

export const DEFAULT_RULE: ProbeRule = { kind: "fractions", fractions: [0.3, 0.6, 0.9] };

/** One user turn chosen to be simulated, or a place where the person wrote none. */
export interface Probe {
  readonly conversation: string;
  /** Index of the user turn in {@link Conversation.turns}; where there is none, the place it would have: the turns before it are the prefix. */
  readonly turn: number;
  /** User turns of the conversation up to and including this one, from 1 (the greeting counts). */
  readonly ordinal: number;
  /** Label of the rule: 100·f, the landmark ordinal, or the ordinal. Hand-picked and unanswered probes have the ordinal. */
  readonly position: number;
  /** The person wrote nothing here: the conversation ended (`end`), or the agent wrote again (`silence`). Nothing sent to a simulator says so. */
  readonly unanswered?: "end" | "silence";
}

/** Stable key of a probe inside one dataset. */
export function probeKey(probe: Pick<Probe, "conversation" | "turn">): string {
  return `${probe.conversation}#${probe.turn}`;
}

/** The conversation of a {@link probeKey}. */
export function conversationOf(key: string): string {
  return key.slice(0, key.lastIndexOf("#"));
}

/** What a simulator may see: turns before the probe (ends on an agent turn) and the profile. Nothing else exists here to leak. */
export interface Prefix {
  readonly turns: readonly Pick<Turn, "role" | "text">[];
  readonly profile: Readonly<Record<string, string>>;
  readonly language: "en" | "zh";
}

export type ContinuationKind = "reply" | "leave" | "silence";
export type Provenance = "generated" | "imported" | "invented";

/** What a simulator answered. `text` is empty for silence; beside leave it holds the parting words, if any. */
export interface Continuation {
  readonly kind: ContinuationKind;
  readonly text: string;
  readonly provenance: Provenance;
  readonly reported?: ModelReport;
  /** Control only: the real turns standing for the continuation, nearest first; statistics use their mean. */
  readonly donors?: readonly Donor[];
  /** How likely the simulator says it is, from 0 to 1, that it leaves or does not answer; where its condition asks for that. */
  readonly leaveProbability?: number;
}

/** A real user turn of another customer, standing for a continuation of the control. */
export interface Donor {
  readonly conversation: string;
  readonly turn: number;
  /** `silence`: the donor conversation ended at the agent turn. */
  readonly kind: "reply" | "silence";
}

/** What a model call said of itself; every field as the server reported it. */
export interface ModelReport {
  readonly model?: string;
  readonly finishReason?: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly milliseconds?: number;
  /** Calls this sums up, where it took more than one. */
  readonly calls?: number;
  /** What the server says tells one build of the model from another. */
  readonly fingerprint?: string;
  /** Parameters the server refused and that were dropped. */
  readonly dropped?: readonly string[];
  /** What was noticed about the continuation it gave; absent where that is nothing. */
  readonly noticed?: readonly Noticed[];
}

/** One chat message exactly as sent. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}
