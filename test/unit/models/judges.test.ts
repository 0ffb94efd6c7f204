import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import type { JudgeItem } from "../../../src/core/instrument/judge.ts";
import { judgeMessages, verdictJsonSchema } from "../../../src/core/instrument/judgePrompt.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import { lexiconJudge, modelJudge } from "../../../src/models/judges.ts";
import { openaiChat } from "../../../src/models/openaiChat.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { ModelServer } from "../../fakes/modelServer.ts";
import { quickClock } from "../../fakes/quickClock.ts";
import { scriptedChat } from "../../fakes/scriptedChat.ts";

const signal = new AbortController().signal;
const codebook = CODEBOOK_V1.en;
const item: JudgeItem = { prefix: [{ role: "agent", text: "Shall I book it?" }], turn: "Maybe next week.", language: "en" };
const good = JSON.stringify({ evidence: "next week", stage: "considering", emotion: "hesitant", blocker: "timing", committed_before: false });
const state = { stage: "considering", emotion: "hesitant", blocker: "timing", committedBefore: false, evidence: "next week" };

describe("model judge", () => {
  it("asks once, at temperature 0, for the instrument's schema", async () => {
    const chat = scriptedChat({ text: good, rung: "schema" });
    const judge = modelJudge(chat, codebook, nodeDigest);
    const { verdict, judgeHash } = await judge.judge(item, signal);
    expect(verdict).toEqual({ status: "valid", state, rung: "schema" });
    expect(judgeHash).toBe(judge.hashOf(item));
    expect(chat.asked).toEqual([{ messages: judgeMessages(codebook, item, nodeDigest), temperature: 0, schema: verdictJsonSchema(codebook) }]);
  });

  it("mends broken JSON without another call, and says so", async () => {
    const chat = scriptedChat({ text: `Sure! ${good.slice(0, -1)},}\nHope this helps.`, rung: "text" });
    expect((await modelJudge(chat, codebook, nodeDigest).judge(item, signal)).verdict).toEqual({ status: "valid", state, rung: "text", repaired: true });
    expect(chat.asked).toHaveLength(1);
  });

  it("mends no label", async () => {
    const chat = scriptedChat(good.replace("considering", "thinking"), good.replace("considering", "pondering"));
    expect((await modelJudge(chat, codebook, nodeDigest).judge(item, signal)).verdict).toMatchObject({ status: "invalid", cause: "unknown-stage" });
  });

  it("repairs once, adds up the cost, then calls it invalid", async () => {
    const report = { promptTokens: 10, completionTokens: 2, milliseconds: 5, finishReason: "stop" };
    const chat = scriptedChat({ text: "I would say: considering", report }, { text: good, report, rung: "json" });
    const repaired = await modelJudge(chat, codebook, nodeDigest).judge(item, signal);
    expect(repaired.verdict).toEqual({ status: "valid", state, rung: "json", repaired: true });
    expect(repaired.reported).toEqual({ calls: 2, promptTokens: 20, completionTokens: 4, milliseconds: 10, finishReason: "stop" });
    expect(chat.asked[1]?.messages).toHaveLength(4);
    const hopeless = scriptedChat("considering", "deciding");
    expect((await modelJudge(hopeless, codebook, nodeDigest).judge(item, signal)).verdict).toEqual({ status: "invalid", cause: "not-json", raw: "deciding" });
    expect(hopeless.asked).toHaveLength(2);
  });

  it.each([
    [{ text: "", refusal: "I cannot." }, "refused"],
    [{ text: "" }, "empty-answer"],
    [new Failure("answer-cut-by-length", { endpoint: "e" }), "cut-by-length"],
    [new Failure("answer-only-reasoning", { endpoint: "e" }), "only-reasoning"],
    [new Failure("answer-filtered", { endpoint: "e" }), "refused"],
  ])("counts %j as invalid: %s", async (answer, cause) => {
    expect((await modelJudge(scriptedChat(answer, answer), codebook, nodeDigest).judge(item, signal)).verdict).toMatchObject({ status: "invalid", cause });
  });

  it("rejects when there was no answer at all", async () => {
    const failure = new Failure("endpoint-unreachable", { endpoint: "e", code: "-" });
    await expect(modelJudge(scriptedChat(failure), codebook, nodeDigest).judge(item, signal)).rejects.toBe(failure);
  });

  it("has a cache key that depends on messages and settings alone", () => {
    const key = (temperature?: number, language: "en" | "zh" = "en"): string => modelJudge(scriptedChat(), CODEBOOK_V1[language], nodeDigest, temperature === undefined ? {} : { temperature }).hashOf(item);
    expect(key()).toBe(key(0));
    expect(new Set([key(), key(0.5), key(0, "zh")]).size).toBe(3);
  });

  it.each(["fake", "fake:no-schema", "fake:text-only"])("gets the same valid verdict twice from a server with model %s", async (model) => {
    const server = await ModelServer.start();
    const judge = modelJudge(openaiChat({ name: "test", baseUrl: server.baseUrl, model }, { clock: quickClock(50) }), codebook, nodeDigest);
    const first = await judge.judge(item, signal);
    expect(first.verdict).toMatchObject({ status: "valid", state: { evidence: "Maybe ne" } });
    expect(first.reported?.model).toBe(`${model}-served`);
    expect((await judge.judge(item, signal)).verdict).toEqual(first.verdict);
    await server.close();
  });

  it("is invalid for a server that answers another schema", async () => {
    const server = await ModelServer.start();
    const judge = modelJudge(openaiChat({ name: "test", baseUrl: server.baseUrl, model: "fake:wrong-schema" }, { clock: quickClock(50) }), codebook, nodeDigest);
    expect((await judge.judge(item, signal)).verdict).toMatchObject({ status: "invalid", cause: "wrong-shape" });
    expect(server.bodies).toHaveLength(2);
    await server.close();
  });
});

describe("lexicon judge", () => {
  it("labels without a call, always alike, under a hash of item and rules", async () => {
    const judge = lexiconJudge(nodeDigest);
    const { verdict, judgeHash, reported } = await judge.judge(item, signal);
    expect(verdict.status).toBe("valid");
    expect(reported).toBeUndefined();
    expect(judgeHash).toBe(lexiconJudge(nodeDigest).hashOf({ ...item }));
    expect(judge.hashOf({ ...item, turn: "Maybe next weeks." })).not.toBe(judgeHash);
    expect(judge.identity).toMatchObject({ kind: "lexicon" });
    await expect(judge.judge(item, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
