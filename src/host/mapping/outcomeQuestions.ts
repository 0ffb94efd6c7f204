// Owns the questions about how the outcome of a conversation is known: a field of it, or a second file. Refuses turns (questions.ts).
import path from "node:path";
import * as vscode from "vscode";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { outcomeFields, timeFields } from "../../study/mapping/suggest.ts";
import { SEVERAL, UNMATCHED, type OutcomeJoin } from "../../protocol/outcomeJoin.ts";
import { language } from "../edge.ts";
import type { Answers, FieldSurvey, Survey } from "../../study/mapping/answers.ts";
import { BACK, type Asking, type Choice, type Step } from "../asking.ts";
import { fieldDetail } from "./fieldDetail.ts";
import { fieldChoices, needsZone, timeOf, zoneChoices } from "./questions.ts";

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

type InRecord = Exclude<NonNullable<Answers["mapping"]["outcome"]>, OutcomeJoin>;

/** What the questions need of the disk. Paths are absolute. */
export interface Surroundings {
  /** Tables and JSONL files that may hold outcomes, nearest first. */
  files(): Promise<readonly string[]>;
  /** What their first rows hold. */
  survey(file: string): Promise<Survey>;
  /** How the study file names a file. */
  named(file: string): string;
}

/** What is being said of an outcome, before it is complete. */
interface Draft {
  readonly file?: { readonly path: string; readonly survey: Survey };
  readonly joined: Partial<OutcomeJoin>;
}

/** All questions about the outcome as one step: they depend on the first answer. Going back begins them again. */
export function outcomeStep(around: Surroundings): Step<Answers> {
  return async (answers, ask) => {
    for (;;) {
      const where = await source(answers, ask, around);
      if (where === undefined || where === BACK) return where;
      const outcome = where.kind === "none" ? "none" : where.kind === "field" ? await inRecord(answers, ask, where.field) : await joined(answers, ask, where.file, around);
      if (outcome === undefined) return undefined;
      if (outcome === BACK) continue;
      const { outcome: _, ...rest } = answers.mapping;
      return { ...answers, mapping: outcome === "none" ? rest : { ...rest, outcome } };
    }
  };
}

type Source = { readonly kind: "none" } | { readonly kind: "field"; readonly field: FieldSurvey } | { readonly kind: "file"; readonly file: string };

async function source(answers: Answers, ask: Asking<Answers>, around: Surroundings): Promise<Source | typeof BACK | undefined> {
  const fields = fieldChoices(outcomeFields(answers.survey).filter(({ item }) => item.path !== answers.mapping.id));
  const files = (await around.files()).map((file): Choice<Source> => ({ label: `$(file) ${path.basename(file)}`, description: say("mapping-outcome-file"), value: { kind: "file", file } }));
  const choices: readonly Choice<Source>[] = [
    ...fields.map((choice): Choice<Source> => ({ ...choice, value: { kind: "field", field: choice.value } })),
    ...files,
    { label: say("mapping-other-file"), value: { kind: "file", file: "" } },
    { label: say("mapping-no-outcome"), detail: say("mapping-no-outcome-detail"), value: { kind: "none" } },
  ];
  const chosen = await choose(ask, answers, "mapping-ask-outcome", choices);
  if (chosen === undefined || chosen === BACK || chosen.kind !== "file" || chosen.file !== "") return chosen;
  const [uri] = (await vscode.window.showOpenDialog({ canSelectMany: false, filters: { [say("mapping-tables")]: ["csv", "tsv", "jsonl"] } })) ?? [];
  return uri ? { kind: "file", file: uri.fsPath } : BACK;
}

async function inRecord(answers: Answers, ask: Asking<Answers>, field: FieldSurvey): Promise<InRecord | typeof BACK | undefined> {
  const positive = await valuesOf(ask, answers, "mapping-ask-positive", field, likelyPositive);
  if (positive === undefined || positive === BACK) return positive;
  const rest = field.values.filter(([value]) => !positive.includes(value));
  const negative = await valuesOf(ask, answers, "mapping-ask-negative", { ...field, values: rest }, () => true);
  return negative === undefined || negative === BACK ? negative : { field: field.path, positive: [...positive], negative: [...negative] };
}

async function joined(answers: Answers, ask: Asking<Answers>, file: string, around: Surroundings): Promise<OutcomeJoin | typeof BACK | undefined> {
  const survey = await around.survey(file);
  let draft: Draft = { file: { path: file, survey }, joined: { from: around.named(file) } };
  for (const question of [key, positives, negations, paidAt, paidZone, several, unmatched, followUp, asOf]) {
    const next = await question(answers, ask, draft);
    if (next === undefined || next === BACK) return next;
    draft = next;
  }
  return complete(draft.joined);
}

type JoinQuestion = (answers: Answers, ask: Asking<Answers>, draft: Draft) => Promise<Draft | typeof BACK | undefined>;

/** Which field of the conversation is which of the file: pairs ranked by how many values they share. */
const key: JoinQuestion = async (answers, ask, draft) => {
  const pairs = keyPairs(answers.survey, surveyed(draft));
  const choices = pairs.map(({ conversation, file, shared }): Choice<OutcomeJoin["key"]> => ({ label: `${conversation} = ${file}`, description: say("mapping-shared", { count: shared }), value: { conversation, file } }));
  return add(draft, await choose(ask, answers, "mapping-ask-key", choices), (chosen) => ({ key: chosen }));
};

const positives: JoinQuestion = async (answers, ask, draft) => {
  const fields = surveyed(draft).fields.filter((field) => !field.more && field.path !== draft.joined.key?.file);
  const field = await choose(ask, answers, "mapping-ask-status", fields.map((each): Choice<FieldSurvey> => ({ label: each.path, detail: fieldDetail(each), value: each })));
  if (field === BACK || field === undefined) return field;
  const values = await valuesOf(ask, answers, "mapping-ask-positive", field, likelyPositive);
  return add(draft, values, (list) => ({ positive: { field: field.path, in: [...list] } }));
};

const negations: JoinQuestion = async (answers, ask, draft) => {
  const { positive } = draft.joined;
  const field = surveyed(draft).fields.find(({ path: name }) => name === positive?.field);
  const rest = field?.values.filter(([value]) => !positive?.in.map(String).includes(value)) ?? [];
  if (!field || rest.length === 0) return draft;
  const values = await valuesOf(ask, answers, "mapping-ask-negated", { ...field, values: rest }, (value) => /refund|cancel|return|chargeback|退/iu.test(value));
  return add(draft, values, (list) => (list.length > 0 ? { negatedBy: { field: field.path, in: [...list] } } : {}));
};

const paidAt: JoinQuestion = async (answers, ask, draft) => {
  const times = timeFields(surveyed(draft)).filter(({ fits }) => fits);
  if (times.length === 0) return draft;
  const choices: readonly Choice<FieldSurvey | undefined>[] = [...fieldChoices(times), { label: say("mapping-no-time"), value: undefined }];
  const chosen = await ask1(ask, answers, "mapping-ask-paid-at", choices);
  if (chosen === undefined || chosen === BACK) return chosen;
  return chosen.value ? { ...draft, joined: { ...draft.joined, at: timeOf(chosen.value) } } : draft;
};

const paidZone: JoinQuestion = async (answers, ask, draft) => {
  const { at } = draft.joined;
  if (typeof at !== "object" || !needsZone(at.format)) return draft;
  const own = typeof answers.mapping.time === "object" ? answers.mapping.time.zone : undefined;
  const choices = [...zoneChoices()].sort((a, b) => Number(b.value === own) - Number(a.value === own));
  return add(draft, await choose(ask, answers, "mapping-ask-zone", choices, { field: at.field }), (zone) => ({ at: { ...at, zone } }));
};

const several: JoinQuestion = async (answers, ask, draft) => {
  if (draft.joined.at === undefined) return draft;
  const choices = SEVERAL.map((value) => ({ label: say(SEVERAL_SAID[value]), value }));
  return add(draft, await choose(ask, answers, "mapping-ask-several", choices), (chosen) => ({ several: chosen }));
};

const SEVERAL_SAID = { "first after the conversation began": "mapping-several-began", first: "mapping-several-first", "leave out": "mapping-several-leave-out" } as const;

const unmatched: JoinQuestion = async (answers, ask, draft) => {
  const choices = UNMATCHED.map((value) => ({ label: say(UNMATCHED_SAID[value]), value }));
  return add(draft, await choose(ask, answers, "mapping-ask-unmatched", choices), (chosen) => ({ unmatched: chosen }));
};

const UNMATCHED_SAID = { negative: "mapping-unmatched-negative", unknown: "mapping-unmatched-unknown", "leave out": "mapping-unmatched-leave-out" } as const;

const followUp: JoinQuestion = async (answers, ask, draft) => {
  const days = await asked(ask, answers, "mapping-ask-follow-up", "", (text) => (/^\d{1,4}$/u.test(text.trim()) ? undefined : say("mapping-whole-days")));
  return add(draft, days, (text) => ({ followUpDays: Number(text) }));
};

/** The day the second file was made: what is younger then may still be paid. */
const asOf: JoinQuestion = async (answers, ask, draft) => {
  if (draft.joined.at === undefined) return draft;
  const day = await asked(ask, answers, "mapping-ask-as-of", latestDay(draft), (text) => (/^\d{4}-\d\d-\d\d$/u.test(text.trim()) && !Number.isNaN(Date.parse(text)) ? undefined : say("mapping-a-day")));
  return add(draft, day, (text) => ({ asOf: text.trim() }));
};

function latestDay(draft: Draft): string {
  const { at } = draft.joined;
  const name = typeof at === "object" ? at.field : at;
  const days = surveyed(draft).fields.find(({ path: field }) => field === name)?.values.map(([value]) => value.slice(0, 10)) ?? [];
  const iso = days.filter((day) => /^\d{4}-\d\d-\d\d$/u.test(day)).sort();
  return iso.at(-1) ?? new Date().toISOString().slice(0, 10);
}

function complete({ from, key: keys, positive, unmatched: rule, followUpDays, ...rest }: Partial<OutcomeJoin>): OutcomeJoin | undefined {
  if (from === undefined || keys === undefined || positive === undefined || rule === undefined || followUpDays === undefined) return undefined;
  return { ...rest, from, key: keys, positive, unmatched: rule, followUpDays };
}

function surveyed({ file }: Draft): Survey {
  return file?.survey ?? { records: 0, fields: [], lists: [] };
}

/** Pairs of fields by the number of first values they share, most first; only those that share any, else all ids against all columns. */
function keyPairs(conversations: Survey, file: Survey): readonly { readonly conversation: string; readonly file: string; readonly shared: number }[] {
  const pairs = conversations.fields.flatMap((mine) => {
    const values = new Set(mine.values.map(([value]) => value));
    return file.fields.map((theirs) => ({ conversation: mine.path, file: theirs.path, shared: theirs.values.filter(([value]) => values.has(value)).length, distinct: mine.values.length }));
  });
  // Two flags share their few values with every other flag; what tells conversations apart comes first.
  const sharing = pairs.filter(({ shared, distinct }) => shared > 0 && distinct > 2).sort((a, b) => b.shared - a.shared);
  return sharing.length > 0 ? sharing : pairs;
}

function likelyPositive(value: string): boolean {
  return /^(?:paid|yes|true|1|won|success|bought|converted|accepted?|deal|purchased?|donated|closed.?won|completed?|成交|已付|已支付|是)$/iu.test(value);
}

async function valuesOf(ask: Asking<Answers>, answers: Answers, question: SentenceId, field: Pick<FieldSurvey, "path" | "values">, likely: (value: string) => boolean): Promise<readonly string[] | typeof BACK | undefined> {
  let chosen: readonly string[] = [];
  const choices = field.values.map(([value, count]) => ({ label: value === "" ? say("mapping-empty-value") : value, description: say("mapping-times", { count }), picked: likely(value), value }));
  const given = await ask.many(say(question, { field: field.path }), choices, (values) => ((chosen = values), answers));
  return given === undefined || given === BACK ? given : chosen;
}

async function choose<T>(ask: Asking<Answers>, answers: Answers, question: SentenceId, choices: readonly Choice<T>[], values: Readonly<Record<string, string>> = {}): Promise<T | typeof BACK | undefined> {
  const chosen = await ask1(ask, answers, question, choices, values);
  return chosen === undefined || chosen === BACK ? chosen : chosen.value;
}

/** The choice itself, where its value may be undefined. */
async function ask1<T>(ask: Asking<Answers>, answers: Answers, question: SentenceId, choices: readonly Choice<T>[], values: Readonly<Record<string, string>> = {}): Promise<{ readonly value: T } | typeof BACK | undefined> {
  let chosen: { readonly value: T } | undefined;
  const given = await ask.one(say(question, values), choices, (value) => ((chosen = { value }), answers));
  return given === undefined || given === BACK ? given : chosen;
}

async function asked(ask: Asking<Answers>, answers: Answers, question: SentenceId, first: string, wrong: (text: string) => string | undefined): Promise<string | typeof BACK | undefined> {
  let chosen = "";
  const given = await ask.text(say(question), first, wrong, (text) => ((chosen = text), answers));
  return given === undefined || given === BACK ? given : chosen;
}

function add<T>(draft: Draft, chosen: T | typeof BACK | undefined, more: (chosen: T) => Partial<OutcomeJoin>): Draft | typeof BACK | undefined {
  if (chosen === undefined || chosen === BACK) return chosen as typeof BACK | undefined;
  return { ...draft, joined: { ...draft.joined, ...more(chosen) } };
}

