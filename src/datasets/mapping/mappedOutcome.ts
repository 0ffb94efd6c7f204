// Owns the outcome a foreign record itself gives, and how it is defined in words. Refuses other files.
import type { Message, Outcome } from "../../core/transcript/conversation.ts";
import { fieldName } from "../../protocol/issue.ts";
import type { Mapping, RecordOutcome } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { mappedTime } from "./mappedTime.ts";
import { turnsOf } from "./mappedTurns.ts";
import { Misfit } from "./misfit.ts";

/** The outcome of a record whose messages were read. Throws a {@link Misfit} for a time that cannot be read. */
export function outcomeOf(mapping: Mapping, record: object, messages: readonly Message[]): Outcome {
  const { outcome } = mapping;
  if (!outcome || "from" in outcome) return { value: "unknown" };
  const holder = outcome.of === "last-user-turn" ? lastUserTurn(mapping, record, messages) : record;
  const value = valueOf(outcome, fieldOf(holder, outcome.field).value);
  const time = outcome.at === undefined || value !== "positive" ? undefined : mappedTime(record, outcome.at);
  if (time && "wrong" in time) throw new Misfit({ at: time.path, id: "field-time", values: { field: fieldName(time.path) } });
  const [end, endedBy] = [endOf(outcome, record), endedByOf(outcome, record, messages)];
  return { value, ...(time && { at: time.at }), ...(endedBy && { endedBy }), ...(end && { end }) };
}

function endOf({ end }: RecordOutcome, record: object): string | undefined {
  const { field, words = {} } = typeof end === "object" ? end : { field: end };
  const word = field === undefined ? undefined : asText(fieldOf(record, field).value);
  return word === undefined ? undefined : Object.hasOwn(words, word) ? words[word] : word;
}

function endedByOf({ endedBy }: RecordOutcome, record: object, messages: readonly Message[]): string | undefined {
  if (endedBy !== "last-decision") return endedBy === undefined ? undefined : asText(fieldOf(record, endedBy).value);
  const last = messages.at(-1);
  const { action } = last?.kind === "action" ? (last.extra ?? {}) : {};
  return typeof action === "object" && action !== null && "by" in action ? asText(action.by) : undefined;
}

/** For the manifest: the rule, by the mapping's own field names. */
export function definitionOf({ outcome }: Mapping): string {
  if (!outcome || "from" in outcome) return "none: the mapping names no outcome";
  const positive = Array.isArray(outcome.positive) ? outcome.positive.join(", ") : `above ${outcome.positive.above}`;
  const negative = Array.isArray(outcome.negative) ? outcome.negative.join(", ") : "any other value";
  const field = outcome.of === "last-user-turn" ? `${outcome.field} of the last user turn` : outcome.field;
  return `${outcome.votes === undefined ? field : `mean of ${field}`}: positive when ${positive}; negative when ${negative}`;
}

/** The field of the outcome's time; empty without one. */
export function outcomeTime({ outcome }: Mapping): string {
  if (!outcome || "from" in outcome) return "";
  return typeof outcome.at === "object" ? outcome.at.field : (outcome.at ?? "");
}

function valueOf({ positive, negative, votes }: RecordOutcome, found: unknown): Outcome["value"] {
  const texts = (Array.isArray(found) ? (found as readonly unknown[]) : [found]).flatMap((each) => asText(each) ?? []).flatMap((text) => (votes === undefined ? [text] : text.split(votes)));
  const among = (list: readonly (string | number | boolean)[]): boolean => list.some((each) => texts.includes(asText(each) ?? ""));
  if (Array.isArray(positive) ? among(positive) : meanOf(texts) > positive.above) return "positive";
  if (Array.isArray(negative)) return among(negative) ? "negative" : "unknown";
  const isThere = Array.isArray(positive) ? texts.some((text) => text !== "") : !Number.isNaN(meanOf(texts));
  return isThere ? "negative" : "unknown";
}

/** NaN when one of the texts is no number, or there are none. */
function meanOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Number(text.trim() || NaN), 0) / texts.length;
}

function lastUserTurn(mapping: Mapping, record: object, messages: readonly Message[]): unknown {
  const last = messages.findLast(({ role }) => role === "user");
  return last && turnsOf(mapping, record).list[last.fileIndex];
}
