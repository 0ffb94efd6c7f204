import { describe, expect, it } from "vitest";
import { callId, type BatchCall } from "../../../../src/models/batch/call.ts";
import { DIALECTS, requestLine } from "../../../../src/models/batch/dialects.ts";
import { shardsOf } from "../../../../src/models/batch/shards.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";

const call = (id: string, model = "m", text = "嗯"): BatchCall => ({
  id,
  endpoint: "e",
  model,
  body: { model, messages: [{ role: "system", content: "You are a customer." }, { role: "user", content: text }], temperature: 1, max_tokens: 300 },
});

describe("request files of a batch", () => {
  it("have one model each, in the order asked, and no more calls or bytes than an engine takes", () => {
    const calls = Array.from({ length: 25 }, (_, at) => call(`c${at}`, at % 3 === 0 ? "a" : "b"));
    const shards = [...shardsOf(calls, "openai", { calls: 5, bytes: 1e9 })];
    expect(shards.map(({ model, ids }) => [model, ids.length])).toEqual([["a", 5], ["a", 4], ["b", 5], ["b", 5], ["b", 5], ["b", 1]]);
    expect(shards.flatMap(({ ids }) => ids).sort()).toEqual(calls.map(({ id }) => id).sort());
    const bytes = 700;
    for (const { text, ids } of shardsOf(calls, "openai", { calls: 1000, bytes })) {
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(bytes);
      expect(text.trimEnd().split("\n")).toHaveLength(ids.length);
    }
  });

  it("are read back by every engine as its documentation says", () => {
    const lines = Object.fromEntries(DIALECTS.map((dialect) => [dialect, JSON.parse(requestLine(call("c1"), dialect)) as Record<string, unknown>]));
    expect(lines.openai).toEqual({ custom_id: "c1", method: "POST", url: "/v1/chat/completions", body: call("c1").body });
    expect(lines.vllm).toEqual(lines.openai);
    expect(lines.together).toEqual({ custom_id: "c1", body: call("c1").body });
    expect(lines.mistral?.body).not.toHaveProperty("model");
    expect(lines.fireworks?.body).toMatchObject({ max_tokens: 300 });
    expect(lines.anthropic).toEqual({ custom_id: "c1", params: { model: "m", max_tokens: 300, system: "You are a customer.", messages: [{ role: "user", content: "嗯" }], temperature: 1 } });
  });

  it("for Anthropic are one document", () => {
    const [shard] = [...shardsOf([call("c1"), call("c2")], "anthropic")];
    expect((JSON.parse(shard?.text ?? "") as { requests: { custom_id: string }[] }).requests.map((each) => each.custom_id)).toEqual(["c1", "c2"]);
  });

  it("have ids every engine takes, the same for equal calls and another for another sample, body or endpoint", () => {
    const { body } = call("x");
    const id = callId("e", body, 0, nodeDigest);
    expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/u);
    expect(callId("e", body, 0, nodeDigest)).toBe(id);
    expect(new Set([id, callId("e", body, 1, nodeDigest), callId("f", body, 0, nodeDigest), callId("e", { ...body, temperature: 0 }, 0, nodeDigest)]).size).toBe(4);
  });
});
