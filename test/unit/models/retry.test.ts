import { describe, expect, it } from "vitest";
import { mayTryAgain, shortCode } from "../../../src/models/chatFailure.ts";
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
