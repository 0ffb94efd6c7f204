import { describe, expect, it } from "vitest";
import { mayTryAgain, shortCode } from "../../../src/models/chatFailure.ts";
import { contextIn, meaningOf } from "../../../src/models/refusal.ts";
import { DEFAULT_RETRY, retryAfter, waitBefore } from "../../../src/models/retry.ts";

const NOW = Date.parse("2026-03-01T10:00:00Z");
const header = (headers: Readonly<Record<string, string>>) => retryAfter((name) => headers[name] ?? null, NOW);

describe("retryAfter", () => {
  it.each([
    [{ "retry-after": "90" }, 90_000],
    [{ "retry-after": " 0.5 " }, 500],
    [{ "retry-after": "Sun, 01 Mar 2026 10:02:00 GMT" }, 120_000],
    [{ "retry-after": "Sun, 01 Mar 2026 09:00:00 GMT" }, 0],
    [{ "retry-after": "-3" }, 0],
    [{ "retry-after-ms": "1500", "retry-after": "90" }, 1500],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{}, undefined],
  ])("reads %j as %s ms", (headers, expected) => {
    expect(header(headers)).toBe(expected);
  });
});

describe("waitBefore", () => {
  it("doubles up to its longest, and takes the server's word as the least", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((failed) => waitBefore(failed, undefined, DEFAULT_RETRY, () => 0));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(waitBefore(1, 90_000, DEFAULT_RETRY, () => 0)).toBe(90_000);
    expect(waitBefore(1, 90_000, DEFAULT_RETRY, () => 0.999)).toBeGreaterThan(110_000);
    expect(waitBefore(1, 90_000, DEFAULT_RETRY, () => 0.999)).toBeLessThanOrEqual(112_500);
  });
});

describe("what may be tried again", () => {
  it.each([
    [408, true], [409, true], [425, true], [429, true], [500, true], [503, true], [529, true],
    [400, false], [401, false], [403, false], [404, false], [422, false],
  ])("status %i: %s", (status, again) => {
    expect(mayTryAgain({ kind: "status", status, code: "-", param: "", says: "" })).toBe(again);
  });
});

describe("shortCode", () => {
  it("takes codes and no sentences", () => {
    expect(shortCode(null, "context_length_exceeded")).toBe("context_length_exceeded");
    expect(shortCode(1302)).toBe("1302");
    expect(shortCode("The message 'my card is 4711' is too long", "invalid_request")).toBe("invalid_request");
    expect(shortCode("x".repeat(60), undefined)).toBe("-");
    expect(shortCode("余额不足")).toBe("-");
  });
});

describe("what a server means", () => {
  it.each([
    [429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.", "quota"],
    [429, "RateLimitReached", "Requests have exceeded the rate limit. Please contact support to increase the quota.", undefined],
    [429, "1113", "您的账户已欠费，请充值后重试", "quota"],
    [400, "Arrearage", "Access denied", "quota"],
    [402, "-", "This request requires more credits", "quota"],
    [400, "invalid_request_error", "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", "context"],
    [400, "exceed_context_size_error", "the request exceeds the available context size", "context"],
    [400, "InternalError", "Range of input length should be [1, 30720]", "context"],
    [400, "-", "max_tokens is too large: 99999. This model supports at most 4096 completion tokens", undefined],
    [404, "not_found_error", "model \"llama9\" not found, try pulling it first", "model"],
    [400, "-", "gpt-99 is not a valid model ID", "model"],
    [400, "-", "response_format is not available", undefined],
    [401, "-", "", "key"],
    [500, "server_error", "", undefined],
  ])("%i %s: %s", (status, code, says, meaning) => {
    expect(meaningOf({ status, code, param: "", says })).toBe(meaning);
  });

  it("reads the context that a message names", () => {
    expect(contextIn("This model's maximum context length is 4096 tokens. However, you requested 5000 tokens")).toBe(4096);
    expect(contextIn("the maximum context length is 131,072 tokens")).toBe(131_072);
    expect(contextIn("request (9000 tokens) exceeds the available context size (8192 tokens)")).toBe(8192);
    expect(contextIn("too long")).toBeUndefined();
  });
});
