import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanOptions } from "../../../src/study/plan.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { MODEL_SETUP, nativeText, opened, OPTIONS, planned, sayingChat, windowOn, type Window } from "./onMemory.ts";

const SEED = 20_261_121;

async function planOf(setup: Setup = DEFAULT_SETUP, options: PlanOptions = OPTIONS, text = nativeText(8), window: Window = windowOn({ chat: sayingChat() })) {
  return (await planned(window, await opened(window, text), setup, options)).plan;
}

describe("the hash of a plan", () => {
  it("is the same for the same plan in another window, on another day, wherever the file lies and whatever the run is called", async () => {
    const { manifest } = await planOf();
    const window = windowOn();
    window.files.write("/elsewhere/other-name.jsonl", nativeText(8));
    const open = await window.study.openPath("/elsewhere/other-name.jsonl", "k", "/other/.fidelity", undefined, undefined, new AbortController().signal);
    const { plan } = await planned(window, open);
    expect(plan.manifest.planHash).toBe(manifest.planHash);
    expect(plan.manifest.run).not.toBe(manifest.run);
  });

  const fidelity = (dataset: object): Readonly<Record<string, string>> => ({ "/data/fidelity.json": JSON.stringify({ datasets: [{ path: "conversations.jsonl", ...dataset }] }) });
  it.each<[string, Setup, PlanOptions, string | undefined, Readonly<Record<string, string>> | undefined]>([
    ["the seed", DEFAULT_SETUP, { ...OPTIONS, seed: 2 }, undefined, undefined],
    ["the rule", DEFAULT_SETUP, { ...OPTIONS, rule: { kind: "every" } }, undefined, undefined],
    ["the fractions", DEFAULT_SETUP, { ...OPTIONS, rule: { kind: "fractions", fractions: [0.3, 0.6, 0.8] } }, undefined, undefined],
    ["the limit", DEFAULT_SETUP, { ...OPTIONS, limit: 4 }, undefined, undefined],
    ["the samples", { ...DEFAULT_SETUP, samples: 2 }, OPTIONS, undefined, undefined],
    ["the rung", { ...DEFAULT_SETUP, simulator: { kind: "control", rung: "C2" } }, OPTIONS, undefined, undefined],
    ["the simulator", { ...MODEL_SETUP, judge: { kind: "lexicon" } }, OPTIONS, undefined, undefined],
    ["the condition", { ...DEFAULT_SETUP, condition: "may-disengage" }, OPTIONS, undefined, undefined],
    ["the judge", { ...DEFAULT_SETUP, judge: MODEL_SETUP.judge }, OPTIONS, undefined, undefined],
    ["a word of the data", DEFAULT_SETUP, OPTIONS, nativeText(8).replace("maybe later", "maybe sooner"), undefined],
    ["what counts as the outcome", DEFAULT_SETUP, OPTIONS, undefined, fidelity({ outcomeDefinition: "paid within 30 days" })],
    ["how messages are joined", DEFAULT_SETUP, OPTIONS, undefined, fidelity({ mergeWithinMinutes: 3 })],
  ])("differs with %s", async (_what, setup, options, text, files) => {
    const before = await planOf();
    const window = windowOn({ chat: sayingChat() });
    for (const [path, content] of Object.entries(files ?? {})) window.files.write(path, content);
    window.files.write("/data/conversations.jsonl", text ?? nativeText(8));
    const open = await window.study.openPath("/data/conversations.jsonl", "k", "/home/.fidelity", "/data", undefined, new AbortController().signal);
    expect((await planned(window, open, setup, options)).plan.manifest.planHash).not.toBe(before.manifest.planHash);
  });

  it("differs with temperature and length of a model's answers", async () => {
    const hashes = await Promise.all([MODEL_SETUP, { ...MODEL_SETUP, temperature: 0.5 }, { ...MODEL_SETUP, maxTokens: 100 }].map(async (setup) => (await planOf(setup)).manifest.planHash));
    expect(new Set(hashes).size).toBe(3);
  });
});

describe("a plan", () => {
  it("draws a balanced beginning of its seeded order, and the whole order holds every conversation once", async () => {
    const whole = await planOf(DEFAULT_SETUP, OPTIONS, nativeText(20));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (limit) => {
        const { conversations } = await planOf(DEFAULT_SETUP, { ...OPTIONS, limit }, nativeText(20));
        expect(conversations.map(({ id }) => id)).toEqual(whole.conversations.slice(0, limit).map(({ id }) => id));
        const positive = conversations.filter(({ probes }) => probes[0]!.context.outcome === "positive").length;
        expect(Math.abs(2 * positive - limit)).toBeLessThanOrEqual(1);
      }),
      { seed: SEED, numRuns: 20 },
    );
    expect(new Set(whole.conversations.map(({ id }) => id)).size).toBe(20);
    expect((await planOf(DEFAULT_SETUP, { ...OPTIONS, seed: 9 }, nativeText(20))).conversations.map(({ id }) => id)).not.toEqual(whole.conversations.map(({ id }) => id));
  });

  it("says of every conversation how many probes it has, and of how many there are none", async () => {
    const { manifest, conversations } = await planOf(DEFAULT_SETUP, OPTIONS, nativeText(4) + nativeText(2, { users: 1 }).replaceAll('"c-', '"short-'));
    expect(manifest).toMatchObject({ plannedConversations: 4, conversationsWithoutProbe: 2, plannedProbes: 12 });
    for (const { probes } of conversations) expect(probes.map(({ context }) => context.of)).toEqual([3, 3, 3]);
  });

  it("is invented as soon as one conversation is", async () => {
    expect((await planOf()).manifest.provenance).toBe("generated");
    expect((await planOf(DEFAULT_SETUP, OPTIONS, nativeText(4) + nativeText(1, { more: { meta: { invented: true } } }).replaceAll('"c-', '"x-'))).manifest.provenance).toBe("invented");
  });

  it("with nothing to probe is refused", async () => {
    await expect(planOf(DEFAULT_SETUP, OPTIONS, nativeText(3, { users: 1 }))).rejects.toMatchObject({ id: "plan-empty" });
  });
});
