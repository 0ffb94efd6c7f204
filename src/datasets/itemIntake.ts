// Owns the way of one item into a dataset: decoded, parsed, read by its format, admitted or left out, every fault at its place.
import { parsedJson } from "../core/json.ts";
import { lineAndColumn, syntaxErrorAt } from "../protocol/jsonPosition.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { ConversationEntry } from "./dataset.ts";
import type { RecordFacts } from "./facts.ts";
import { decode, type Decoded } from "./sources/decode.ts";
import type { Inclusion, RefusalReason } from "./inclusion.ts";
import { LONGEST_ITEM, type Item } from "./sources/items.ts";
import { LEFT_OUT } from "./leftOut.ts";
import type { ProblemList } from "./problemList.ts";
import type { Finding, Reading, RecordFormat } from "./readers/reading.ts";
import { suspicionFinding } from "./suspicionFinding.ts";

/** The entry of an item that is kept; undefined when it is left out, which ledger and problems then say. */
export function entryOf(item: Item, format: RecordFormat, inclusion: Inclusion, problems: ProblemList): ConversationEntry | undefined {
  if (!item.bytes) {
    inclusion.leaveOut("too-long-line");
    const values = { megabytes: LONGEST_ITEM / 1024 / 1024 };
    problems.add({ line: item.line, column: item.column, severity: LEFT_OUT["too-long-line"].severity, id: "line-too-long", values });
    return undefined;
  }
  const decoded = decode(item.bytes);
  const value = parsedJson(decoded.text);
  if (value === undefined) {
    inclusion.leaveOut("bad-json");
    problems.addFindings(item, decoded.text, [...encoding(decoded), syntax(item, decoded.text)]);
    return undefined;
  }
  const { findings, conversation } = taken(format.read(value, item.line), item.line, format, inclusion);
  problems.addFindings(item, decoded.text, [...encoding(decoded), ...findings]);
  return conversation && listed(conversation, item);
}

/** What became of a reading: all there is to say of it, and the conversation when it is kept. */
export interface Taken {
  readonly findings: readonly Finding[];
  readonly conversation?: Conversation;
}

/** Counts what a format made of the value on `line`. */
export function taken(reading: Reading, line: number, format: RecordFormat, inclusion: Inclusion): Taken {
  inclusion.joined(reading.joined);
  if ("leftOut" in reading) {
    inclusion.leaveOut(reading.leftOut);
    return { findings: reading.findings };
  }
  const { record, excluded = 0, joined } = reading;
  const admission = inclusion.admit(record, line, { excluded, ...(joined && { reason: joined.reason }) });
  // What is wrong with a conversation nobody wants is nothing to mend.
  if (!admission.kept) return { findings: admission.reason === "excluded" ? [] : [...reading.findings, refusal({ ...admission, reason: admission.reason }, record.id, format)] };
  const suspicions = admission.suspicions.map((suspicion) => suspicionFinding(suspicion, record.id, format.places));
  return { findings: [...reading.findings, ...suspicions], conversation: admission.conversation };
}

/** What the explorer lists of a kept conversation. */
export function listed(conversation: Conversation, place?: Pick<Item, "line" | "offset" | "length">): ConversationEntry {
  const { id, outcome, customer, turns } = conversation;
  return {
    id,
    outcome: outcome.value,
    ...(customer !== undefined && { customer }),
    turns: turns.length,
    userTurns: turns.filter((turn) => turn.role === "user").length,
    ...(place && { line: place.line, offset: place.offset, length: place.length }),
  };
}

/** The same of facts. */
export function listedFacts({ id, outcome, customer, turns, userTurns }: RecordFacts, { line, offset, length }: Pick<Item, "line" | "offset" | "length">): ConversationEntry {
  return customer === undefined ? { id, outcome, turns, userTurns, line, offset, length } : { id, outcome, customer, turns, userTurns, line, offset, length };
}

function encoding(decoded: Decoded): readonly Finding[] {
  return decoded.brokenAt === undefined ? [] : [{ at: decoded.brokenAt, severity: "error", id: "not-utf8", values: {} }];
}

function syntax(item: Item, text: string): Finding {
  const at = syntaxErrorAt(text) ?? 0;
  const cut = item.unended && at >= text.length;
  return { at, severity: LEFT_OUT["bad-json"].severity, id: cut ? "line-cut" : "bad-json", values: lineAndColumn(text, at) };
}

function refusal({ reason, firstLine = 0 }: { readonly reason: Exclude<RefusalReason, "excluded">; readonly firstLine?: number }, id: string, { places }: RecordFormat): Finding {
  const { severity } = LEFT_OUT[reason];
  switch (reason) {
    case "duplicate-id":
      return { at: places.id, severity, id: "duplicate-id", values: { conversation: id, line: firstLine } };
    case "no-user-turns":
    case "no-agent-turn":
      return { at: places.turns, severity, id: reason, values: { conversation: id } };
    case "empty-after-truncation":
      return { at: places.outcomeAt, severity, id: reason, values: { conversation: id } };
  }
}
