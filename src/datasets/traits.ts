// Owns what the person, the study or the format says of a dataset beyond its records.
import type { SentenceId } from "../core/messages/sentences.ts";
import type { StrataNames, Users } from "../core/transcript/conversation.ts";
import type { Meaning } from "./dataset.ts";

/** Absent strata are taken from the records' own outcome names. */
export interface DatasetTraits {
  readonly name: string;
  readonly users: Users;
  readonly strata?: Partial<StrataNames>;
  /** What must be known of it before a number from it is trusted. */
  readonly hints?: readonly SentenceId[];
  /** The data's own words for the two sides and the outcome. */
  readonly meaning?: Meaning;
  readonly mergeWithinMinutes: number;
  /** Ids of conversations that the study leaves out. */
  readonly excluded: ReadonlySet<string>;
  readonly outcomeDefinition: string;
  /** Days after the last turn in which the outcome can still come, and the time the outcomes are known up to (ISO 8601); only where a join made the outcome. */
  readonly followUpDays?: number;
  readonly asOf?: string;
}
