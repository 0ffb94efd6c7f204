// Owns the questions about turns, roles, text, times and ids of a file. Refuses outcomes (outcomeQuestions.ts) and files.
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { exclusionFields, customerFields, idFields, isAgentValue, isUserValue, isConversationName, roleFields, textFields, timeFields, timeForm, turnLists, type Candidate } from "../../study/mapping/suggest.ts";
import type { Exclusion } from "../../protocol/mapping.ts";
import { language } from "../edge.ts";
import { groupedBy, mapped, type Answers, type FieldSurvey } from "../../study/mapping/answers.ts";
import type { Choice, Step } from "../asking.ts";
import { fieldDetail } from "./fieldDetail.ts";

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** Fields to choose from, likely ones first and set apart. */
export function fieldChoices(candidates: readonly Candidate<FieldSurvey>[]): Choice<FieldSurvey>[] {
  return candidates.map(({ item, fits }, i) => ({
    label: item.path,
    ...(i === 0 && fits ? { description: say("mapping-suggested") } : {}),
    detail: fieldDetail(item),
    value: item,
  }));
}

/** A choice that stands for "none of these", first or last. */
function none(id: SentenceId): Choice<undefined> {
  return { label: say(id), value: undefined };
}

/** An optional field: "none" comes first unless something fits well. */
function optional(candidates: readonly Candidate<FieldSurvey>[], nothing: SentenceId): readonly Choice<FieldSurvey | undefined>[] {
  const choices: Choice<FieldSurvey | undefined>[] = fieldChoices(candidates);
  return candidates[0]?.fits === true ? [...choices, none(nothing)] : [none(nothing), ...choices];
}

/** Records without any list of turns are rows: each a turn of the conversation that one of its fields names. */
export const rowsStep: Step<Answers> = async (answers, ask) => {
  const { survey } = answers;
  if (survey.lists.length > 0 || survey.records === 0) return "skip";
  const repeated = survey.fields.filter(({ present, values, more }) => present > 1 && (more || values.length < present) && (more || values.length > 1));
  const ranked = [...repeated].sort((a, b) => Number(isConversationName(b.path)) - Number(isConversationName(a.path)));
  return ask.one(say("mapping-ask-conversation"), ranked.map((field) => ({ label: field.path, detail: fieldDetail(field), value: field.path })), (column) => groupedBy(answers, column));
};

export const turnsStep: Step<Answers> = async (answers, ask) => {
  const lists = turnLists(answers.survey);
  const [only] = lists;
  if (only && lists.length === 1) return { ...answers, list: only.item, mapping: { ...answers.mapping, turns: only.item.path } };
  const choices = lists.map(({ item, fits }, i) => ({
    label: item.path,
    ...(i === 0 && fits ? { description: say("mapping-suggested") } : {}),
    detail: say("mapping-list-detail", { elements: item.elements, fields: item.fields.slice(0, 6).map(({ path }) => path).join(", ") }),
    value: item,
  }));
  return ask.one(say("mapping-ask-turns"), choices, (list) => ({ ...mapped(answers, { turns: list.path }), list }));
};

export const roleStep: Step<Answers> = async (answers, ask) => {
  if (!answers.list) return "skip";
  return ask.one(say("mapping-ask-role"), fieldChoices(roleFields(answers.list)), (field) => mapped(answers, { role: rolesOf(field) }));
};

/** The sides as their values' names suggest; the first values where they suggest nothing. */
function rolesOf({ path, values }: FieldSurvey): { field: string; agent: string[]; user: string[] } {
  const all = values.map(([value]) => value);
  const user = all.filter(isUserValue);
  const agent = all.filter(isAgentValue);
  const rest = all.filter((value) => !user.includes(value) && !agent.includes(value));
  return { field: path, agent: agent.length > 0 ? agent : rest.splice(0, 1), user: user.length > 0 ? user : rest.splice(0, 1) };
}

export const userStep: Step<Answers> = (answers, ask) => sideStep(answers, ask, "user", "mapping-ask-user");
export const agentStep: Step<Answers> = (answers, ask) => sideStep(answers, ask, "agent", "mapping-ask-agent");

/** Which values of the role field are one side; what is neither is read as system, never as dialogue. */
async function sideStep(answers: Answers, ask: Parameters<Step<Answers>>[1], side: "user" | "agent", question: SentenceId): ReturnType<Step<Answers>> {
  const { role } = answers.mapping;
  if (typeof role !== "object" || !("field" in role)) return "skip";
  const field = answers.list?.fields.find(({ path }) => path === role.field);
  if (!field) return "skip";
  const other = side === "user" ? [] : role.user.map(String);
  const choices = field.values.filter(([value]) => !other.includes(value)).map(([value, count]) => ({
    label: value === "" ? say("mapping-empty-value") : value,
    description: say("mapping-times", { count }),
    picked: role[side].map(String).includes(value),
    value,
  }));
  return ask.many(say(question), choices, (values) => {
    const sides = { ...role, [side]: [...values] };
    const spoken = new Set([...sides.agent, ...sides.user].map(String));
    const system = field.values.map(([value]) => value).filter((value) => !spoken.has(value));
    const { system: _, ...said } = sides;
    return mapped(answers, { role: { ...said, ...(side === "agent" && system.length > 0 ? { system } : {}) } });
  });
}

export const textStep: Step<Answers> = async (answers, ask) => {
  if (!answers.list) return "skip";
  return ask.one(say("mapping-ask-text"), fieldChoices(textFields(answers.list)), ({ path }) => mapped(answers, { text: path }));
};

export const timeStep: Step<Answers> = async (answers, ask) => {
  if (!answers.list) return "skip";
  const times = timeFields(answers.list).filter(({ fits }) => fits);
  if (times.length === 0) return "skip";
  return ask.one(say("mapping-ask-time"), optional(times, "mapping-no-time"), (field) => (field ? mapped(answers, { time: timeOf(field) }) : without(answers, "time")));
};

/** Times that do not say their zone need it: asked, with the machine's own first. */
export const zoneStep: Step<Answers> = async (answers, ask) => {
  const { time } = answers.mapping;
  if (typeof time !== "object" || !needsZone(time.format)) return "skip";
  return ask.one(say("mapping-ask-zone", { field: time.field }), zoneChoices(), (zone) => mapped(answers, { time: { ...time, zone } }));
};

export function zoneChoices(): readonly Choice<string>[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [own, ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== own), "UTC"];
  return [...new Set(zones)].map((zone) => ({ label: zone, ...(zone === own ? { description: say("mapping-this-machine") } : {}), value: zone }));
}

type TimeField = Exclude<NonNullable<Answers["mapping"]["time"]>, string>;

/** A time field in the form its values have; ISO with offset where none fits. */
export function timeOf(field: FieldSurvey): TimeField {
  return { field: field.path, format: timeForm(field)?.format ?? "iso" };
}

export function needsZone(format: string | undefined): boolean {
  return format !== undefined && format !== "iso" && !format.startsWith("epoch-");
}

export const idStep: Step<Answers> = async (answers, ask) => {
  // Rows are turns: what names their conversation was the first question.
  if (answers.mapping.id !== undefined && answers.mapping.turns === "rows") return "skip";
  const choices: Choice<string | undefined>[] = fieldChoices(idFields(answers.survey)).map((choice) => ({ ...choice, value: choice.value.path }));
  const line = { label: say("mapping-id-line"), value: undefined };
  return ask.one(say("mapping-ask-id"), [...choices, line], (field) => mapped(answers, { id: field ?? { template: "line-{line}" } }));
};

export const customerStep: Step<Answers> = async (answers, ask) => {
  const candidates = customerFields(answers.survey).filter(({ item }) => item.path !== answers.mapping.id);
  return ask.one(say("mapping-ask-customer"), optional(candidates, "mapping-no-customer"), (field) => (field ? mapped(answers, { customer: field.path }) : without(answers, "customer")));
};

/** Fields of the person, told to simulators. None is suggested: what was written after the outcome would give it away. */
export const profileStep: Step<Answers> = async (answers, ask) => {
  const { id, customer, outcome } = answers.mapping;
  const used = new Set([id, customer, outcome && "field" in outcome ? outcome.field : undefined]);
  const fields = answers.survey.fields.filter(({ path }) => !used.has(path));
  if (fields.length === 0) return "skip";
  const choices = fields.map((field) => ({ label: field.path, detail: fieldDetail(field), value: field.path }));
  return ask.many(say("mapping-ask-profile"), choices, (chosen) => (chosen.length > 0 ? mapped(answers, { profile: [...chosen] }) : without(answers, "profile")));
};

/** What is not to be read: values of fields whose name says so, of records and of turns. */
export const exclusionStep: Step<Answers> = async (answers, ask) => {
  if (!answers.list) return "skip";
  const { records, turns } = exclusionFields(answers.survey, answers.list);
  const role = answers.mapping.role;
  const asRole = typeof role === "object" && "field" in role ? role.field : undefined;
  const choices: readonly Choice<Exclusion>[] = [
    ...records.flatMap((field) => field.values.map(([value, count]) => ({ label: `${field.path} = ${value}`, description: say("mapping-conversations", { count }), value: { field: field.path, equals: value } }))),
    ...turns.filter(({ path }) => path !== asRole).flatMap((field) => field.values.map(([value, count]) => ({ label: `${field.path} = ${value}`, description: say("mapping-turns", { count }), value: { turn: field.path, equals: value } }))),
  ];
  if (choices.length === 0) return "skip";
  return ask.many(say("mapping-ask-exclude"), choices, (chosen) => (chosen.length > 0 ? mapped(answers, { exclude: [...chosen] }) : without(answers, "exclude")));
};

function without(answers: Answers, field: keyof Answers["mapping"]): Answers {
  const { [field]: _, ...rest } = answers.mapping;
  return { ...answers, mapping: rest };
}
