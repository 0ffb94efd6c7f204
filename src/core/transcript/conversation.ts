// Owns the domain shape of a conversation: turns, outcome, profile. Refuses file formats (datasets/) and rendering (render.ts).
import type { OutcomeValue } from "../stats/labelledProbe.ts";

export type Role = "agent" | "user" | "system";

/** What an agent turn does. */
export type Act = "rapport" | "ask" | "pitch" | "handle-objection" | "push-close" | "reassure";
export const ACTS: readonly Act[] = ["rapport", "ask", "pitch", "handle-objection", "push-close", "reassure"];

/** A label found in the dataset for one turn. Names are those of the source; `by` says whose. */
export interface TurnLabel {
  readonly by: string;
  readonly act?: Act;
  readonly stage?: string;
  readonly emotion?: string;
  readonly blocker?: string;
}

/** One message as the file has it. `fileIndex` counts all turns of the record from 0, before merging. */
export interface Message {
  readonly fileIndex: number;
  readonly role: Role;
  readonly text: string;
  /** ISO 8601 with offset. */
  readonly at?: string;
  readonly labels: readonly TurnLabel[];
  /** Reserved by the format: `action` messages carry a target and text and are kept and written back. */
  readonly kind?: "message" | "action";
  /** Other fields of the turn, reserved (`action`) or unknown to the format, kept for writing back. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Consecutive messages of one speaker. `text` joins theirs by a line break. */
export interface Turn {
  /** Place in the merged, truncated conversation, from 0. System turns are not counted and not listed. */
  readonly index: number;
  readonly role: "agent" | "user";
  readonly text: string;
  readonly at?: string;
  readonly messages: readonly Message[];
  readonly act?: Act;
}

export interface Outcome {
  readonly value: OutcomeValue;
  /** The dataset's own name, e.g. "buyer"; surfaces print it. */
  readonly label?: string;
  readonly at?: string;
  readonly endedBy?: string;
  readonly end?: string;
}

/** Who the users of a dataset are; only `human` may be called real. */
export type Users = "human" | "simulated" | "mixed" | "unknown";

/** False where some users are known not to be people: their turns are called recorded, not real. A dataset that does not say is taken at its word. */
export function arePeople(users: Users): boolean {
  return users === "human" || users === "unknown";
}

/** A record as a reader delivers it: messages in file order, nothing merged, nothing cut. */
export interface ConversationRecord {
  readonly id: string;
  readonly customer?: string;
  readonly agent?: string;
  readonly outcome: Outcome;
  readonly profile: Readonly<Record<string, string>>;
  readonly messages: readonly Message[];
  /** Unknown and reserved fields, kept for writing back. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A conversation ready for probing: merged and truncated. */
export interface Conversation extends Omit<ConversationRecord, "messages"> {
  readonly turns: readonly Turn[];
  /** Messages removed by truncation, oldest first; never shown to a simulator or judge, never donors. */
  readonly cut: readonly Message[];
}

/** The dataset's names of the two strata, printed by every surface. */
export interface StrataNames {
  readonly positive: string;
  readonly negative: string;
}
