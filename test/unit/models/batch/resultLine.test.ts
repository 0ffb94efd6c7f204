import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betterOf, readResult, type BatchResult } from "../../../../src/models/batch/resultLine.ts";

const completion = { model: "m", choices: [{ index: 0, message: { role: "assistant", content: "好的" }, finish_reason: "stop" }], usage: { prompt_tokens: 24, completion_tokens: 2 } };
const answer = { kind: "answer", raw: { text: "好的", reasoning: "", refusal: "", finishReason: "stop", model: "m", promptTokens: 24, completionTokens: 2 } };
const read = (line: object): unknown => {
  const result = readResult(JSON.stringify({ custom_id: "a", ...line }));
  return result.ok ? result.result : result.reason;
};

describe("a line of batch results", () => {
  it("is an answer in every known shape", () => {
    expect(read({ response: { status_code: 200, request_id: "r", body: completion }, error: null })).toEqual(answer);
    expect(read({ response: completion, error: null })).toEqual(answer);
    expect(read({ response: { body: completion } })).toEqual(answer);
    expect(read({ result: { type: "succeeded", message: { model: "m", content: [{ type: "thinking", thinking: "hm" }, { type: "text", text: "好的" }], stop_reason: "end_turn", usage: { input_tokens: 24, output_tokens: 2 } } } })).toEqual(answer);
  });

  it("is an error where another try would only repeat it, with the server's code and no text", () => {
    expect(read({ response: { status_code: 400, body: { error: { code: "context_length_exceeded", message: "too long" } } } })).toMatchObject({ kind: "error", error: { status: 400, code: "context_length_exceeded" } });
    expect(read({ response: { status_code: 400, body: null }, error: "unknown parameter" })).toMatchObject({ kind: "error", error: { status: 400, says: "unknown parameter" } });
    expect(read({ response: { status_code: 200, body: { choices: "none" } } })).toMatchObject({ kind: "error", error: { kind: "unreadable" } });
  });

  it("is asked again where the call was never made or the server was busy", () => {
    expect(read({ response: null, error: { code: "batch_expired", message: "..." } })).toEqual({ kind: "again", reason: "batch_expired" });
    expect(read({ response: { status_code: 503, body: null } })).toEqual({ kind: "again", reason: "503" });
    expect(read({ response: { status_code: 429, body: null } })).toEqual({ kind: "again", reason: "429" });
    expect(read({ result: { type: "expired" } })).toEqual({ kind: "again", reason: "expired" });
  });

  it("is left out, not guessed, when it is cut or has no id", () => {
    expect(readResult('{"custom_id":"a","resp')).toEqual({ ok: false, reason: "not-json" });
    expect(readResult('{"response":null}')).toEqual({ ok: false, reason: "without-id" });
    expect(readResult('"a"')).toEqual({ ok: false, reason: "without-id" });
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.json(), (text) => void readResult(`{"custom_id":"a","response":${text},"error":${text}}`)), { seed: 1, numRuns: 500 });
    fc.assert(fc.property(fc.string(), (text) => void readResult(text)), { seed: 1, numRuns: 500 });
  });

  it("gives the same for the same lines in any order", () => {
    const results: readonly BatchResult[] = [
      { kind: "again", reason: "503" },
      { kind: "error", error: { kind: "status", status: 400, code: "-", param: "", says: "" } },
      { kind: "answer", raw: { text: "one", reasoning: "", refusal: "" } },
      { kind: "answer", raw: { text: "two", reasoning: "", refusal: "" } },
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...results), { minLength: 1 }), (some) => {
        const folded = (each: readonly BatchResult[]): BatchResult | undefined => each.reduce<BatchResult | undefined>((best, next) => betterOf(best, next), undefined);
        const best = folded(some);
        expect(folded(some.toReversed())).toEqual(best);
        if (some.some(({ kind }) => kind === "answer")) expect(best?.kind).toBe("answer");
      }),
      { seed: 1 },
    );
  });
});
