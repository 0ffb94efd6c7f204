// A planned run end to end, from probes to journal, while the server gets into trouble in its middle: what passes changes nothing, what concerns
// one answer is counted and tried again, what concerns all pauses the run, which says so and then ends as if nothing had been.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SentenceId } from "../../src/core/messages/sentences.ts";
import { openaiChat } from "../../src/models/openaiChat.ts";
import { MOST_IN_A_ROW } from "../../src/study/failingServer.ts";
import { DEFAULT_SETUP, type Setup } from "../../src/study/setup.ts";
import { conversationWith } from "../fakes/conversations.ts";
import { memoryStudy } from "../fakes/memoryStudy.ts";
import type { Behaviour } from "../fakes/modelBehaviours.ts";
import { ModelServer } from "../fakes/modelServer.ts";
import { quickClock } from "../fakes/quickClock.ts";

const KEY = "sk-run-4711";
const MODEL = { kind: "model", endpoint: "local", model: "fake" } as const;
const SETUP: Setup = { ...DEFAULT_SETUP, simulator: MODEL, judge: MODEL };
const BEFORE = 9;
const ATTEMPTS = 3;

let server: ModelServer;
let elsewhere: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start({ key: KEY });
  elsewhere = await ModelServer.start();
});
afterAll(async () => {
  await server.close();
  await elsewhere.close();
});

/** Some proper answers, then these. */
function trouble(...behaviours: readonly Behaviour[]): void {
  server.next(...Array.from({ length: BEFORE }, (): Behaviour => ({ kind: "answer" })), ...behaviours);
}

function times(count: number, behaviour: Behaviour): readonly Behaviour[] {
  return Array.from({ length: count }, () => behaviour);
}

interface Carried {
  readonly status: string;
  readonly because: string | undefined;
  /** Failures and causes of invalid labels. */
  readonly causes: readonly string[];
  readonly failed: number;
  /** Labels of all probes, for comparing. */
  readonly labels: string;
  readonly again: () => Promise<Carried>;
}

async function carried(): Promise<Carried> {
  const limits = { timeoutSeconds: 900, loadingSeconds: 900, stallSeconds: 300, mostCalls: 2 };
  const chat = openaiChat({ name: "local", baseUrl: server.baseUrl, model: "fake", key: KEY, ...limits, retry: { attempts: ATTEMPTS } }, { clock: quickClock(500), random: () => 0 });
  const { study, open } = memoryStudy(chat);
  const dataset = await open("d", ["a", "b", "c", "d"].map((id, at) => conversationWith(id, 4, at % 2 === 0 ? "positive" : "negative")));
  const signal = AbortSignal.timeout(30_000);
  const { run, plan } = await study.plan(dataset, SETUP, { rule: { kind: "every" }, seed: 1 }, signal);
  const go = async (): Promise<Carried> => {
    await study.carryOut(dataset, SETUP, run, plan, signal).catch(() => undefined);
    const samples = [...run.state.probes.values()].flatMap((probe) => [...probe.samples.values()]);
    const labelled = run.state.labelledProbes(false);
    const invalid = labelled.flatMap(({ real, samples: own }) => [real, ...own.flatMap((sample) => (sample.kind === "reply" ? [sample.label] : []))]).flatMap((label) => (label.status === "invalid" ? [label.cause] : []));
    return {
      status: run.status,
      because: run.because?.id,
      causes: [...samples.flatMap(({ failures }) => failures.map(({ cause }) => cause)), ...invalid],
      failed: run.progress.failed,
      labels: JSON.stringify(labelled),
      again: go,
    };
  };
  return go();
}

let undisturbed: Carried;
beforeAll(async () => {
  undisturbed = await carried();
});

describe("a run whose server", () => {
  it("has no trouble", () => {
    expect(undisturbed).toMatchObject({ status: "finished", failed: 0, causes: [] });
    expect(undisturbed.labels.length).toBeGreaterThan(1000);
  });

  it.each<[string, readonly Behaviour[]]>([
    ["cuts connections inside a character", times(2, { kind: "cut" })],
    ["ends streams too early", times(2, { kind: "unfinished" })],
    ["limits the rate without a time", times(2, { kind: "rate-limit" })],
    ["limits the rate for ninety seconds", times(3, { kind: "rate-limit", retryAfter: "90" })],
    ["limits the rate until a date", [{ kind: "rate-limit", retryAfter: new Date(Date.now() + 100_000).toUTCString() }]],
    ["fails with 500 in a burst", times(2, { kind: "error", status: 500 })],
    ["shows a web page with 502", times(2, { kind: "html", status: 502 })],
    ["stops in the middle of an answer", [{ kind: "stall", chunks: 2 }]],
    ["does not answer once", [{ kind: "hang" }]],
  ])("%s ends as if nothing had been", async (_, behaviours) => {
    server.forget();
    trouble(...behaviours);
    const run = await carried();
    expect(run).toMatchObject({ status: "finished", failed: 0, causes: [] });
    expect(run.labels).toBe(undisturbed.labels);
  });

  it.each<[string, readonly Behaviour[], readonly string[]]>([
    ["sends invalid JSON", times(4, { kind: "garbage" }), ["endpoint-answer-unreadable"]],
    ["sends another shape", times(4, { kind: "wrong-shape" }), ["endpoint-answer-unreadable"]],
    ["sends labels of another schema", times(8, { kind: "wrong-schema" }), ["wrong-shape"]],
    ["refuses", times(4, { kind: "say", text: "", refusal: "No." }), ["answer-refused", "refused"]],
    ["says nothing", times(6, { kind: "say", text: "" }), ["empty-answer"]],
    ["cuts answers off", times(6, { kind: "say", text: "I was just", finish: "length" }), ["answer-cut-by-length", "cut-by-length"]],
    ["only thinks", times(6, { kind: "say", text: "<think>They would" }), ["answer-only-reasoning", "only-reasoning"]],
    ["finds prompts too long", times(3, { kind: "keeps", tokens: 5, how: "refuse" }), ["endpoint-context-too-long"]],
    ["drops the beginning of prompts", times(3, { kind: "keeps", tokens: 5, how: "cut" }), ["answer-prompt-cut", "not-json", "wrong-shape"]],
    ["never stops failing with 500 for a call", times(2 * ATTEMPTS, { kind: "error", status: 500, code: "server_error" }), ["endpoint-failing"]],
  ])("%s counts it and tries again", async (_, behaviours, causes) => {
    server.forget();
    trouble(...behaviours);
    const run = await carried();
    expect(run.status).toBe("finished");
    expect(run.causes.length).toBeGreaterThan(0);
    expect(causes).toEqual(expect.arrayContaining([...new Set(run.causes)]));
    server.forget();
    expect(await run.again()).toMatchObject({ status: "finished", failed: 0 });
  });

  it.each<[string, () => Behaviour, SentenceId]>([
    ["uses up its quota", () => ({ kind: "error", status: 429, code: "insufficient_quota" }), "endpoint-quota-exhausted"],
    ["asks to wait until tomorrow", () => ({ kind: "rate-limit", retryAfter: "86400" }), "endpoint-asks-to-wait"],
    ["no longer takes the key", () => ({ kind: "error", status: 401 }), "endpoint-key-refused"],
    ["no longer has the model", () => ({ kind: "error", status: 404, code: "model_not_found" }), "endpoint-model-unknown"],
    ["points to another origin", () => ({ kind: "redirect", to: `${elsewhere.origin}/v1/chat/completions` }), "endpoint-redirected"],
    ["shows a sign-in page", () => ({ kind: "html", status: 200 }), "endpoint-web-page"],
  ])("%s pauses, says so, and goes on when that is put right", async (_, behaviour, id) => {
    server.forget();
    trouble();
    server.always(behaviour());
    const run = await carried();
    expect(run).toMatchObject({ status: "paused", because: id });
    expect(server.bodies.length).toBeLessThan(BEFORE + 5);
    server.forget();
    const after = await run.again();
    expect(after).toMatchObject({ status: "finished", failed: 0, causes: [] });
    expect(after.labels).toBe(undisturbed.labels);
    expect(elsewhere.seen).toEqual([]);
  });

  it("fails with 500 whatever it is asked pauses after some probes, says so, and goes on when that is put right", async () => {
    server.forget();
    trouble();
    server.always({ kind: "error", status: 500 });
    const run = await carried();
    expect(run).toMatchObject({ status: "paused", because: "endpoint-failing-on" });
    expect(server.bodies.length).toBeLessThanOrEqual(BEFORE + (MOST_IN_A_ROW + 4) * ATTEMPTS);
    server.forget();
    const after = await run.again();
    expect(after).toMatchObject({ status: "finished", failed: 0 });
    expect(after.labels).toBe(undisturbed.labels);
  });
});
