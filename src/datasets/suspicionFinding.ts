// Owns the sentence and place of each suspicion, and those about a dataset as a whole. Refuses finding them.
import type { Ledger } from "../core/journal/entry.ts";
import type { Problem } from "./dataset.ts";
import type { Finding, RecordFormat } from "./readers/reading.ts";
import type { Suspicion } from "./suspicion.ts";

/** The warning of one suspicion; without `places` it points at the record as a whole. */
export function suspicionFinding(suspicion: Suspicion, conversation: string, places?: RecordFormat["places"]): Finding {
  const turn = "fileIndex" in suspicion && places ? [...places.turns, suspicion.fileIndex] : [];
  switch (suspicion.kind) {
    case "clock-backwards":
      return { at: turn.length > 0 ? [...turn, ...(places?.turnTime ?? [])] : turn, severity: "warning", id: "times-not-ascending", values: { conversation } };
    case "post-outcome":
      return { at: turn, severity: "warning", id: "post-outcome-turn", values: { conversation } };
    case "empty-turn":
      return { at: turn, severity: "warning", id: "empty-turn", values: { conversation } };
    case "roles-swapped":
      return { at: turn, severity: "warning", id: "roles-swapped", values: { conversation } };
    case "same-content":
      return { at: places?.id ?? [], severity: "warning", id: "same-content", values: { conversation, first: suspicion.first } };
    case "outcome-in-profile":
      return { at: places?.id ?? [], severity: "warning", id: "outcome-in-profile", values: { conversation, field: suspicion.field } };
  }
}

/** Below this share a few exchanged conversations are a fault of their records, above it one of the mapping. */
const MOST_SWAPPED = 0.5;
const ENOUGH = 5;

/** What the counts say of the dataset as a whole, at its first line. */
export function datasetWarnings(path: string, { conversationsKept: kept, suspicious }: Ledger): readonly Problem[] {
  const count = suspicious?.["roles-swapped"] ?? 0;
  if (count < ENOUGH || count < MOST_SWAPPED * kept) return [];
  return [{ path, line: 1, column: 1, severity: "warning", id: "roles-swapped-mostly", values: { count, kept } }];
}
