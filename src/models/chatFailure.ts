// Owns what went wrong with one call and whether it may be made again. Refuses carrying text: a failure names endpoint, status and a short code only.
import { Failure } from "../core/messages/failure.ts";

/** One call that gave no answer, free of keys, headers and text. `says` is the server's message; it is looked into, never shown. */
export type CallError =
  | { readonly kind: "status"; readonly status: number; readonly code: string; readonly param: string; readonly says: string; readonly retryAfter?: number }
  | { readonly kind: "unreachable"; readonly code: string }
  | { readonly kind: "redirected" }
  | { readonly kind: "cut" }
  | { readonly kind: "timeout" | "stalled"; readonly seconds: number }
  | { readonly kind: "unreadable"; readonly code: string };

/** Carries a {@link CallError} as an exception inside models/. */
export class CallFailed extends Error {
  readonly call: CallError;

  constructor(call: CallError) {
    super(call.kind);
    this.call = call;
  }
}

/** True when the same call may succeed later. */
export function mayTryAgain(error: CallError): boolean {
  switch (error.kind) {
    case "status":
      return [408, 409, 425, 429].includes(error.status) || error.status >= 500;
    case "unreachable":
    case "cut":
    case "timeout":
    case "stalled":
      return true;
    case "redirected":
    case "unreadable":
      return false;
  }
}

/** The failure for the person, after `attempts` calls. */
export function failureOf(error: CallError, endpoint: string, model: string, attempts: number): Failure {
  switch (error.kind) {
    case "unreachable":
      return new Failure("endpoint-unreachable", { endpoint, code: error.code });
    case "redirected":
      return new Failure("endpoint-redirected", { endpoint });
    case "cut":
      return new Failure("endpoint-cut", { endpoint, attempts });
    case "timeout":
      return new Failure("endpoint-timeout", { endpoint, seconds: error.seconds, attempts });
    case "stalled":
      return new Failure("endpoint-stalled", { endpoint, seconds: error.seconds, attempts });
    case "unreadable":
      return new Failure("endpoint-answer-unreadable", { endpoint, code: error.code });
    case "status":
      return statusFailure(error.status, error.code, endpoint, model, attempts);
  }
}

function statusFailure(status: number, code: string, endpoint: string, model: string, attempts: number): Failure {
  if (status === 401 || status === 403) return new Failure("endpoint-key-refused", { endpoint, status });
  if (status === 404) return new Failure("endpoint-model-unknown", { endpoint, model, status, code });
  if (status === 429) return new Failure("endpoint-rate-limited", { endpoint, attempts });
  if (mayTryAgain({ kind: "status", status, code, param: "", says: "" })) return new Failure("endpoint-failing", { endpoint, status, code, attempts });
  return new Failure("endpoint-request-refused", { endpoint, status, code });
}

const SHORT_CODE = /^[a-z0-9][a-z0-9_.-]{0,47}$/iu;

/** A server's code when it is one; free text, which may repeat a transcript or a key, becomes "-". */
export function shortCode(...candidates: readonly unknown[]): string {
  for (const candidate of candidates) {
    if (typeof candidate === "number") return String(candidate);
    if (typeof candidate === "string" && SHORT_CODE.test(candidate)) return candidate;
  }
  return "-";
}
