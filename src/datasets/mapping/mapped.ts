// Owns reading a foreign record through a field mapping. Refuses guessing: a role or time the mapping does not explain leaves the conversation out.
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { isTooDeep } from "../readers/depth.ts";
import { wrongShape, type Reading, type RecordFormat } from "../readers/reading.ts";
import { asText, fieldOf, stepsOf } from "./fieldPath.ts";
import type { OutcomeJoiner } from "./join.ts";
import { idOf, type FilePlace } from "./mappedId.ts";
import { applies, messagesOf } from "./mappedMessages.ts";
import { definitionOf, outcomeOf, outcomeTime } from "./mappedOutcome.ts";
import { turnFields } from "./mappedTurns.ts";
import { Misfit } from "./misfit.ts";

/**
 * A format that reads records through the mapping. `place` is for ids made of the file's name; `name` is that of a preset; `join` is
 * the opened file of outcomes of a mapping that names one, without which its outcomes are unknown.
 */
export function mappedFormat(mapping: Mapping, place: FilePlace = { file: "", folder: "" }, name = "mapped", join?: OutcomeJoiner): RecordFormat {
  return {
    name,
    mapping,
    outcomeDefinition: join?.definition ?? definitionOf(mapping),
    ...meaningOf(mapping),
    ...(join && { beside: join.beside }),
    places: { id: stepsOf(typeof mapping.id === "string" ? mapping.id : ""), turns: stepsOf(typeof mapping.turns === "string" ? mapping.turns : ""), outcomeAt: stepsOf(outcomeTime(mapping)), ...(mapping.time !== undefined && { turnTime: stepsOf(typeof mapping.time === "string" ? mapping.time : mapping.time.field) }) },
    read: (value, line) => readMapped(mapping, value, { ...place, line }, join),
  };
}

/** A plain role field has the product's own words, which say nothing. */
function meaningOf({ role, outcome }: Mapping): Pick<RecordFormat, "meaning"> {
  if (typeof role === "string" || "first" in role) return {};
  const field = outcome && ("from" in outcome ? outcome.from : outcome.field);
  return { meaning: { user: role.user.join(" / "), agent: role.agent.join(" / "), ...(field !== undefined && { outcome: field }) } };
}

function readMapped(mapping: Mapping, value: unknown, place: FilePlace & { readonly line: number }, join: OutcomeJoiner | undefined): Reading {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongShape({ at: [], id: "not-an-object", values: {} });
  const left = mapping.exclude?.some((rule) => "field" in rule && applies(rule, fieldOf(value, rule.field).value));
  if (left) return { leftOut: "excluded", findings: [] };
  try {
    return recordOf(mapping, value, place, join);
  } catch (error) {
    if (error instanceof Misfit) return wrongShape(error.finding);
    throw error;
  }
}

function recordOf(mapping: Mapping, value: object, place: FilePlace & { readonly line: number }, join: OutcomeJoiner | undefined): Reading {
  const customer = mapping.customer === undefined ? undefined : asText(fieldOf(value, mapping.customer).value);
  const agent = mapping.agent === undefined ? undefined : asText(fieldOf(value, mapping.agent).value);
  const { messages, excluded } = messagesOf(mapping, value);
  const id = idOf(mapping, value, place);
  const decided = join?.of(value, messages);
  if (decided && "leftOut" in decided) return { ...decided, findings: [] };
  const record: ConversationRecord = {
    id,
    ...(customer && { customer }),
    ...(agent && { agent }),
    outcome: decided?.outcome ?? outcomeOf(mapping, value, messages),
    profile: profileOf(mapping, value),
    messages,
    meta: restOf(mapping, value),
  };
  return { record, findings: [], ...(excluded > 0 && { excluded }), ...(decided && { joined: decided.joined }) };
}

function profileOf({ profile = [] }: Mapping, value: object): Readonly<Record<string, string>> {
  const fields = Array.isArray(profile) ? profile.map((name) => [name.split(".").at(-1) ?? name, name] as const) : Object.entries(profile);
  return Object.fromEntries(
    fields.flatMap(([name, field]) => {
      const found = fieldOf(value, field).value;
      const text = Array.isArray(found) ? joined(found) : asText(found);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function joined(list: readonly unknown[]): string | undefined {
  const texts = list.flatMap((each) => asText(each) ?? []);
  return texts.length === 0 ? undefined : texts.join("\n");
}

/** Everything beside the turns, kept for writing back. */
function restOf(mapping: Mapping, value: object): Readonly<Record<string, unknown>> {
  const turns = turnFields(mapping, value);
  return Object.fromEntries(Object.entries(value).filter(([field, kept]) => !turns.has(field) && !isTooDeep(kept)));
}
