// Owns the document on a judge against people: agreement by branch and outcome, confusions, people against people, corrected bias.
// Refuses coefficients (agreement.ts), corrections (biasCorrection.ts) and which labels may be used (study/labels).
import { LABEL_FIELDS, type LabelField } from "../instrument/codebook.ts";
import { alphaOfCoincidences, coincidencesOf, gwetAc1, kappa, observedAgreement, type AgreementTable } from "./agreement.ts";
import { AGREEMENT_REPORT_VERSION, type AgreementConfusion, type AgreementGroup, type AgreementReport, type FieldAgreement, type PeopleAgreement, type RatedTurn } from "./agreementShape.ts";
import { judgeTables, pairTables, peopleTables, sumsOf, tableOf } from "./agreementTables.ts";
import { biasCorrection } from "./biasCorrection.ts";
import { missing } from "./estimate.ts";
import type { Estimate, LabelScheme } from "./labelledProbe.ts";
import { rangedAll } from "./ranged.ts";
import type { Steps } from "./steps.ts";

export interface AgreementOptions {
  readonly seed: number;
  /** Resamplings of each interval. Default 2,000. */
  readonly draws?: number;
  /** Correct bias and Δ as well: only for turns of a run that were drawn. */
  readonly correct: boolean;
}

const DRAWS = 2000;
const BRANCHES = ["both", "real", "simulated"] as const;
const OUTCOMES = ["all", "negative", "positive"] as const;

/** All that drawn, blind labels say (E33, E35, E36, E38). `turns` are all turns of the run or dataset, labelled or not. */
export function* agreementReport(turns: readonly RatedTurn[], scheme: LabelScheme, { seed, draws = DRAWS, correct }: AgreementOptions): Steps<AgreementReport> {
  const setting: Setting = { scheme, draws, seed };
  const labelled = turns.filter(({ people, final }) => people.length > 0 || final !== undefined);
  // Of one branch alone "both" would say the same twice.
  const branches = BRANCHES.filter((branch) => (branch === "both" ? new Set(labelled.map((turn) => turn.branch)).size > 1 : labelled.some((turn) => turn.branch === branch)));
  const groups: AgreementGroup[] = [];
  for (const branch of branches) {
    for (const outcome of OUTCOMES) {
      const own = labelled.filter((turn) => (branch === "both" || turn.branch === branch) && (outcome === "all" || turn.outcome === outcome));
      if (own.length > 0 && own.some(({ judge }) => judge)) groups.push({ branch, outcome, fields: yield* fieldsOf(own, setting, `${branch} ${outcome}`) });
    }
  }
  const people: PeopleAgreement[] = [];
  for (const branch of branches) {
    for (const field of LABEL_FIELDS) {
      const found = yield* peopleOf(labelled.filter((turn) => branch === "both" || turn.branch === branch), branch, field, setting);
      if (found) people.push(found);
    }
  }
  const correction = correct && labelled.some(({ branch }) => branch === "simulated") ? yield* biasCorrection(turns, scheme, setting) : undefined;
  return {
    version: AGREEMENT_REPORT_VERSION,
    seed,
    draws,
    stages: scheme.stages.map(({ name }) => name),
    turns: turns.length,
    labelled: labelled.length,
    groups,
    confusions: confusionsOf(labelled, scheme),
    people,
    ...(correction ? { correction } : {}),
  };
}

interface Setting {
  readonly scheme: LabelScheme;
  readonly draws: number;
  readonly seed: number;
}

/** Labels of a field in the order of the codebook. */
export function labelsOf(scheme: LabelScheme, field: LabelField): readonly string[] {
  switch (field) {
    case "stage":
      return scheme.stages.map(({ name }) => name);
    case "emotion":
      return scheme.emotions;
    case "blocker":
      return scheme.blockers;
  }
}

function* fieldsOf(turns: readonly RatedTurn[], setting: Setting, name: string): Steps<AgreementGroup["fields"]> {
  const fields: Partial<Record<LabelField, FieldAgreement>> = {};
  for (const field of LABEL_FIELDS) {
    const labels = labelsOf(setting.scheme, field);
    const { size, rows, turns: count, invalid } = judgeTables(turns, field, labels);
    if (count === 0) continue;
    const ordered = field === "stage";
    const statistics = (sums: readonly number[]): readonly Estimate<number>[] => coefficients(tableOf(sums, size, 1), tableOf(sums, size), ordered);
    const [raw, plain, alpha, ac1, quadratic, ordinal] = yield* rangedAll(rows, size * size, statistics, setting, `agreement ${name} ${field}`);
    fields[field] = { turns: count, conversations: rows.length, invalid, raw: raw ?? NONE, kappa: plain ?? NONE, alpha: alpha ?? NONE, ac1: ac1 ?? NONE, ...(quadratic && ordinal ? { quadratic, ordinal } : {}) };
  }
  return fields;
}

function* peopleOf(turns: readonly RatedTurn[], branch: PeopleAgreement["branch"], field: LabelField, setting: Setting): Steps<PeopleAgreement | undefined> {
  const labels = labelsOf(setting.scheme, field);
  const { size, rows, turns: count } = peopleTables(turns, field, labels);
  if (count === 0) return undefined;
  const ordered = field === "stage";
  const pairs = pairTables(turns, field, labels).filter((pair) => pair.turns > 0);
  const name = `people ${branch} ${field}`;
  const [raw, alpha, ordinal] = yield* rangedAll(rows, size * size, (sums) => {
    const table = tableOf(sums, size);
    return [observedAgreement(table), alphaOfCoincidences(table, "nominal"), ...(ordered ? [alphaOfCoincidences(table, "ordinal")] : [])];
  }, setting, name);
  const width = size * size;
  const [plain, quadratic] = yield* rangedAll(sideBySide(turns, field, labels), pairs.length * width, (sums) => {
    const tables = pairs.map((_, i) => tableOf(sums.slice(i * width, (i + 1) * width), size));
    return [meanKappa(tables, "none"), ...(ordered ? [meanKappa(tables, "quadratic")] : [])];
  }, setting, `${name} pairs`);
  return {
    branch,
    field,
    turns: count,
    conversations: rows.length,
    raw: raw ?? NONE,
    kappa: plain ?? NONE,
    alpha: alpha ?? NONE,
    ...(quadratic ? { quadratic } : {}),
    ...(ordinal ? { ordinal } : {}),
    pairs: [...pairs].sort((a, b) => b.turns - a.turns).slice(0, MOST_PAIRS).map((pair) => {
      const table = tableOf(sumsOf(pair.rows, size * size), size);
      return { a: pair.a, b: pair.b, turns: pair.turns, raw: observedAgreement(table), kappa: kappa(table) };
    }),
  };
}

/** Rows of all pairs of people, one a conversation. */
function sideBySide(turns: readonly RatedTurn[], field: LabelField, labels: readonly string[]): readonly (readonly number[])[] {
  const width = labels.length ** 2;
  const conversations = new Map<string, RatedTurn[]>();
  for (const turn of turns) conversations.set(turn.conversation, [...(conversations.get(turn.conversation) ?? []), turn]);
  const pairs = pairTables(turns, field, labels).filter((pair) => pair.turns > 0);
  return [...conversations.values()].flatMap((own) => {
    const tables = pairTables(own, field, labels, true);
    const row = pairs.flatMap(({ a, b }) => sumsOf(tables.find((pair) => pair.a === a && pair.b === b)?.rows ?? [], width));
    return row.some((weight) => weight > 0) ? [row] : [];
  });
}

/** Mean over pairs by weight; pairs without variation are left out. */
function meanKappa(tables: readonly AgreementTable[], weighting: "none" | "quadratic"): Estimate<number> {
  let [sum, weights] = [0, 0];
  for (const table of tables) {
    const value = kappa(table, weighting);
    const weight = table.flat().reduce((total, cell) => total + cell, 0);
    if (!value.ok) continue;
    sum += value.value * weight;
    weights += weight;
  }
  return weights === 0 ? missing("no-variation") : { ok: true, value: sum / weights };
}

/** Pairs of people that are listed, those with most turns first. */
const MOST_PAIRS = 15;

const NONE = missing("no-pairs");

function coefficients(valid: AgreementTable, all: AgreementTable, ordered: boolean): readonly Estimate<number>[] {
  const pairs = coincidencesOf(valid);
  const plain = [observedAgreement(all), kappa(valid), alphaOfCoincidences(pairs, "nominal"), gwetAc1(valid)];
  return ordered ? [...plain, kappa(valid, "quadratic"), alphaOfCoincidences(pairs, "ordinal")] : plain;
}

function confusionsOf(turns: readonly RatedTurn[], scheme: LabelScheme): readonly AgreementConfusion[] {
  return (["real", "simulated"] as const).flatMap((branch) => {
    const own = turns.filter((turn) => turn.branch === branch);
    return LABEL_FIELDS.flatMap((field): AgreementConfusion[] => {
      const labels = labelsOf(scheme, field);
      const [weighted, plain] = [judgeTables(own, field, labels), judgeTables(own, field, labels, false)];
      const whole = ({ rows, size }: typeof plain): readonly (readonly number[])[] => tableOf(sumsOf(rows, size * size), size).map((row) => row.slice(0, -1));
      return plain.turns === 0 ? [] : [{ branch, field, labels, weights: whole(weighted), counts: whole(plain) }];
    });
  });
}
