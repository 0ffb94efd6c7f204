// Owns joining conversations with a file of outcomes by key, and what is to be said of the join as a whole. Refuses the decision (decideOutcome.ts).
import { instantOf } from "../../core/transcript/instant.ts";
import { timePattern } from "../../core/transcript/timePattern.ts";
import { isoIn, zoneOf, type Zone } from "../../core/transcript/zone.ts";
import type { PaymentLags } from "../../core/journal/entry.ts";
import type { Files } from "../../core/ports.ts";
import type { Message, Outcome } from "../../core/transcript/conversation.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { SEVERAL, type OutcomeJoin } from "../../protocol/outcomeJoin.ts";
import type { Problem } from "../dataset.ts";
import type { LeftOutReason } from "../leftOut.ts";
import type { OutcomeReason } from "../outcomeReasons.ts";
import type { Beside, Joined } from "../readers/reading.ts";
import { decideOutcome, type JoinRule, type Span } from "./decideOutcome.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { zoneOfField } from "./mappedTime.ts";
import { readOutcomeFile } from "./outcomeFile.ts";

/** A join ready for records. */
export interface OutcomeJoiner {
  /** The rule in words and fields, for the manifest. */
  readonly definition: string;
  readonly beside: Beside;
  /** The outcome of a record whose messages were read, or why it is left out. */
  of(record: object, messages: readonly Message[]): JoinedOutcome;
}

export type JoinedOutcome =
  | { readonly outcome: Outcome; readonly joined: Joined & { readonly reason: OutcomeReason } }
  | { readonly leftOut: LeftOutReason; readonly joined: Joined };

/** Above this share of payments outside the conversation and its window the zone is asked about. */
const MOST_OUTSIDE = 0.05;

/** The join of a mapping, opened; undefined for a mapping that names no file of outcomes. `folder` is that of fidelity.json. */
export function joinOf(mapping: Mapping | undefined, folder: string | undefined, files: Files, signal?: AbortSignal): Promise<OutcomeJoiner | undefined> {
  const outcome = mapping?.outcome;
  return outcome && "from" in outcome ? openJoin(outcome, folder ?? "", files, signal) : Promise.resolve(undefined);
}

/** Reads the file of outcomes; `folder` is that of fidelity.json. Rejects as `readOutcomeFile` does. */
export async function openJoin(join: OutcomeJoin, folder: string, files: Files, signal?: AbortSignal): Promise<OutcomeJoiner> {
  const path = /^(?:[/\\]|[a-z]:)/iu.test(join.from) ? join.from : files.join(folder, join.from);
  const file = await readOutcomeFile(path, join, files, signal);
  const zone = zoneOfField(join.at) ?? UTC;
  const asOf = join.asOf === undefined ? file.latest : asOfInstant(join.asOf, zone);
  const rule: JoinRule = { several: join.several ?? SEVERAL[0], unmatched: join.unmatched, followUpDays: join.followUpDays, asOf };
  return {
    definition: definitionOf(join, rule, asOf === undefined ? undefined : isoIn(zone, asOf)),
    beside: {
      stamps: [file.stamp],
      problems: file.problems,
      keys: file.byKey.size,
      followUpDays: join.followUpDays,
      ...(asOf !== undefined && { asOf: isoIn(zone, asOf) }),
      warnings: (payments) => zoneWarning(path, join, payments),
    },
    of(record, messages) {
      const key = asText(fieldOf(record, join.key.conversation).value);
      const rows = key ? file.byKey.get(key) : undefined;
      const decided = decideOutcome(rows, spanOf(messages), rule);
      const { payment } = decided;
      const found = { ...(rows && key && { key }), ...(payment && { payment }) };
      if ("leftOut" in decided) return { leftOut: decided.leftOut, joined: { reason: decided.leftOut, ...found } };
      const { value, at, reason } = decided;
      return { outcome: { value, ...(at !== undefined && { at: isoIn(zone, at) }) }, joined: { reason, ...found } };
    },
  };
}

const UTC: Zone = zoneOf("UTC") ?? { offsetAt: () => 0, instantOf: (local) => local };

/** A date is its beginning: what was paid in the course of that day may not be in the file yet. */
function asOfInstant(asOf: string, zone: Zone): number | undefined {
  const date = timePattern("yyyy-MM-dd")?.read(asOf);
  return date ? zone.instantOf(date.local) : instantOf(asOf);
}

/** Times of agent and user, whatever their order. */
function spanOf(messages: readonly Message[]): Span | undefined {
  let first = Infinity;
  let last = -Infinity;
  for (const { at, role } of messages) {
    const instant = at === undefined || role === "system" ? undefined : instantOf(at);
    if (instant === undefined) continue;
    if (instant < first) first = instant;
    if (instant > last) last = instant;
  }
  return last === -Infinity ? undefined : { first, last };
}

function zoneWarning(path: string, { at, followUpDays }: OutcomeJoin, payments: PaymentLags | undefined): readonly Problem[] {
  if (!payments || payments.before + payments.after <= MOST_OUTSIDE * payments.payments) return [];
  const { before, after, payments: count } = payments;
  const zone = typeof at === "object" && at.zone !== undefined ? at.zone : "–";
  const share = Math.round((1000 * (before + after)) / count) / 10;
  return [{ path, line: 1, column: 1, severity: "warning", id: "outcome-zone-doubtful", values: { before, after, count, share, days: followUpDays, zone } }];
}

function definitionOf({ from, key, positive, negatedBy, at }: OutcomeJoin, { several, unmatched, followUpDays }: JoinRule, asOf: string | undefined): string {
  const time = typeof at === "object" ? `${at.field} (${[at.format, at.zone].filter(Boolean).join(", ")})` : at;
  const parts = [
    `${from} joined on ${key.conversation} = ${key.file}: positive when ${positive.field} is ${positive.in.join(" / ")}`,
    ...(negatedBy ? [`negated when ${negatedBy.field} is ${negatedBy.in.join(" / ")}`] : []),
    ...(time === undefined ? ["no times"] : [`time ${time}`]),
    `of several: ${several}`,
    `without a row: ${unmatched}`,
    `follow-up ${followUpDays} days`,
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
  ];
  return parts.join("; ");
}
