// Owns what the person, the study or the format says of a dataset beyond its records.
import type { StrataNames, Users } from "../core/transcript/conversation.ts";

/** Absent strata are taken from the records' own outcome names. */
export interface DatasetTraits {
  readonly name: string;
  readonly users: Users;
  readonly strata?: Partial<StrataNames>;
  readonly mergeWithinMinutes: number;
  readonly outcomeDefinition: string;
}
