// Owns what may stand at a place of fidelity.json that its schema cannot know. Refuses finding it (studyCompletion.ts).
import type { JsonPath } from "../protocol/jsonPosition.ts";

/** Whose fields: a record's, those of its lists (by their own names), a turn's, or a row's of the file of outcomes. */
export type FieldsOf = "record" | "lists" | "turn" | "outcomes";

export type Wanted =
  | { readonly kind: "files" | "datasets" | "simulators" | "judges" | "conditions" | "instruments" | "runs" }
  | { readonly kind: "fields"; readonly of: FieldsOf; readonly dataset: number };

const PLACES: readonly (readonly [RegExp, Exclude<Wanted["kind"], "fields">])[] = [
  [/^datasets\.#\.path$/u, "files"],
  [/^datasets\.#\.mapping\.outcome\.from$/u, "files"],
  [/^runs\.#\.dataset$/u, "datasets"],
  [/^runs\.#\.simulator$/u, "simulators"],
  [/^runs\.#\.judge$/u, "judges"],
  [/^(?:runs\.#\.condition|conditions\.#)$/u, "conditions"],
  [/^runs\.#\.instrument$/u, "instruments"],
  [/^gates\..*(?:runs?|baseline)(?:\.#)?$/u, "runs"],
];

const FIELDS: readonly (readonly [RegExp, FieldsOf])[] = [
  [/^(?:id|customer|agent|profile\.[^.]+|exclude\.#\.field|turns\.text|outcome\.(?:field|end|key\.conversation))$/u, "record"],
  [/^(?:turns|turns\.parallel\.[^.]+|labels\.#\.beside\.list)$/u, "lists"],
  [/^(?:role|role\.field|text|order|time|time\.field|actions\.(?:field|target)|exclude\.#\.turn|labels\.#\.(?:fields\.[^.]+|beside\.item))$/u, "turn"],
];

/** A time of the outcome is the record's own, or with `from` that of a row of the file of outcomes. */
const OUTCOME_TIME = /^outcome\.at(?:\.field)?$/u;
const OUTCOME_ROW = /^outcome\.(?:key\.file|(?:positive|negatedBy)\.field)$/u;

/** What is wanted as the value at `path`; `joins` tells whether the outcome of a dataset stands in a second file. Undefined where the schema knows. */
export function wantedAt(path: JsonPath, joins: (dataset: number) => boolean): Wanted | undefined {
  const place = path.map((step) => (typeof step === "number" ? "#" : step)).join(".");
  const kind = PLACES.find(([pattern]) => pattern.test(place))?.[1];
  if (kind) return { kind };
  const [list, dataset, part] = path;
  if (list !== "datasets" || typeof dataset !== "number" || part !== "mapping") return undefined;
  const inner = place.slice("datasets.#.mapping.".length);
  if (OUTCOME_ROW.test(inner)) return { kind: "fields", of: "outcomes", dataset };
  if (OUTCOME_TIME.test(inner)) return { kind: "fields", of: joins(dataset) ? "outcomes" : "record", dataset };
  const of = FIELDS.find(([pattern]) => pattern.test(inner))?.[1];
  return of && { kind: "fields", of, dataset };
}
