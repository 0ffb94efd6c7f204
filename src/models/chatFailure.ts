// Owns what went wrong with one call and whether it may be made again. Refuses carrying text: a failure names endpoint, status and a short code only.
import { Failure } from "../core/messages/failure.ts";
import { contextIn, meaningOf, type Refused } from "./refusal.ts";

/** One call that gave no answer, free of keys, headers and text. `retryAfter` in milliseconds. */
export type CallError =
  | ({ readonly kind: "status"; readonly retryAfter?: number } & Refused)
  /** A web page where JSON was due: a wrong address, or a proxy that wants somebody to sign in. */
  | { readonly kind: "page"; readonly status: number }
  | { readonly kind: "unreachable"; readonly code: string }
  | { readonly kind: "certificate"; readonly code: string }
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
      return meaningOf(error) === undefined && ([408, 409, 425, 429].includes(error.status) || error.status >= 500);
    case "unreachable":
    case "cut":
    case "timeout":
    case "stalled":
      return true;
    case "page":
    case "certificate":
    case "redirected":
    case "unreadable":
      return false;
  }
}

/** True when the server says that it has too much to do: fewer calls at once are in place. */
export function overloaded(error: CallError): boolean {
  return error.kind === "status" && (error.status === 429 || error.status >= 500) && mayTryAgain(error);
}

/** The failure for the person, after `attempts` calls. */
export function failureOf(error: CallError, endpoint: string, model: string, attempts: number): Failure {
  switch (error.kind) {
    case "unreachable":
      return new Failure("endpoint-unreachable", { endpoint, code: error.code });
    case "certificate":
      return new Failure("endpoint-certificate", { endpoint, code: error.code });
    case "redirected":
      return new Failure("endpoint-redirected", { endpoint });
    case "page":
      return new Failure("endpoint-web-page", { endpoint, status: error.status });
    case "cut":
      return new Failure("endpoint-cut", { endpoint, attempts });
    case "timeout":
      return new Failure("endpoint-timeout", { endpoint, seconds: error.seconds, attempts });
    case "stalled":
      return new Failure("endpoint-stalled", { endpoint, seconds: error.seconds, attempts });
    case "unreadable":
      return new Failure("endpoint-answer-unreadable", { endpoint, code: error.code });
    case "status":
      return statusFailure(error, endpoint, model, attempts);
  }
}

function statusFailure(error: Extract<CallError, { kind: "status" }>, endpoint: string, model: string, attempts: number): Failure {
  const { status, code } = error;
  switch (meaningOf(error)) {
    case "quota":
      return new Failure("endpoint-quota-exhausted", { endpoint, status, code });
    case "context": {
      const limit = contextIn(error.says);
      return new Failure("endpoint-context-too-long", { endpoint, model, status, code, ...(limit === undefined ? {} : { limit }) });
    }
    case "model":
      return new Failure("endpoint-model-unknown", { endpoint, model, status, code });
    case "key":
      return new Failure("endpoint-key-refused", { endpoint, status });
    case undefined:
      if (status === 429) return new Failure("endpoint-rate-limited", { endpoint, attempts });
      if (mayTryAgain(error)) return new Failure("endpoint-failing", { endpoint, status, code, attempts });
      return new Failure("endpoint-request-refused", { endpoint, status, code });
  }
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
