import { describe, expect, it } from "vitest";
import { ANCHORS_V1 } from "../../../src/core/instrument/anchors.ts";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { passes, preflightOf } from "../../../src/core/instrument/preflight.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import { languageOfText } from "../../../src/core/transcript/language.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { entriesOf, MODEL_SETUP, never, opened, planned, sayingChat, windowOn } from "./onMemory.ts";

describe("anchors of codebook v1", () => {
  it("are 12 to 20, in both languages, of labels the codebook has, every stage in each language", () => {
    expect(ANCHORS_V1.length).toBeGreaterThanOrEqual(12);
    expect(ANCHORS_V1.length).toBeLessThanOrEqual(20);
    for (const language of ["en", "zh"] as const) {
      const own = ANCHORS_V1.filter(({ turn }) => languageOfText(turn) === language);
      const { stages, emotions, blockers } = CODEBOOK_V1[language];
      expect(new Set(own.map(({ stage }) => stage))).toEqual(new Set(stages.map(({ name }) => name)));
      for (const { emotion, blocker } of own) {
        if (emotion !== undefined) expect(emotions.map(({ name }) => name)).toContain(emotion);
        if (blocker !== undefined) expect(blockers.map(({ name }) => name)).toContain(blocker);
      }
    }
  });

  it("agree by field, over those that state it; an invalid answer agrees with none", () => {
    const anchors = [{ before: [], turn: "a", stage: "resisting", emotion: "negative" }, { before: [], turn: "b", stage: "deciding" }, { before: [], turn: "c", stage: "deciding" }];
    const valid = (stage: string) => ({ status: "valid", state: { stage, emotion: "neutral", blocker: "none" } }) as const;
    const { preflight, disagreements } = preflightOf(anchors, [valid("resisting"), valid("deciding"), { status: "invalid", cause: "not-json" }], 0.6);
    expect(preflight).toEqual({ anchors: 3, invalid: 1, agreement: { stage: { agreed: 2, of: 3 }, emotion: { agreed: 0, of: 1 }, blocker: { agreed: 0, of: 0 } }, threshold: 0.6 });
    expect(disagreements.map(({ anchor }) => anchor.turn)).toEqual(["a", "c"]);
    expect([0.6, 0.67].map((threshold) => passes({ ...preflight, threshold }))).toEqual([true, false]);
  });
});

describe("before a paid run", () => {
  const job = async (setup: Setup, chat = sayingChat()) => {
    const window = windowOn({ chat });
    const open = await opened(window);
    return { window, chat, job: { open, setup, ...(await planned(window, open, setup)) } };
  };

  it("the judge answers the anchors, and the run keeps how it did and what that cost", async () => {
    const { window, chat, job: given } = await job(MODEL_SETUP);
    const [tried] = await window.study.preflight([given], never);
    expect(chat.asked).toHaveLength(ANCHORS_V1.length);
    expect(tried).toMatchObject({ disagreements: [], preflight: { anchors: 16, invalid: 0, threshold: 0.8, agreement: { stage: { agreed: 16, of: 16 } }, reported: { calls: 16, promptTokens: 160 } } });
    expect(passes(tried!.preflight!)).toBe(true);
    await window.study.carryOutTogether([tried!.job], never);
    const { run } = given;
    expect(run.manifest.preflight).toEqual(tried?.preflight);
    expect(entriesOf(window.disk, run.name)[0]).toMatchObject({ kind: "run-started", manifest: { preflight: { anchors: 16 } } });
    expect(run.state.spending.sums.judge.calls).toBe(chat.asked.filter(({ schema }) => schema).length);
    // The plan is the same with and without it, and a run that has begun is not tried again.
    expect((await planned(window, given.open, MODEL_SETUP)).run).toBe(run);
    expect(await window.study.preflight([given], never)).toEqual([{ job: given, disagreements: [] }]);
  });

  it("the judge keeps to the budget of its run and to that of all, and is part of what the run spent", async () => {
    for (const [own, shared] of [[15, 100], [100, 15]] as const) {
      const { window, chat, job: given } = await job(MODEL_SETUP);
      await expect(window.study.preflight([{ ...given, budget: { calls: own } }], never, { budget: { calls: shared } })).rejects.toMatchObject({ id: "budget-calls-reached" });
      expect(chat.asked).toHaveLength(15);
    }
    const { window, chat, job: given } = await job(MODEL_SETUP);
    const [tried] = await window.study.preflight([given], never, { budget: { calls: 20 } });
    await expect(window.study.carryOutTogether([tried!.job], never, { budget: { calls: 20 } })).rejects.toMatchObject({ id: "budget-calls-reached" });
    expect(chat.asked).toHaveLength(20);
    // What was spent before counts when the judge of another run is tried.
    const other = { ...MODEL_SETUP, condition: "may-disengage" };
    const next = { open: given.open, setup: other, ...(await planned(window, given.open, other)) };
    await expect(window.study.preflight([given, next], never, { budget: { calls: 30 } })).rejects.toMatchObject({ id: "budget-calls-reached" });
    expect(chat.asked).toHaveLength(30);
  });

  it("a judge that disagrees is below the threshold, with the turns in question", async () => {
    const { window, job: given } = await job(MODEL_SETUP, sayingChat("poor"));
    const [tried] = await window.study.preflight([given], never);
    expect(passes(tried!.preflight!)).toBe(false);
    expect(tried!.disagreements.length).toBeGreaterThan(8);
    const [lenient] = await window.study.preflight([given], never, { threshold: 0 });
    expect(passes(lenient!.preflight!)).toBe(true);
  });

  it("a judge that nobody goes on with leaves what it cost with its run, which waits and is asked about again without a call", async () => {
    const { window, chat, job: given } = await job(MODEL_SETUP, sayingChat("poor"));
    const tried = await window.study.preflight([given, { ...given, setup: { ...MODEL_SETUP, judge: DEFAULT_SETUP.judge } }], never);
    await window.study.declined(tried);
    expect(window.study.runs).toEqual([given.run]);
    expect(given.run).toMatchObject({ status: "paused", because: { id: "preflight-below" }, progress: { done: 0 } });
    expect(given.run.state.spending.sums.judge.calls).toBe(16);
    const again = await planned(window, given.open, MODEL_SETUP);
    expect(again.run).toBe(given.run);
    const [asked] = await window.study.preflight([{ ...given, ...again }], never, { threshold: 0.7 });
    expect(asked?.preflight).toMatchObject({ threshold: 0.7, agreement: tried[0]!.preflight!.agreement });
    expect(chat.asked).toHaveLength(16);
    await window.study.carryOutTogether([asked!.job], never);
    expect(given.run.status).toBe("finished");
    expect(await window.study.preflight([asked!.job], never)).toEqual([{ job: asked!.job, disagreements: [] }]);
  });

  it("one judge of several runs is tried once, the lexicon not at all, a silent endpoint ends it", async () => {
    const { window, chat, job: given } = await job(MODEL_SETUP);
    const free = { ...given, setup: { ...MODEL_SETUP, judge: DEFAULT_SETUP.judge } };
    expect((await window.study.preflight([given, free, given], never)).map(({ preflight }) => preflight?.anchors)).toEqual([16, undefined, 16]);
    expect(chat.asked).toHaveLength(16);
    // What asking cost is borne by one of them.
    expect((await window.study.preflight([given, given], never)).map(({ preflight }) => preflight?.reported?.calls)).toEqual([16, undefined]);
    chat.before = () => new Failure("endpoint-unreachable", { endpoint: "local", code: "-" });
    await expect(window.study.preflight([given], never)).rejects.toMatchObject({ id: "endpoint-unreachable" });
  });
});
