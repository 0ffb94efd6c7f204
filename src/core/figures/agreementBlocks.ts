// Owns agreement and corrected bias of a report in tables, for page, command line and text page. Refuses their layout in cells or markup.
import { LABEL_FIELDS } from "../instrument/codebook.ts";
import type { Language } from "../messages/sentence.ts";
import { sentence } from "../messages/sentences.ts";
import type { AgreementReport, FieldAgreement, LabelledContrast, PeopleAgreement, Ranged } from "../stats/agreementShape.ts";
import type { Estimate, OutcomeValue } from "../stats/labelledProbe.ts";
import type { StrataNames } from "../transcript/conversation.ts";
import { visibleLabel } from "../transcript/visible.ts";
import { fixed, signed } from "./numbers.ts";

/** Paragraphs, then a table with its head. */
export interface AgreementBlock {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface AgreementWording {
  readonly language: Language;
  readonly strata: StrataNames;
}

/** Tables of the statistics alone: also of labels a dataset came with. */
export function reportBlocks(report: AgreementReport, wording: AgreementWording): readonly AgreementBlock[] {
  return [
    ...(report.groups.length > 0 ? [judgeBlock(report, wording)] : []),
    ...(report.people.length > 0 ? [peopleBlock(report, wording)] : []),
    ...biasBlocks(report, wording),
  ];
}

/** Agreement by field, branch and outcome. */
export function judgeBlock({ groups }: Pick<AgreementReport, "groups">, wording: AgreementWording): AgreementBlock {
  const { language, strata } = wording;
  const rows = LABEL_FIELDS.flatMap((field) =>
    groups.flatMap(({ branch, outcome, fields }) => {
      const own = fields[field];
      return own ? [[sentence(`agreement-field-${field}`, {}, language), sentence(`agreement-branch-${branch}`, {}, language), stratum(outcome, strata), String(own.turns), String(own.invalid), ...coefficients(own, wording)]] : [];
    }));
  return { title: sentence("agreement-judge-heading", {}, language), paragraphs: [], head: [sentence("agreement-field", {}, language), "", "", sentence("agreement-turns-of", {}, language), sentence("agreement-invalid", {}, language), ...COEFFICIENTS(language)], rows };
}

function peopleBlock({ people }: AgreementReport, wording: AgreementWording): AgreementBlock {
  const { language } = wording;
  const rows = people.map((each) => [sentence(`agreement-field-${each.field}`, {}, language), sentence(`agreement-branch-${each.branch}`, {}, language), String(each.turns), ...coefficients(each, wording)]);
  return { title: sentence("agreement-people-heading", {}, language), paragraphs: [], head: [sentence("agreement-field", {}, language), "", sentence("agreement-turns-of", {}, language), ...COEFFICIENTS(language)], rows };
}

const COEFFICIENTS = (language: Language): readonly string[] => [sentence("agreement-raw", {}, language), "κ", "κ²", "α", "α ordinal"];

function coefficients({ raw, kappa, quadratic, alpha, ordinal }: FieldAgreement | PeopleAgreement, wording: AgreementWording): readonly string[] {
  return [raw, kappa, quadratic, alpha, ordinal].map((value) => (value ? rangedText(value, wording) : ""));
}

function biasBlocks({ correction, labelled, groups }: AgreementReport, wording: AgreementWording): readonly AgreementBlock[] {
  const { language, strata } = wording;
  const title = sentence("agreement-bias-heading", {}, language);
  if (!correction) return labelled > 0 && groups.some(({ branch }) => branch === "simulated") ? [{ title, paragraphs: [sentence("agreement-no-correction", { reason: sentence("agreement-missing-branch", {}, language) }, language)], head: [], rows: [] }] : [];
  if (!correction.ok) return [{ title, paragraphs: [sentence("agreement-no-correction", { reason: sentence(`reason-${correction.reason}`, { ...strata }, language) }, language)], head: [], rows: [] }];
  const { judge, people, corrected, tuned, judgeError, madeByJudge } = correction.value;
  return [
    {
      title,
      paragraphs: [],
      head: biasHead(strata),
      rows: [
        biasRow(sentence("agreement-by-judge", {}, language), judge, wording),
        biasRow(sentence("agreement-by-people", {}, language), people, wording),
        biasRow(sentence("agreement-corrected", {}, language), corrected, wording),
        biasRow(sentence("agreement-tuned", { lambda: fixed(tuned.lambda) }, language), tuned, wording),
      ],
    },
    {
      title: sentence("agreement-error-heading", {}, language),
      paragraphs: [sentence("agreement-made-by-judge", { value: rangedText(madeByJudge, wording, signed) }, language)],
      head: ["", "", sentence("agreement-labelled", {}, language), ""],
      rows: judgeError.map(({ branch, outcome, turns, error }) => [sentence(`agreement-branch-${branch}`, {}, language), stratum(outcome, strata), String(turns), rangedText(error, wording, signed)]),
    },
  ];
}

/** Columns of {@link biasRow}. */
export function biasHead({ negative, positive }: StrataNames): readonly string[] {
  return ["", visibleLabel(negative, 40), visibleLabel(positive, 40), "Δ"];
}

/** Mean bias of each stratum and Δ with its interval. */
export function biasRow(name: string, { delta, interval, means }: LabelledContrast, wording: AgreementWording): readonly string[] {
  const range = interval.ok ? ` [${fixed(interval.value[0])}, ${fixed(interval.value[1])}]` : "";
  return [name, valueText(means.negative, signed, wording), valueText(means.positive, signed, wording), `${valueText(delta, signed, wording)}${range}`];
}

/** A stratum by the dataset's name; nothing for all. */
export function stratum(outcome: OutcomeValue | "all", strata: StrataNames): string {
  return outcome === "all" || outcome === "unknown" ? "" : visibleLabel(strata[outcome], 40);
}

function rangedText(value: Ranged, wording: AgreementWording, show: (value: number) => string = fixed): string {
  const text = valueText(value, show, wording);
  return value.low === undefined || value.high === undefined ? text : `${text} [${fixed(value.low)}, ${fixed(value.high)}]`;
}

function valueText(value: Estimate<number>, show: (value: number) => string, { language, strata }: AgreementWording): string {
  return value.ok ? show(value.value) : sentence(`reason-${value.reason}`, { ...strata }, language);
}
