// Owns the answers to the mapping questions and the entry of fidelity.json they make. Refuses asking and reading.
import { groupedRows } from "../../datasets/mapping/firstRecords.ts";
import { surveyOf, type ListSurvey, type Survey } from "../../datasets/mapping/survey.ts";
import type { StudyDataset } from "../../protocol/studyFile.ts";

export type { FieldSurvey, Survey } from "../../datasets/mapping/survey.ts";

type Mapping = NonNullable<StudyDataset["mapping"]>;

/** What has been answered so far. `survey` is of `records`, the file's first ones; `list` the list chosen as turns. */
export interface Answers {
  readonly path: string;
  readonly records: readonly unknown[];
  readonly survey: Survey;
  readonly list?: ListSurvey;
  readonly mapping: Partial<Mapping>;
  readonly strata?: { readonly positive: string; readonly negative: string };
  readonly users?: NonNullable<StudyDataset["users"]>;
}

/** The answers with more of the mapping known. */
export function mapped(answers: Answers, more: Partial<Mapping>): Answers {
  return { ...answers, mapping: { ...answers.mapping, ...more } };
}

/** The answers once the rows of a table are turns: `column` names their conversation. */
export function groupedBy(answers: Answers, column: string): Answers {
  const rows = answers.records.filter((each): each is Readonly<Record<string, unknown>> => typeof each === "object" && each !== null);
  const records = groupedRows(rows, column);
  return mapped({ ...answers, records, survey: surveyOf(records) }, { id: column });
}

/** The entry of the study file, or undefined while it cannot be read with what is answered: id, turns, roles and text are needed. */
export function entryOf({ path, mapping, strata, users }: Answers): StudyDataset | undefined {
  const { id, turns, role, text } = mapping;
  if (id === undefined || turns === undefined || role === undefined || text === undefined) return undefined;
  return { path, mapping: { ...mapping, id, turns, role, text }, ...(users && { users }), ...(strata && { strata }) };
}
