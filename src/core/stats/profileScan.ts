// Owns looking for profile fields that give the outcome away: fields written after it, or derived from it. Refuses leaving any out: the
// allow-list of a dataset decides, and a person decides what is on it.
import { auc } from "./discrimination.ts";
import { known, missing } from "./estimate.ts";
import { foldsOf } from "./folds.ts";
import { aucWithinFolds } from "./hazard.ts";
import type { Estimate } from "./labelledProbe.ts";
import { compare } from "./units.ts";

/** Above this a field is suspected. Source: estimators.md, leakage. */
export const SUSPICIOUS_AUC = 0.9;

const FOLDS = 5;

export interface Person {
  /** Customer, or conversation where it names none: never split over folds. */
  readonly cluster: string;
  readonly outcome: "negative" | "positive";
  readonly profile: Readonly<Record<string, string>>;
}

export interface ScannedField {
  readonly field: string;
  /** How well this field alone tells the outcomes apart: ½ not at all, 1 wholly. `no-pairs` without both outcomes. */
  readonly auc: Estimate<number>;
  /** People who have the field. */
  readonly people: number;
  readonly suspicious: boolean;
}

/**
 * Every field, by name. A person's score is the smoothed share of positives, (k + ½)/(n + 1), among people of the other folds with the
 * same value, a missing field being a value of its own; five folds by customer, AUC inside folds, so that a field with a value of its own
 * for everybody (a name) scores ½. For fields of numbers the AUC of the number itself, in either direction, where that is larger.
 */
export function profileScan(people: readonly Person[], seed: number): readonly ScannedField[] {
  const folds = foldsOf(people.map(({ cluster, outcome }) => ({ cluster, stratum: outcome })), FOLDS, seed);
  const fields = [...new Set(people.flatMap(({ profile }) => Object.keys(profile)))].sort(compare);
  return fields.map((field) => {
    const byValue = within(people, folds, ({ profile }) => profile[field] ?? "");
    const byNumber = ordered(people, field);
    const best = byValue.ok && byNumber !== undefined ? known(Math.max(byValue.value, byNumber)) : byValue;
    return { field, auc: best, people: people.filter(({ profile }) => profile[field] !== undefined).length, suspicious: best.ok && best.value > SUSPICIOUS_AUC };
  });
}

function within(people: readonly Person[], folds: readonly number[], value: (person: Person) => string): Estimate<number> {
  const counts = new Map<string, { n: number; k: number }>();
  const keys = people.map((person, i) => [`all ${value(person)}`, `${folds[i] ?? 0} ${value(person)}`] as const);
  people.forEach(({ outcome }, i) => {
    for (const key of keys[i] ?? []) {
      const each = counts.get(key) ?? { n: 0, k: 0 };
      each.n++;
      if (outcome === "positive") each.k++;
      counts.set(key, each);
    }
  });
  const scored = people.map(({ outcome }, i) => {
    const [all, own] = (keys[i] ?? []).map((key) => counts.get(key) ?? { n: 0, k: 0 });
    const [n, k] = [(all?.n ?? 0) - (own?.n ?? 0), (all?.k ?? 0) - (own?.k ?? 0)];
    return { score: (k + 0.5) / (n + 1), event: outcome === "positive", fold: folds[i] ?? 0 };
  });
  return people.length === 0 ? missing("no-units") : aucWithinFolds(scored);
}

/** AUC of a field whose values are numbers; undefined where one is not, or only one outcome has it. */
function ordered(people: readonly Person[], field: string): number | undefined {
  const scored = people.flatMap(({ outcome, profile }) => {
    const text = profile[field]?.trim();
    return text ? [{ score: Number(text), event: outcome === "positive" }] : [];
  });
  if (scored.some(({ score }) => !Number.isFinite(score))) return undefined;
  const got = auc(scored);
  return got.ok ? Math.max(got.value.value, 1 - got.value.value) : undefined;
}
