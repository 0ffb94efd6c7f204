// Owns how a conversation ended, and where an end probe or a silence probe may stand (method.md §3, E24). Refuses what a simulator does there.
import { instantOf } from "../transcript/instant.ts";
import type { Conversation, Turn } from "../transcript/conversation.ts";
import type { Ending, EndRefusal } from "./endings.ts";
import type { Probe, UnansweredRule } from "./probe.ts";

/** What is known of when the data were looked at; both or nothing, as the join of outcomes states them. */
export interface FollowUp {
  readonly followUpDays?: number;
  /** ISO 8601. */
  readonly asOf?: string;
}

/** How a conversation ended. `inferred`: nothing in the data says so; nobody answered the agent's last turn in the whole follow-up window. */
export interface KnownEnd {
  readonly ending: Ending;
  readonly inferred: boolean;
}

const WORDS: Readonly<Record<string, "silence" | "left" | "refused" | "task" | "platform" | "abandoned">> = {
  silence: "silence", silent: "silence", unanswered: "silence", "no-answer": "silence",
  left: "left", leave: "left", quit: "left", hangup: "left", "hung-up": "left", "walk-away": "left",
  refused: "refused", refusal: "refused", reject: "refused", rejected: "refused", declined: "refused",
  task: "task", script: "task", "turn-limit": "task",
  platform: "platform", limit: "platform", timeout: "platform", max_steps: "platform", disconnected: "platform",
  abandoned: "abandoned",
};

const LEAVING: ReadonlySet<string | undefined> = new Set(["silence", "left", "refused"]);

/** From the data's own words, as far as they are known ones (README lists them), else from the follow-up window. */
export function endOf({ outcome, turns }: Pick<Conversation, "outcome" | "turns">, followUp: FollowUp = {}): KnownEnd {
  const stated = statedEnd(outcome);
  if (stated !== undefined) return { ending: stated, inferred: false };
  const unanswered = turns.at(-1)?.role === "agent" && outcome.value === "negative" && windowOf(turns, followUp) === "passed";
  return unanswered ? { ending: "user-silent", inferred: true } : { ending: "unknown", inferred: false };
}

function statedEnd({ value, at, endedBy, end }: Conversation["outcome"]): Ending | undefined {
  const word = end === undefined ? undefined : WORDS[end.trim().toLowerCase()];
  const who = endedBy?.trim().toLowerCase();
  if (who === "task" || word === "task") return "task";
  // What the person came for happened: nobody left early, unless the data say so themselves; a purchase can come later.
  if (value === "positive" && (end !== undefined || at !== undefined) && !(who === "user" && LEAVING.has(word))) return "outcome";
  if (who === "platform" || word === "platform") return "platform";
  if (word === "abandoned") return "abandoned";
  if (who === "agent") return "agent";
  if (who !== "user") return undefined;
  return word === "silence" ? "user-silent" : word === "refused" ? "user-refused" : word === "left" ? "user-left" : undefined;
}

/** Why there is no end probe after this conversation, or undefined when there is one. `unknownToo`: ends nobody knows the cause of count as the user's. */
export function endRefusal(conversation: Pick<Conversation, "outcome" | "turns" | "cut">, followUp: FollowUp = {}, unknownToo = false): EndRefusal | undefined {
  const { turns, cut } = conversation;
  if (turns.at(-1)?.role !== "agent") return "user-spoke-last";
  if (!turns.some(({ role }) => role === "user")) return "no-user-turn";
  if (cut.length > 0) return "truncated";
  if (windowOf(turns, followUp) === "open") return "window-open";
  const { ending } = endOf(conversation, followUp);
  switch (ending) {
    case "user-refused":
    case "user-left":
    case "user-silent":
      return undefined;
    case "agent":
      return "ended-by-agent";
    case "platform":
      return "cut-by-platform";
    case "task":
      return "set-by-task";
    case "outcome":
      return "outcome";
    case "abandoned":
    case "unknown":
      return unknownToo ? undefined : "unknown-end";
  }
}

const HOUR = 3_600_000;

/** Hours without an answer after which an agent turn counts as left unanswered, where a rule says nothing else. */
export const SILENCE_AFTER_HOURS = 24;

/**
 * Places of turns before which the user was silent: both neighbours are the agent's, at least `afterHours` apart. However often the agent
 * writes again, a silence is one, at its first such place. Needs times.
 */
export function silencePlaces({ turns }: Pick<Conversation, "turns">, afterHours: number): readonly number[] {
  let told = false;
  return turns.flatMap((turn, place) => {
    const before = turns[place - 1];
    if (turn.role === "user") told = false;
    if (told || turn.role !== "agent" || before?.role !== "agent") return [];
    const [from, to] = [lastInstant(before), firstInstant(turn)];
    told = from !== undefined && to !== undefined && to - from >= afterHours * HOUR;
    return told ? [place] : [];
  });
}

/** The probes a rule asks for where the person wrote nothing, in order of turns; why an end probe is not there is told by {@link endRefusal}. */
export function unansweredProbesOf(conversation: Conversation, { ends, silence }: UnansweredRule, followUp: FollowUp): readonly Probe[] {
  const { id, turns } = conversation;
  const at = (turn: number, unanswered: NonNullable<Probe["unanswered"]>): Probe => {
    const ordinal = turns.slice(0, turn).filter(({ role }) => role === "user").length + 1;
    return { conversation: id, turn, ordinal, position: ordinal, unanswered };
  };
  return [
    ...(silence === undefined ? [] : silencePlaces(conversation, silence === true ? SILENCE_AFTER_HOURS : silence).map((turn) => at(turn, "silence"))),
    ...(ends === undefined || endRefusal(conversation, followUp, ends === "unknown-too") !== undefined ? [] : [at(turns.length, "end")]),
  ];
}

/** `unknown` where no window was given or the last turn has no time. */
function windowOf(turns: readonly Turn[], { followUpDays, asOf }: FollowUp): "open" | "passed" | "unknown" {
  const last = turns.at(-1);
  const [from, to] = [last && lastInstant(last), asOf === undefined ? undefined : instantOf(asOf)];
  if (followUpDays === undefined || from === undefined || to === undefined) return "unknown";
  return from + followUpDays * 24 * HOUR > to ? "open" : "passed";
}

function lastInstant({ messages, at }: Turn): number | undefined {
  return instant(messages.findLast((message) => message.at !== undefined)?.at ?? at);
}

function firstInstant({ messages, at }: Turn): number | undefined {
  return instant(messages.find((message) => message.at !== undefined)?.at ?? at);
}

function instant(at: string | undefined): number | undefined {
  return at === undefined ? undefined : instantOf(at);
}
