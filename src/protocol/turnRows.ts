// Owns the columns of our CSV with one row a turn, for the writer and the reader of it. Refuses cells' contents.

/**
 * Everything of a conversation stands in each of its rows, except `profile` and `meta`, which stand in the first. `labels`, `extra`,
 * `profile` and `meta` are JSON. `escaped` names the columns of the row in which an apostrophe was put before the text.
 */
export const TURN_ROW_COLUMNS = [
  "conversation", "turn", "role", "text", "at", "kind", "outcome", "outcome_label", "outcome_at", "ended_by", "end", "customer", "agent", "labels", "extra", "profile", "meta", "escaped",
] as const;

export type TurnRowColumn = (typeof TURN_ROW_COLUMNS)[number];
export type TurnRow = Readonly<Partial<Record<TurnRowColumn, string>>>;

/** Whether a table has exactly our columns, in any order. */
export function isTurnRows(columns: readonly string[]): boolean {
  return columns.length === TURN_ROW_COLUMNS.length && TURN_ROW_COLUMNS.every((column) => columns.includes(column));
}
