// Owns the fast answer to "does this fit the native schema?", since most records of a large file do. Refuses saying what is wrong:
// the schema does that, and a test holds the two to one answer.
import { instantOf } from "../core/transcript/instant.ts";
import type { NativeRecord } from "./nativeRecord.ts";

type Fields = Readonly<Record<string, unknown>>;

/** True exactly when `nativeRecordSchema` accepts the value. */
export function isNativeRecord(value: unknown): value is NativeRecord {
  if (!isFields(value)) return false;
  const { id, customer, agent, outcome, profile, turns, meta } = value;
  return (
    isIdentifier(id) &&
    (isAbsent(customer) || isIdentifier(customer)) &&
    (isAbsent(agent) || isIdentifier(agent)) &&
    (isAbsent(outcome) || isOutcome(outcome)) &&
    (isAbsent(profile) || isProfile(profile)) &&
    Array.isArray(turns) &&
    turns.every(isTurn) &&
    (isAbsent(meta) || isFields(meta))
  );
}

function isTurn(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { role, text, at, kind, labels } = value;
  return (
    (role === "agent" || role === "user" || role === "system") &&
    typeof text === "string" &&
    (isAbsent(at) || isTime(at)) &&
    (isAbsent(kind) || kind === "message" || kind === "action") &&
    (isAbsent(labels) || (Array.isArray(labels) && labels.every(isLabel)))
  );
}

function isLabel(value: unknown): boolean {
  return isFields(value) && typeof value.by === "string" && [value.act, value.stage, value.emotion, value.blocker].every(isTextOrAbsent);
}

function isOutcome(value: unknown): boolean {
  if (!isFields(value)) return false;
  const known = value.value === "positive" || value.value === "negative" || value.value === "unknown";
  return known && (isAbsent(value.at) || isTime(value.at)) && [value.label, value.endedBy, value.end].every(isTextOrAbsent);
}

function isProfile(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((each) => each === null || typeof each === "string" || typeof each === "number" || typeof each === "boolean");
}

function isIdentifier(value: unknown): boolean {
  return typeof value === "number" ? Number.isFinite(value) : typeof value === "string" && value !== "";
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && instantOf(value) !== undefined;
}

function isTextOrAbsent(value: unknown): boolean {
  return typeof value === "string" || isAbsent(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
