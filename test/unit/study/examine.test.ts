import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ChatModel } from "../../../src/core/ports.ts";
import { openaiChat } from "../../../src/models/openaiChat.ts";
import { examinationLines } from "../../../src/study/examinationWords.ts";
import { examinationCost, examine, type Examination } from "../../../src/study/examine.ts";
import { keptContext } from "../../../src/study/keptContext.ts";
import { examinedAnswer, keptOf } from "../../fakes/keptPrompt.ts";
import type { Behaviour } from "../../fakes/modelBehaviours.ts";
import { ModelServer } from "../../fakes/modelServer.ts";
import { quickClock } from "../../fakes/quickClock.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start();
});
afterEach(() => server.forget());
afterAll(() => server.close());

const clock = quickClock(50);
const patient = (): AbortSignal => AbortSignal.timeout(20_000);
const model = (): ChatModel => openaiChat({ name: "test", baseUrl: server.baseUrl, model: "fake", retry: { attempts: 1 } }, { clock });
const examined = (longest: number): Promise<Examination> => examine(model(), clock, longest, () => undefined, patient());

/** A model whose server keeps `tokens` and counts nothing. */
function uncounted(tokens: number): ChatModel["complete"] & { readonly calls: () => number } {
  let calls = 0;
  const complete: ChatModel["complete"] = ({ messages }) => {
    calls += 1;
    return Promise.resolve({ text: examinedAnswer(keptOf({ model: "m", messages }, tokens)) ?? "", report: {} });
  };
  return Object.assign(complete, { calls: () => calls });
}

describe("an examination", () => {
  it("finds a well-behaved server in four calls", async () => {
    server.always({ kind: "keeps", tokens: 1e6, how: "cut" });
    const found = await examined(8192);
    expect(found).toMatchObject({ rung: "schema", followsSchema: true, dropped: [], streams: true, reasons: false, countsTokens: true, model: "fake-served", calls: 4 });
    expect(found.context.kind).toBe("kept");
    expect(found.context).toHaveProperty("tokens");
    if ("tokens" in found.context) expect(Math.abs(found.context.tokens - 8192)).toBeLessThan(500);
    expect(found.promptTokens).toBeLessThanOrEqual(examinationCost(8192).promptTokens);
    expect(server.seen).toHaveLength(4);
  });

  it.each<[Behaviour, Partial<Examination>]>([
    [{ kind: "refuse-format", types: ["json_schema"] }, { rung: "json", followsSchema: true }],
    [{ kind: "refuse-format", types: ["json_schema", "json_object"] }, { rung: "text", followsSchema: true }],
    [{ kind: "refuse", parameters: ["seed", "temperature"] }, { dropped: ["seed", "temperature"] }],
    [{ kind: "no-stream" }, { streams: false }],
    [{ kind: "say", text: "Hello.", reasoning: "They greet." }, { reasons: true, answer: "They greet.\n\nHello.", followsSchema: false }],
  ])("sees %j", async (behaviour, expected) => {
    server.always(behaviour);
    expect(await examined(1500)).toMatchObject(expected);
  });

  it("ends with the failure of a model that does not answer", async () => {
    server.always({ kind: "error", status: 404, code: "model_not_found" });
    await expect(examined(1500)).rejects.toMatchObject({ id: "endpoint-model-unknown" });
    expect(server.seen).toHaveLength(1);
  });
});

describe("kept context", () => {
  it("is what a server counts that drops the beginning, in one long call", async () => {
    server.always({ kind: "keeps", tokens: 4096, how: "cut" });
    expect(await keptContext((...asked) => model().complete(...asked), 20_000, patient())).toEqual({ kind: "cut", tokens: 4096 });
    expect(server.seen).toHaveLength(2);
  });

  it("is found by halving where nobody counts", async () => {
    const forgetful = uncounted(5000);
    const found = await keptContext(forgetful, 20_000, patient());
    expect(found).toMatchObject({ kind: "cut" });
    if ("tokens" in found) expect(Math.abs(found.tokens - 4096)).toBeLessThan(200);
    expect(forgetful.calls()).toBe(5);
  });

  it("is what a refusal names, or found by halving where it names nothing", async () => {
    server.always({ kind: "keeps", tokens: 4096, how: "refuse", says: "This model's maximum context length is 4096 tokens." });
    expect(await keptContext((...asked) => model().complete(...asked), 20_000, patient())).toEqual({ kind: "refused", tokens: 4096 });
    server.always({ kind: "keeps", tokens: 5000, how: "refuse" });
    const found = await keptContext((...asked) => model().complete(...asked), 20_000, patient());
    expect(found).toMatchObject({ kind: "refused" });
    if ("tokens" in found) expect(Math.abs(found.tokens - 4096)).toBeLessThan(200);
  });

  it("is unknown where the model does not follow and nobody counts, and no more than counted where only counts tell", async () => {
    const deaf = (tokens: number | undefined): ChatModel["complete"] => () => Promise.resolve({ text: "Hm.", report: tokens === undefined ? {} : { promptTokens: tokens } });
    expect(await keptContext(deaf(undefined), 8192, patient())).toEqual({ kind: "unknown" });
    expect(await keptContext(deaf(400), 8192, patient())).toEqual({ kind: "cut", tokens: 400 });
  });
});

describe("what is said of it", () => {
  const found: Examination = { milliseconds: 12, answer: "Hello.", model: "m", rung: "json", followsSchema: false, dropped: ["seed"], streams: false, reasons: true, countsTokens: false, context: { kind: "cut", tokens: 4096 }, calls: 4, promptTokens: 9000 };

  it.each(["en", "zh"] as const)("is whole sentences (%s), with the server's own remedy", (language) => {
    const lines = examinationLines(found, "http://localhost:11434/v1", { longest: 9000, longerThan: () => 38 }, language);
    expect(lines.join("\n")).not.toMatch(/\{\w+\}/u);
    expect(lines.join("\n")).toContain("4,096");
    expect(lines.join("\n")).toContain("38");
    expect(lines.join("\n")).toContain("OLLAMA_CONTEXT_LENGTH=16384");
    expect(lines).toHaveLength(11);
  });

  it("needs no remedy where no probe is longer, or nothing was lost", () => {
    const remedies = (context: Examination["context"], longer: number): boolean => examinationLines({ ...found, context }, "http://localhost:11434/v1", { longest: 100, longerThan: () => longer }, "en").join().includes("OLLAMA");
    expect(remedies({ kind: "cut", tokens: 4096 }, 0)).toBe(false);
    expect(remedies({ kind: "kept", tokens: 8192 }, 5)).toBe(false);
    expect(remedies({ kind: "refused", tokens: 4096 }, 5)).toBe(true);
  });
});
