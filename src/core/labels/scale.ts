// Owns reading the labels a dataset came with in categories that a judge's labels can be read in too. Refuses finding the dataset's turns.
import type { LabelField } from "../instrument/codebook.ts";
import type { Label } from "../stats/labelledProbe.ts";
import type { TurnLabel } from "../transcript/conversation.ts";

/**
 * One field in which people's labels of a dataset and a judge's are compared. `label` names the label of the dataset; a list of names holds
 * scores, of which the highest mean over the sentences of a turn counts (of equal ones the one named later). In the maps `*` stands for all
 * names not listed; a name that no map has is no label. Without maps names are those of the codebook.
 */
export interface LabelScale {
  readonly field: LabelField;
  readonly label: string | readonly string[];
  /** Whose labels: this name, or one with a dash and more; all where absent. */
  readonly by?: string;
  /** A turn of several sentences is of the first category that any of them has. Default: the codebook's labels. */
  readonly categories?: readonly string[];
  readonly people?: Readonly<Record<string, string>>;
  readonly judge?: Readonly<Record<string, string>>;
}

/** Category by annotator of a turn, from the labels of all its messages. */
export function categoriesOf(labels: readonly TurnLabel[], scale: LabelScale, categories: readonly string[]): ReadonlyMap<string, string> {
  const people = new Map<string, TurnLabel[]>();
  for (const label of labels) {
    if (scale.by !== undefined && label.by !== scale.by && !label.by.startsWith(`${scale.by}-`)) continue;
    people.set(label.by, [...(people.get(label.by) ?? []), label]);
  }
  const found = new Map<string, string>();
  for (const [by, own] of people) {
    const category = typeof scale.label === "string" ? named(own, scale.label, scale, categories) : scored(own, scale.label, scale);
    if (category !== undefined && categories.includes(category)) found.set(by, category);
  }
  return found;
}

/** The judge's label in the categories of a scale; undefined where it has none there. */
export function judgedCategory(label: Label, { field, judge }: LabelScale): string | undefined {
  const name = label.status === "valid" ? label[field] : undefined;
  return name === undefined ? undefined : mapped(name, judge);
}

function named(labels: readonly TurnLabel[], field: string, { people }: LabelScale, categories: readonly string[]): string | undefined {
  const own = new Set(labels.flatMap((label) => {
    const name = textOf(label, field);
    return name === undefined ? [] : (mapped(name, people) ?? []);
  }));
  return categories.find((category) => own.has(category));
}

function scored(labels: readonly TurnLabel[], fields: readonly string[], { people }: LabelScale): string | undefined {
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const name of fields) {
    const scores = labels.flatMap((label) => {
      const score = Number(textOf(label, name) ?? Number.NaN);
      return Number.isFinite(score) ? [score] : [];
    });
    const score = scores.reduce((sum, each) => sum + each, 0) / scores.length;
    if (scores.length > 0 && (!best || score >= best.score)) best = { name, score };
  }
  return best && mapped(best.name, people);
}

function mapped(name: string, map: Readonly<Record<string, string>> | undefined): string | undefined {
  if (!map) return name;
  return Object.hasOwn(map, name) ? map[name] : map["*"];
}

/** Labels keep the fields of their source under its names. */
function textOf(label: TurnLabel, field: string): string | undefined {
  const value = (label as unknown as Readonly<Record<string, unknown>>)[field];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
