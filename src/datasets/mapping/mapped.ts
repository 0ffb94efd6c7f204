// Owns reading a foreign record through a field mapping. Refuses guessing: a role or time the mapping does not explain leaves the conversation out.
import type { ConversationRecord, Message, Outcome, Role } from "../../core/transcript/conversation.ts";
import type { Exclusion, Mapping } from "../../protocol/mapping.ts";
import { fieldName } from "../../protocol/issue.ts";
import { isTooDeep } from "../readers/depth.ts";
import { asText, fieldOf, stepsOf } from "./fieldPath.ts";
import { mappedTime } from "./mappedTime.ts";
import { wrongShape, type Finding, type Reading, type RecordFormat } from "../readers/reading.ts";

/** What went wrong in one field, thrown inside this file only. */
class Misfit extends Error {
  readonly finding: Omit<Finding, "severity">;

  constructor(finding: Omit<Finding, "severity">) {
    super(finding.id);
    this.finding = finding;
  }
}

/** A format that reads records through the mapping. */
export function mappedFormat(mapping: Mapping): RecordFormat {
  return {
    name: "mapped",
    outcomeDefinition: definitionOf(mapping),
    places: { id: stepsOf(mapping.id), turns: stepsOf(mapping.turns), outcomeAt: stepsOf(outcomeTime(mapping)) },
    read: (value) => readMapped(mapping, value),
  };
}

function readMapped(mapping: Mapping, value: unknown): Reading {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongShape({ at: [], id: "not-an-object", values: {} });
  const left = mapping.exclude?.some((rule) => "field" in rule && applies(rule, fieldOf(value, rule.field).value));
  if (left) return { leftOut: "excluded", findings: [] };
  try {
    return { record: recordOf(mapping, value), findings: [] };
  } catch (error) {
    if (error instanceof Misfit) return wrongShape(error.finding);
    throw error;
  }
}

function recordOf(mapping: Mapping, value: object): ConversationRecord {
  const customer = mapping.customer === undefined ? undefined : asText(fieldOf(value, mapping.customer).value);
  const agent = mapping.agent === undefined ? undefined : asText(fieldOf(value, mapping.agent).value);
  return {
    id: required(value, mapping.id),
    ...(customer && { customer }),
    ...(agent && { agent }),
    outcome: outcomeOf(mapping, value),
    profile: profileOf(mapping, value),
    messages: messagesOf(mapping, value),
    meta: restOf(mapping, value),
  };
}

function required(value: object, name: string): string {
  const found = fieldOf(value, name);
  const text = asText(found.value);
  if (text) return text;
  throw new Misfit({ at: found.path, id: text === "" ? "field-empty" : "field-missing", values: { field: fieldName(found.path) } });
}

function messagesOf(mapping: Mapping, value: object): readonly Message[] {
  const { value: turns, path } = fieldOf(value, mapping.turns);
  if (!Array.isArray(turns)) throw new Misfit({ at: path, id: turns === undefined ? "field-missing" : "field-type", values: { field: fieldName(path), expected: "array" } });
  return turns.map((turn: unknown, fileIndex) => messageOf(mapping, value, turn, [...path, fileIndex], fileIndex));
}

function messageOf(mapping: Mapping, value: object, turn: unknown, path: Finding["at"] & object, fileIndex: number): Message {
  const text = fieldOf(turn, mapping.text);
  const excluded = mapping.exclude?.some((rule) => "turn" in rule && applies(rule, fieldOf(turn, rule.turn).value));
  const role = excluded ? "system" : roleOf(mapping, value, turn, path);
  if (role !== "system" && typeof text.value !== "string") {
    const at = [...path, ...text.path];
    throw new Misfit({ at, id: text.value === undefined ? "field-missing" : "field-type", values: { field: fieldName(at), expected: "string" } });
  }
  const time = mapping.time === undefined ? undefined : mappedTime(turn, mapping.time);
  if (time && "wrong" in time) throw new Misfit({ at: [...path, ...time.path], id: "field-time", values: { field: fieldName([...path, ...time.path]) } });
  return { fileIndex, role, text: typeof text.value === "string" ? text.value : "", ...(time && { at: time.at }), labels: [] };
}

const PLAIN_ROLES = { agent: ["agent"], user: ["user"], system: ["system"] } as const;

function roleOf({ role }: Mapping, value: object, turn: unknown, path: Finding["at"] & object): Role {
  const sides = typeof role === "string" ? { field: role, ...PLAIN_ROLES } : role;
  const spoken = fieldOf(turn, sides.field);
  const at = [...path, ...spoken.path];
  const looked = "lookup" in sides && sides.lookup !== undefined ? fieldOf(value, sides.lookup.replace("{value}", () => String(spoken.value))) : spoken;
  const text = asText(looked.value);
  for (const side of ["agent", "user", "system"] as const) {
    if (text !== undefined && sides[side]?.some((each) => asText(each) === text)) return side;
  }
  if (spoken.value === undefined) throw new Misfit({ at, id: "field-missing", values: { field: fieldName(at) } });
  const known = [...sides.agent, ...sides.user, ...(sides.system ?? [])];
  throw new Misfit({ at, id: "field-value", values: { field: fieldName(at), values: known.join(", ") } });
}

function outcomeOf({ outcome }: Mapping, value: object): Outcome {
  if (!outcome) return { value: "unknown" };
  const text = asText(fieldOf(value, outcome.field).value);
  const among = (list: readonly (string | number | boolean)[]): boolean => text !== undefined && list.some((each) => asText(each) === text);
  const known = among(outcome.positive) ? "positive" : among(outcome.negative) ? "negative" : "unknown";
  const time = outcome.at === undefined || known !== "positive" ? undefined : mappedTime(value, outcome.at);
  if (time && "wrong" in time) throw new Misfit({ at: time.path, id: "field-time", values: { field: fieldName(time.path) } });
  return { value: known, ...(time && { at: time.at }) };
}

function profileOf({ profile = [] }: Mapping, value: object): Readonly<Record<string, string>> {
  const fields = Array.isArray(profile) ? profile.map((name) => [name.split(".").at(-1) ?? name, name] as const) : Object.entries(profile);
  return Object.fromEntries(
    fields.flatMap(([name, field]) => {
      const text = asText(fieldOf(value, field).value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Everything beside the turns, kept for writing back. */
function restOf(mapping: Mapping, value: object): Readonly<Record<string, unknown>> {
  const turns = fieldOf(value, mapping.turns).path[0];
  return Object.fromEntries(Object.entries(value).filter(([field, kept]) => field !== turns && !isTooDeep(kept)));
}

function applies(rule: Exclusion, value: unknown): boolean {
  const text = asText(value);
  const wanted = "in" in rule ? rule.in : [rule.equals];
  return text !== undefined && wanted.some((each) => asText(each) === text);
}

function outcomeTime({ outcome }: Mapping): string {
  return typeof outcome?.at === "object" ? outcome.at.field : (outcome?.at ?? "");
}

function definitionOf({ outcome }: Mapping): string {
  if (!outcome) return "none: the mapping names no outcome";
  return `${outcome.field}: positive when ${outcome.positive.join(", ")}; negative when ${outcome.negative.join(", ")}`;
}
