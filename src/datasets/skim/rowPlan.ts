// Owns which columns of a table the facts of a conversation need, for mappings plain enough that bytes tell all. Refuses every other mapping.
import type { Mapping } from "../../protocol/mapping.ts";

/** Places of the columns among all, and the mapping they come from: plain data, for other threads. */
export interface RowPlan {
  readonly mapping: Mapping;
  /** By slot, what a cell is for; −1 for one that the mapping does not name. */
  readonly places: readonly number[];
}

/** Slots: what cells of a row are for, in the order in which they are handed over. */
export const [ID, ROLE, TEXT, TIME, OUTCOME, CUSTOMER] = [0, 1, 2, 3, 4, 5] as const;

/** The plan for tables of one row a turn with these columns; undefined where records must be made to know anything. */
export function rowPlan(mapping: Mapping | undefined, columns: readonly string[]): RowPlan | undefined {
  if (mapping?.turns !== "rows" || typeof mapping.id !== "string") return undefined;
  if (mapping.order || mapping.actions || mapping.labels || mapping.stretches || mapping.profile || mapping.exclude) return undefined;
  const { role, outcome } = mapping;
  if (typeof role === "object" && ("first" in role || role.match !== undefined || role.lookup !== undefined)) return undefined;
  if (outcome && ("from" in outcome || outcome.at !== undefined || outcome.of === "last-user-turn")) return undefined;
  const names = [mapping.id, typeof role === "string" ? role : role.field, mapping.text, timeColumn(mapping), outcome?.field, mapping.customer];
  const places = names.map((name) => (name === undefined ? -1 : columns.indexOf(name)));
  return names.every((name, slot) => name === undefined || (places[slot] ?? -1) >= 0) ? { mapping, places } : undefined;
}

/** The column of the turns' times. */
export function timeColumn({ time }: Mapping): string | undefined {
  return typeof time === "object" ? time.field : time;
}
