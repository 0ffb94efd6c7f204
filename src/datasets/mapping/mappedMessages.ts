// Owns making messages of a foreign record's turns: text, side, time, decisions, labels. Refuses finding the list they stand in.
import type { Message } from "../../core/transcript/conversation.ts";
import { fieldName } from "../../protocol/issue.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { Exclusion, Mapping } from "../../protocol/mapping.ts";
import { isTooDeep } from "../readers/depth.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { labelsOf } from "./mappedLabels.ts";
import { roleOf } from "./mappedRole.ts";
import { mappedTime } from "./mappedTime.ts";
import { turnsOf } from "./mappedTurns.ts";
import { Misfit } from "./misfit.ts";

/** Messages in file order without the excluded ones, of which only the number stays. Throws a {@link Misfit} where a turn cannot be read. */
export function messagesOf(mapping: Mapping, record: object): { readonly messages: readonly Message[]; readonly excluded: number } {
  const { list, pathOf } = turnsOf(mapping, record);
  // A second copy is told by where it begins in the file, which an order of one's own leaves no trace of.
  const copyFrom = mapping.stretches === "first" && mapping.order === undefined ? fieldOf(record, "stretches.0").value : undefined;
  const read = list.map((turn, fileIndex): Message | undefined => {
    if (isExcluded(mapping, turn)) return undefined;
    const message = messageOf(mapping, record, turn, pathOf(fileIndex), fileIndex);
    return typeof copyFrom === "number" && fileIndex >= copyFrom ? { ...message, role: "system" } : message;
  });
  const messages = read.filter((message) => message !== undefined);
  const excluded = read.length - messages.length;
  if (!mapping.labels) return { messages, excluded };
  const labels = labelsOf(mapping, record, list, read.map((message) => (message === undefined || message.role === "system" ? undefined : message.text)));
  return { messages: messages.map((message) => ({ ...message, labels: labels[message.fileIndex] ?? [] })), excluded };
}

function isExcluded({ exclude = [] }: Mapping, turn: unknown): boolean {
  return exclude.some((rule) => "turn" in rule && applies(rule, fieldOf(turn, rule.turn).value));
}

/** Whether an exclusion rule holds for the value of its field. */
export function applies(rule: Exclusion, value: unknown): boolean {
  const text = asText(value);
  const wanted = "in" in rule ? rule.in : [rule.equals];
  return text !== undefined && wanted.some((each) => asText(each) === text);
}

function messageOf(mapping: Mapping, record: object, turn: unknown, path: JsonPath, fileIndex: number): Message {
  const text = fieldOf(turn, mapping.text);
  const time = timeOf(mapping, turn, path);
  const base = { fileIndex, text: typeof text.value === "string" ? text.value : "", ...(time !== undefined && { at: time }), labels: [] };
  const role = roleOf(mapping, record, turn, path, fileIndex);
  const type = actionOf(mapping, turn);
  if (type !== undefined) {
    const target = mapping.actions?.target === undefined ? undefined : fieldOf(turn, mapping.actions.target).value;
    // A decision is kept in its place but is nobody's words: as dialogue it would give the outcome away.
    return { ...base, role: "system", kind: "action", extra: { action: { type, by: role, ...(target !== undefined && target !== null && !isTooDeep(target) && { target }) } } };
  }
  if (role !== "system" && typeof text.value !== "string") {
    const at = [...path, ...text.path];
    throw new Misfit({ at, id: text.value === undefined ? "field-missing" : "field-type", values: { field: fieldName(at), expected: "string" } });
  }
  return { ...base, role };
}

function timeOf({ time }: Mapping, turn: unknown, path: JsonPath): string | undefined {
  const read = time === undefined ? undefined : mappedTime(turn, time);
  if (read && "wrong" in read) throw new Misfit({ at: [...path, ...read.path], id: "field-time", values: { field: fieldName([...path, ...read.path]) } });
  return read?.at;
}

/** The type of a turn that is a decision; undefined for one that is speech. */
function actionOf({ actions }: Mapping, turn: unknown): string | undefined {
  const text = actions && asText(fieldOf(turn, actions.field).value);
  if (!actions || text === undefined) return undefined;
  const listed = ("in" in actions ? actions.in : actions.except).some((each) => asText(each) === text);
  if (listed !== "in" in actions) return undefined;
  const type = actions.type === undefined ? text : asText(fieldOf(turn, actions.type).value);
  return type === undefined || type === "" ? "unknown" : type;
}
