import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { verdictJsonSchema } from "../../../src/core/instrument/judgePrompt.ts";
import { isFailure, type Failure } from "../../../src/core/messages/failure.ts";
import { sentence } from "../../../src/core/messages/sentences.ts";
import type { ChatModel, ChatRequest } from "../../../src/core/ports.ts";
import { openaiChat, openaiChats, type ChatEndpoint } from "../../../src/models/openaiChat.ts";
import { chatModelContract } from "../../contract/chatModel.ts";
import type { Behaviour } from "../../fakes/modelBehaviours.ts";
import { ModelServer } from "../../fakes/modelServer.ts";
import { quickClock } from "../../fakes/quickClock.ts";

const KEY = "sk-secret-4711-abcdefghijklmnop";
const WORDS = "xylophone-of-the-transcript";
const request: ChatRequest = { messages: [{ role: "system", content: "s" }, { role: "user", content: WORDS }], temperature: 0.7, maxTokens: 50, seed: 3 };
const judging: ChatRequest = { ...request, schema: verdictJsonSchema(CODEBOOK_V1.en) };
const patient = (): AbortSignal => AbortSignal.timeout(20_000);

let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start({ key: KEY });
});
afterEach(() => server.forget());
afterAll(() => server.close());

function model(more: Partial<ChatEndpoint> = {}, clock = quickClock(50)): ChatModel {
  return openaiChat({ name: "test", baseUrl: server.baseUrl, model: "fake", key: KEY, ...more }, { clock, random: () => 0 });
}

async function failing(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  if (!isFailure(error)) throw error;
  return error;
}

chatModelContract("openaiChat", async () => ({ good: model(), refused: model({ key: "wrong" }), silent: model({ model: "fake:hang" }) }));

describe("what is sent", () => {
  it("is the messages and the settings asked for, and three headers", async () => {
    await model().complete(request, undefined, patient());
    expect(server.bodies.at(-1)).toEqual({ model: "fake", messages: request.messages, temperature: 0.7, max_tokens: 50, seed: 3, stream: false });
    const { headers = {} } = server.seen.at(-1) ?? {};
    const sent = Object.keys(headers);
    expect(sent.filter((name) => /stainless|openai|cookie/u.test(name))).toEqual([]);
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it("takes nothing from the environment, and no key where there is none", async () => {
    const names = ["OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_CUSTOM_HEADERS", "OPENAI_BASE_URL"];
    for (const name of names) vi.stubEnv(name, name === "OPENAI_CUSTOM_HEADERS" ? "x-foreign: 1" : "https://foreign.example");
    const open = await ModelServer.start();
    try {
      await openaiChat({ name: "open", baseUrl: open.baseUrl, model: "fake" }, { clock: quickClock(50) }).complete(request, undefined, patient());
      const headers = open.seen[0]?.headers ?? {};
      expect(headers.authorization).toBeUndefined();
      expect(JSON.stringify(headers)).not.toContain("foreign");
    } finally {
      vi.unstubAllEnvs();
      await open.close();
    }
  });

  it("never follows a redirect, so that the key stays", async () => {
    const other = await ModelServer.start();
    server.always({ kind: "redirect", to: `${other.origin}/v1/chat/completions` });
    expect((await failing(model().complete(request, undefined, patient()))).id).toBe("endpoint-redirected");
    expect(other.seen).toEqual([]);
    expect(server.seen).toHaveLength(1);
    await other.close();
  });

  it("goes to no address that is not http", () => {
    for (const baseUrl of ["file:///etc/passwd", "nonsense", "https://me:pw@host/v1"]) {
      expect(() => openaiChat({ name: "x", baseUrl, model: "m" }, { clock: quickClock(1) })).toThrow("endpoint-address-invalid");
    }
  });
});

describe("trying again", () => {
  it.each<[string, Behaviour, number]>([
    ["seconds", { kind: "rate-limit", retryAfter: "90" }, 90_000],
    ["milliseconds", { kind: "rate-limit", retryAfterMs: "1500" }, 1500],
  ])("waits as long as the server says in %s", async (_, behaviour, wait) => {
    const clock = quickClock(5000);
    server.next(behaviour);
    await model({ timeoutSeconds: 1e6, stallSeconds: 1e6 }, clock).complete(request, undefined, patient());
    expect(server.seen).toHaveLength(2);
    expect(clock.slept).toContain(wait);
  });

  it("waits until the date the server gives", async () => {
    const clock = quickClock(1000);
    server.next({ kind: "rate-limit", retryAfter: new Date(clock.milliseconds() + 1_500_000).toUTCString() });
    await model({ timeoutSeconds: 1e7, stallSeconds: 1e7 }, clock).complete(request, undefined, patient());
    const longest = Math.max(...clock.slept.filter((each) => each < 1e7));
    expect(longest).toBeGreaterThan(60_000);
    expect(longest).toBeLessThanOrEqual(1_500_000);
  });

  it("backs off twice as long each time without word from the server", async () => {
    const clock = quickClock(5000);
    server.next({ kind: "error", status: 500 }, { kind: "html", status: 502 }, { kind: "error", status: 503 });
    const answer = await model({ timeoutSeconds: 1e6, stallSeconds: 1e6 }, clock).complete(request, undefined, patient());
    expect(answer.text).not.toBe("");
    expect(clock.slept.filter((each) => [1000, 2000, 4000].includes(each))).toEqual([1000, 2000, 4000]);
  });

  it("gives up after the attempts allowed", async () => {
    server.always({ kind: "error", status: 500, code: "server_error" });
    const failure = await failing(model({ retry: { attempts: 3 } }).complete(request, undefined, patient()));
    expect(failure).toMatchObject({ id: "endpoint-failing", values: { endpoint: "test", status: 500, attempts: 3 } });
    expect(server.seen).toHaveLength(3);
    server.always({ kind: "rate-limit" });
    expect((await failing(model({ retry: { attempts: 2 } }).complete(request, undefined, patient()))).id).toBe("endpoint-rate-limited");
  });

  it("does not wait for a server that wants hours", async () => {
    server.next({ kind: "rate-limit", retryAfter: "86400" });
    expect(await failing(model().complete(request, undefined, patient()))).toMatchObject({ id: "endpoint-asks-to-wait", values: { minutes: 1440 } });
    expect(server.seen).toHaveLength(1);
  });

  it("does not count a wait that the server asked for as a failure, but not for ever", async () => {
    const limited: Behaviour = { kind: "rate-limit", retryAfter: "60" };
    const chat = model({ timeoutSeconds: 1e6, stallSeconds: 1e6, retry: { attempts: 2 } }, quickClock(100_000));
    server.next(...Array.from({ length: 8 }, () => limited));
    expect((await chat.complete(request, undefined, patient())).text).not.toBe("");
    expect(server.seen).toHaveLength(9);
    server.always(limited);
    expect((await failing(chat.complete(request, undefined, patient()))).id).toBe("endpoint-rate-limited");
  });

  it("waits for a model that a local server is still loading", async () => {
    server.next(...Array.from({ length: 6 }, (): Behaviour => ({ kind: "error", status: 503, code: "unavailable_error", message: "Loading model" })));
    expect((await model({ timeoutSeconds: 5000, loadingSeconds: 5000, retry: { attempts: 2 } }, quickClock(500)).complete(request, undefined, patient())).text).not.toBe("");
    server.next({ kind: "hang" });
    const slow = model({ timeoutSeconds: 500, loadingSeconds: 1000, retry: { attempts: 1 } }, quickClock(500));
    expect(await failing(slow.complete(request, undefined, patient()))).toMatchObject({ id: "endpoint-timeout", values: { seconds: 1000 } });
    await slow.complete(request, undefined, patient());
    server.next({ kind: "hang" });
    expect(await failing(slow.complete(request, undefined, patient()))).toMatchObject({ id: "endpoint-timeout", values: { seconds: 500 } });
  });

  it.each<[string, Behaviour, string]>([
    ["stalls", { kind: "stall", chunks: 2 }, "endpoint-stalled"],
    ["never answers", { kind: "hang" }, "endpoint-timeout"],
    ["cuts the connection inside a character", { kind: "cut" }, "endpoint-cut"],
    ["ends before the answer does", { kind: "unfinished" }, "endpoint-cut"],
    ["fails inside the stream", { kind: "stream-error" }, "endpoint-failing"],
  ])("asks again when the server %s, and names it when it stays so", async (_, behaviour, id) => {
    const limits = { timeoutSeconds: 60, stallSeconds: 20, loadingSeconds: 60 };
    const texts: string[] = [];
    server.next(behaviour);
    const answer = await model(limits).complete(request, (soFar) => texts.push(soFar), patient());
    expect(answer.text).toBe(texts.at(-1));
    expect(answer.text).not.toContain("\uFFFD");
    server.always(behaviour);
    expect((await failing(model({ ...limits, retry: { attempts: 2 } }).complete(request, () => undefined, patient()))).id).toBe(id);
  });

  it("stops waiting at once when cancelled", async () => {
    server.always({ kind: "rate-limit", retryAfter: "500" });
    const cancel = new AbortController();
    const call = model({}, quickClock(1)).complete(request, undefined, cancel.signal);
    setTimeout(() => cancel.abort(new Error("enough")), 100);
    await expect(call).rejects.toThrow("enough");
  });

  it("reports an address where nobody listens", async () => {
    const gone = await ModelServer.start();
    const { baseUrl } = gone;
    await gone.close();
    const failure = await failing(model({ baseUrl, retry: { attempts: 2 } }).complete(request, undefined, patient()));
    expect(failure).toMatchObject({ id: "endpoint-unreachable", values: { code: "ECONNREFUSED" } });
  });
});

describe("what the server supports", () => {
  it.each([
    ["schema", [], "schema"],
    ["json_object only", ["json_schema"], "json"],
    ["neither", ["json_schema", "json_object"], "text"],
  ] as const)("finds the strictest way: %s", async (_, types, rung) => {
    server.always({ kind: "refuse-format", types });
    const chat = model();
    expect((await chat.complete(judging, undefined, patient())).rung).toBe(rung);
    const calls = server.seen.length;
    expect(calls).toBe(types.length + 1);
    expect((await chat.complete(judging, undefined, patient())).rung).toBe(rung);
    expect(server.seen).toHaveLength(calls + 1);
  });

  it("does not take a refused request for a refused schema", async () => {
    const chat = model();
    server.next({ kind: "error", status: 400, code: "context_length_exceeded" });
    expect(await failing(chat.complete(judging, undefined, patient()))).toMatchObject({ id: "endpoint-context-too-long", values: { code: "context_length_exceeded" } });
    expect((await chat.complete(judging, undefined, patient())).rung).toBe("schema");
  });

  it("drops what is refused, says so, and does not ask again", async () => {
    const chat = model();
    server.always({ kind: "refuse", parameters: ["seed", "temperature", "stream_options"] });
    const answer = await chat.complete(request, () => undefined, patient());
    expect([...(answer.report.dropped ?? [])].sort()).toEqual(["seed", "stream_options", "temperature"]);
    const calls = server.seen.length;
    await chat.complete(request, () => undefined, patient());
    expect(server.seen).toHaveLength(calls + 1);
    expect(server.bodies.at(-1)).not.toHaveProperty("seed");
  });

  it("calls the token limit as the server does", async () => {
    server.always({ kind: "refuse", parameters: ["max_tokens"] });
    const { report } = await model().complete(request, undefined, patient());
    expect(server.bodies.at(-1)).toMatchObject({ max_completion_tokens: 50 });
    expect(report.dropped).toBeUndefined();
  });

  it("does without a stream where the server sends none", async () => {
    server.always({ kind: "no-stream" });
    const texts: string[] = [];
    const answer = await model().complete(request, (soFar) => texts.push(soFar), patient());
    expect(texts).toEqual([answer.text]);
  });
});

describe("what counts as an answer", () => {
  const say = async (behaviour: Omit<Extract<Behaviour, { kind: "say" }>, "kind">, streaming: boolean) => {
    server.next({ kind: "say", ...behaviour });
    return model().complete(request, streaming ? () => undefined : undefined, patient());
  };

  it.each([true, false])("leaves thinking out (streaming: %s)", async (streaming) => {
    expect((await say({ text: "<think>They are cold.</think>\n\nNo." }, streaming)).text).toBe("No.");
    expect((await say({ text: "They are cold.\n</think>\nNo." }, streaming)).text).toBe("No.");
    expect((await say({ text: "No.", reasoning: "They are cold." }, streaming)).text).toBe("No.");
    expect((await say({ text: "", reasoning: "They would not answer." }, streaming)).text).toBe("");
  });

  it("never streams thinking", async () => {
    server.next({ kind: "say", text: "<think>They are cold.</think>No." });
    const texts: string[] = [];
    await model().complete(request, (soFar) => texts.push(soFar), patient());
    expect(texts.join("")).not.toMatch(/think|cold/u);
    expect(texts.at(-1)).toBe("No.");
  });

  it.each([true, false])("fails what is no answer (streaming: %s)", async (streaming) => {
    expect((await failing(say({ text: "I was just about to", finish: "length" }, streaming))).id).toBe("answer-cut-by-length");
    expect((await failing(say({ text: "<think>They are", finish: "length" }, streaming))).id).toBe("answer-only-reasoning");
    expect((await failing(say({ text: "", reasoning: "They are", finish: "length" }, streaming))).id).toBe("answer-only-reasoning");
    expect((await failing(say({ text: "<think>They are cold, so" }, streaming))).id).toBe("answer-only-reasoning");
    expect((await failing(say({ text: "", finish: "content_filter" }, streaming))).id).toBe("answer-filtered");
  });

  it.each([true, false])("hands a refusal over as one (streaming: %s)", async (streaming) => {
    expect(await say({ text: "", refusal: "I cannot." }, streaming)).toMatchObject({ text: "", refusal: "I cannot." });
  });

  it.each<[Behaviour, string]>([
    [{ kind: "garbage" }, "endpoint-answer-unreadable"],
    [{ kind: "wrong-shape" }, "endpoint-answer-unreadable"],
    [{ kind: "html", status: 200 }, "endpoint-web-page"],
    [{ kind: "html", status: 403 }, "endpoint-web-page"],
    [{ kind: "error", status: 404, code: "model_not_found" }, "endpoint-model-unknown"],
    [{ kind: "error", status: 400, message: "Model Not Exist" }, "endpoint-model-unknown"],
    [{ kind: "error", status: 403 }, "endpoint-key-refused"],
    [{ kind: "error", status: 402, message: "Insufficient Balance" }, "endpoint-quota-exhausted"],
    [{ kind: "error", status: 429, code: "insufficient_quota" }, "endpoint-quota-exhausted"],
    [{ kind: "error", status: 400, code: "exceed_context_size_error" }, "endpoint-context-too-long"],
  ])("names %j", async (behaviour, id) => {
    server.always(behaviour);
    for (const onText of [undefined, () => undefined]) {
      const before = server.seen.length;
      expect((await failing(model().complete({ messages: request.messages }, onText, patient()))).id).toBe(id);
      expect(server.seen.length - before).toBeLessThanOrEqual(2);
    }
  });

  it("knows no model that the server does not have", async () => {
    expect(await failing(model({ model: "gone" }).complete(request, undefined, patient()))).toMatchObject({ id: "endpoint-model-unknown", values: { model: "gone", code: "model_not_found" } });
  });
});

describe("failures", () => {
  it("hold neither the key nor a word of the transcript, nor what the server said", async () => {
    const behaviours: readonly Behaviour[] = [
      { kind: "error", status: 400, code: `bad ${WORDS}`, message: `${KEY} ${WORDS}` },
      { kind: "error", status: 401, message: `Incorrect key ${KEY}` },
      { kind: "error", status: 500, message: `${KEY} ${WORDS}` },
      { kind: "html", status: 503 },
      { kind: "garbage" },
      { kind: "stream-error" },
      { kind: "rate-limit" },
    ];
    for (const behaviour of behaviours) {
      server.always(behaviour);
      const failure = await failing(model({ retry: { attempts: 1 } }).complete(request, () => undefined, patient()));
      const all = [failure.id, JSON.stringify(failure.values), failure.stack, String(failure.cause), sentence(failure.id, failure.values), sentence(failure.id, failure.values, "zh")].join("\n");
      expect(all).not.toContain(KEY);
      expect(all).not.toContain(WORDS);
      expect(sentence(failure.id, failure.values)).not.toMatch(/\{\w+\}/u);
    }
  });
});

describe("many calls", () => {
  it("keep below the limit, and fewer after a rate limit", async () => {
    const slow = await ModelServer.start({ delay: 5 });
    const chat = openaiChat({ name: "slow", baseUrl: slow.baseUrl, model: "fake", mostCalls: 6 }, { clock: quickClock(50), random: () => 0 });
    slow.next({ kind: "rate-limit", retryAfter: "1" }, { kind: "rate-limit", retryAfter: "1" });
    const answers = await Promise.all(Array.from({ length: 40 }, () => chat.complete(request, () => undefined, patient())));
    expect(answers).toHaveLength(40);
    expect(slow.seen).toHaveLength(42);
    expect(slow.mostOpen).toBeLessThanOrEqual(6);
    await slow.close();
  });

  it("of two models of one local server take turns, so that it need not swap them at each call", async () => {
    const local = await ModelServer.start({ delay: 2 });
    const chats = openaiChats({ clock: quickClock(50) });
    const at = (name: string) => chats({ name, baseUrl: local.baseUrl, model: name, mostCalls: 2 });
    const [simulator, judge] = [at("fake"), at("fake:think")];
    await Promise.all(Array.from({ length: 30 }, (_, each) => (each % 2 === 0 ? simulator : judge).complete(request, () => undefined, patient())));
    const order = local.bodies.map(({ model: asked }) => asked);
    expect(order.filter((each, place) => place > 0 && each !== order[place - 1]).length).toBeLessThanOrEqual(2);
    await local.close();
  });

  it("wait together when a server asks one of them to", async () => {
    const local = await ModelServer.start();
    const clock = quickClock(2000);
    const chats = openaiChats({ clock });
    const at = (name: string) => chats({ name, baseUrl: local.baseUrl, model: "fake", timeoutSeconds: 1e5, stallSeconds: 1e5 });
    local.next({ kind: "rate-limit", retryAfter: "600" });
    const began = clock.milliseconds();
    const first = at("one").complete(request, undefined, patient());
    while (local.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await at("two").complete(request, undefined, patient());
    expect(clock.milliseconds() - began).toBeGreaterThanOrEqual(600_000);
    await first;
    expect(local.seen).toHaveLength(3);
    await local.close();
  });
});
