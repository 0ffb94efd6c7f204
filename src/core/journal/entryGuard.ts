// Owns the fast answer to "is this entry of the shape it says?", since nearly every line of a large journal is. Refuses saying what is wrong:
// the schema does that, and a test holds the two to one answer. Unknown kinds, manifests and unknown fields are left to the schema.
import { ENDINGS } from "../probe/endings.ts";
import type { JournalEntry } from "./entry.ts";

type Fields = Readonly<Record<string, unknown>>;

const CONTINUATION = new Set(["v", "id", "at", "setup", "kind", "probe", "context", "sample", "continuation", "text", "provenance", "promptHash", "reported", "donors", "leaveProbability", "reused"]);
const VERDICT = new Set(["v", "id", "at", "setup", "kind", "target", "verdict", "judgeHash", "cached", "reported"]);
const PROBE = new Set(["conversation", "turn", "ordinal", "position", "unanswered"]);
const CONTEXT = new Set(["outcome", "customer", "agent", "act", "of", "end"]);
const ENDS: ReadonlySet<unknown> = new Set(ENDINGS);
const REPORT = new Set(["model", "finishReason", "promptTokens", "completionTokens", "milliseconds", "dropped", "calls", "fingerprint"]);
const TARGET = new Set(["branch", "conversation", "turn", "sample"]);
const VALID = new Set(["status", "state", "rung", "repaired"]);
const STATE = new Set(["stage", "emotion", "blocker", "committedBefore", "evidence"]);
const DONOR = new Set(["conversation", "turn", "kind"]);

/** True only for continuations and verdicts that the schema would return unchanged. */
export function isPlainEntry(value: unknown): value is JournalEntry {
  if (!isFields(value) || value.v !== 1 || !isText(value.id) || !isText(value.at) || !isTextOrAbsent(value.setup)) return false;
  if (value.kind === "continuation") return only(value, CONTINUATION) && isContinuation(value);
  return value.kind === "verdict" && only(value, VERDICT) && isVerdict(value);
}

function isContinuation({ probe, context, sample, continuation, text, provenance, promptHash, reported, donors, leaveProbability, reused }: Fields): boolean {
  return (
    isProbe(probe) &&
    isContext(context) &&
    isWhole(sample) &&
    (continuation === "reply" || continuation === "leave" || continuation === "silence") &&
    isText(text) &&
    (provenance === "generated" || provenance === "imported" || provenance === "invented") &&
    isTextOrAbsent(promptHash) &&
    isReport(reported) &&
    (donors === undefined || (Array.isArray(donors) && donors.every(isDonor))) &&
    (leaveProbability === undefined || Number.isFinite(leaveProbability)) &&
    isFlagOrAbsent(reused)
  );
}

function isVerdict({ target, verdict, judgeHash, cached, reported }: Fields): boolean {
  return isTarget(target) && isValid(verdict) && isText(judgeHash) && typeof cached === "boolean" && isReport(reported);
}

function isTarget(value: unknown): boolean {
  if (!isFields(value) || !only(value, TARGET) || !isText(value.conversation) || !isWhole(value.turn)) return false;
  return value.branch === "real" ? value.sample === undefined : value.branch === "simulated" && isWhole(value.sample);
}

function isValid(value: unknown): boolean {
  if (!isFields(value) || value.status !== "valid" || !only(value, VALID)) return false;
  const { state, rung, repaired } = value;
  return isState(state) && (rung === undefined || rung === "schema" || rung === "json" || rung === "text") && isFlagOrAbsent(repaired);
}

function isState(value: unknown): boolean {
  if (!isFields(value) || !only(value, STATE)) return false;
  return isText(value.stage) && isText(value.emotion) && isText(value.blocker) && isFlagOrAbsent(value.committedBefore) && isTextOrAbsent(value.evidence);
}

function isProbe(value: unknown): boolean {
  if (!isFields(value) || !only(value, PROBE)) return false;
  const { unanswered } = value;
  return isText(value.conversation) && isWhole(value.turn) && isWhole(value.ordinal) && Number.isFinite(value.position) && (unanswered === undefined || unanswered === "end" || unanswered === "silence");
}

function isContext(value: unknown): boolean {
  if (!isFields(value) || !only(value, CONTEXT) || !isWhole(value.of)) return false;
  const { outcome } = value;
  return (outcome === "positive" || outcome === "negative" || outcome === "unknown") && isTextOrAbsent(value.customer) && isTextOrAbsent(value.agent) && isTextOrAbsent(value.act) && (value.end === undefined || ENDS.has(value.end));
}

function isReport(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isFields(value) || !only(value, REPORT)) return false;
  const { model, finishReason, promptTokens, completionTokens, milliseconds, dropped, calls, fingerprint } = value;
  return isTextOrAbsent(model) && isTextOrAbsent(finishReason) && isTextOrAbsent(fingerprint) && [promptTokens, completionTokens, milliseconds, calls].every((each) => each === undefined || Number.isSafeInteger(each)) && dropped === undefined;
}

function isDonor(value: unknown): boolean {
  return isFields(value) && only(value, DONOR) && isText(value.conversation) && isWhole(value.turn) && (value.kind === "reply" || value.kind === "silence");
}

function only(value: Fields, known: ReadonlySet<string>): boolean {
  for (const field in value) if (!known.has(field)) return false;
  return true;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isFlagOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "boolean";
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
