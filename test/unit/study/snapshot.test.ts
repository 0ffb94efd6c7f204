import fc from "fast-check";
import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/core/journal/entry.ts";
import { RunState } from "../../../src/core/journal/fold.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import type { StatsEngine } from "../../../src/core/ports.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { snapshotSchema, type ProbeQuery } from "../../../src/protocol/dashboard.ts";
import { Looks } from "../../../src/study/looks.ts";
import { reportOptions, schemeOf } from "../../../src/study/reportOf.ts";
import { Reports } from "../../../src/study/reports.ts";
import type { Run } from "../../../src/study/run.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { probePage, snapshotOf } from "../../../src/study/snapshot.ts";
import { SEED } from "../core/journal/entries.ts";
import { failure, left, real, reply, simulated, started } from "./handWritten.ts";
import { checked, MODEL_SETUP, nativeText, never, opened, planned, sayingChat, windowOn, type Window } from "./onMemory.ts";

const DRAWS = { bootstrapDraws: 200, permutationDraws: 200 };
const ENGINE: StatsEngine = { report: (probes, scheme, options) => Promise.resolve(statsReport(probes, scheme, { ...options, ...DRAWS })) };
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

function panelOf(window: Window, engine = ENGINE) {
  const reports = new Reports(engine, SILENT);
  const looks = new Looks(window.study);
  const settled = (): Promise<void> => new Promise((resolve) => void reports.onDidChange(() => resolve()));
  return { settled, show: (run?: Run) => z.parse(snapshotSchema, snapshotOf(window.study, run, reports, looks, "en")) };
}

/** A run on models that a refused key stops after a few calls. */
async function stoppedRun(): Promise<{ readonly window: Window; readonly run: Run }> {
  const chat = sayingChat();
  const window = windowOn({ chat });
  const open = await opened(window, nativeText(40));
  chat.before = (_request, count) => (count > 150 ? new Failure("endpoint-key-refused", { endpoint: "local", status: 401 }) : undefined);
  const { run, plan } = await planned(window, open, MODEL_SETUP);
  await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "endpoint-key-refused" });
  return { window, run };
}

describe("the snapshot of the panel", () => {
  it("without a run says what there is to choose from", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    expect(panelOf(window).show()).toEqual({ revision: 0, language: "en", page: "overview", state: { kind: "nothing" }, moreRuns: 0, cut: [], runs: [{ id: run.id, title: run.manifest.title, dataset: "conversations.jsonl", status: "finished", done: 18, total: 18, failed: 0, invented: false }], computing: false, handPicked: { count: 0, rows: [] } });
  });

  it("of a finished run shows its look while the report is computed, then the numbers the statistics give for it", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window, nativeText(24)));
    const panel = panelOf(window);
    const first = panel.show(run);
    expect(first).toMatchObject({ computing: true, live: { what: "decision-fidelity-look", conversations: 24 } });
    expect(first.report).toBeUndefined();
    await panel.settled();
    const second = panel.show(run);
    expect(second).toMatchObject({ computing: false, run: { control: true, lexicon: true, sameFamily: false, strata: run.manifest.dataset.strata, seed: run.manifest.statisticsSeed } });
    expect(second.live).toBeUndefined();
    expect(second.report).toEqual(statsReport(run.state.labelledProbes(false), schemeOf(run.manifest.codebook), { ...reportOptions(run), ...DRAWS }));
  });

  it("of a run whose statistics cannot be computed keeps the look and does not wait for ever", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    const panel = panelOf(window, { report: () => Promise.reject(new Error("no worker")) });
    panel.show(run);
    await panel.settled();
    const shown = panel.show(run);
    expect(shown).toMatchObject({ computing: false, live: { conversations: 6 } });
    expect(shown.report).toBeUndefined();
  });

  it("of an unfinished run counts finished conversations only", async () => {
    const { window, run } = await stoppedRun();
    const shown = panelOf(window).show(run);
    const finished = run.state.counts().finishedConversations;
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(run.state.counts().conversations);
    expect(shown).toMatchObject({ computing: false, run: { status: "paused", sameFamily: true, control: false }, live: { conversations: finished } });
    expect(shown.report).toBeUndefined();
  });

  it("shows no number before the first conversation is finished, and holds no text of a turn", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window, nativeText(40));
    const panel = panelOf(window);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    let early = 0;
    window.study.onDidChange((event) => {
      if (event.what !== "run" || !run.state.manifest) return;
      const shown = panel.show(run);
      if (run.state.counts().finishedConversations === 0) early++;
      expect(shown.live !== undefined).toBe(run.state.counts().finishedConversations > 0);
      expect(JSON.stringify(shown)).not.toMatch(/maybe later|would you like/);
    });
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    expect(early).toBeGreaterThan(3);
  });

  it("calls users recorded where the dataset says they are not people, and counts hand-picked probes apart", async () => {
    for (const users of ["human", "simulated", "mixed", "unknown"] as const) {
      const window = windowOn();
      const open = await opened(window);
      const run = await checked(window, open);
      Object.assign(run.manifest.dataset, { users });
      expect(panelOf(window).show(run).run?.human, users).toBe(users === "human" || users === "unknown");
    }
    const window = windowOn();
    const open = await opened(window);
    const run = await checked(window, open);
    const before = panelOf(window).show(run);
    await window.study.probeTurn(open, await open.dataset.read("c-0", never), 9, DEFAULT_SETUP, undefined, never);
    expect([before.handPicked.count, panelOf(window).show(run).handPicked.count]).toEqual([0, 1]);
  });
});

const query = (more: Partial<ProbeQuery> = {}): ProbeQuery => ({ run: "r", order: "bias", from: 0, count: 200, ...more });

function written(entries: readonly JournalEntry[], status: Run["status"] = "finished"): Run {
  const state = new RunState();
  for (const entry of [started(1), ...entries]) state.apply(entry);
  return { state, manifest: state.manifest, status } as unknown as Run;
}

describe("the probes behind a mark", () => {
  const run = written([
    reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "engaging"),
    reply("a", 5), real("a", 5, "deciding"), simulated("a", 5, "resisting"),
    left("b", 3, "leave"), real("b", 3, "considering"),
    left("b", 5, "silence"), real("b", 5, "resisting"),
    reply("c", 3), real("c", 3, "exploring"), { ...simulated("c", 3, ""), verdict: { status: "invalid", cause: "not-json" } } as JournalEntry,
    reply("c", 5), real("c", 5, "resisting"), simulated("c", 5, "resisting"),
  ]);
  const found = (more: Partial<ProbeQuery>): readonly string[] => probePage(run, query(more)).rows.map(({ conversation, turn }) => `${conversation}${turn}`);

  it("come by size of bias, under-engaged ones as well, and those without a bias last", () => {
    expect(probePage(run, query()).rows.map(({ conversation, turn, bias }) => [`${conversation}${turn}`, bias])).toEqual([["a5", -4], ["b3", -3], ["a3", 1], ["b5", 0], ["c5", 0], ["c3", undefined]]);
    expect(found({ order: "conversation" })).toEqual(["a3", "a5", "b3", "b5", "c3", "c5"]);
  });

  it("are those of the mark: outcome, position, stage of either branch", () => {
    expect(found({ order: "conversation", outcome: "positive" })).toEqual(["a3", "a5"]);
    expect(found({ order: "conversation", position: 30, outcome: "negative" })).toEqual(["b3", "c3"]);
    expect(found({ order: "conversation", realStage: "resisting" })).toEqual(["b5", "c5"]);
    expect(found({ order: "conversation", simulatedStage: "engaging" })).toEqual(["a3"]);
    expect(found({ order: "conversation", outcome: "unknown" })).toEqual([]);
  });

  it("count leaving and silence with the first stage, as the shares do", () => {
    expect(found({ order: "conversation", simulatedStage: "resisting" })).toEqual(["a5", "b3", "b5", "c5"]);
    expect(probePage(run, query({ simulatedStage: "resisting" })).rows.map(({ simulatedStages }) => simulatedStages[0])).toEqual(["resisting", "leave", "silence", "resisting"]);
  });

  it("are of finished conversations only while the run is unfinished", () => {
    const entries = [reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "engaging"), reply("a", 5), real("a", 5, "exploring"), simulated("a", 5, "engaging"), reply("b", 3), real("b", 3, "exploring"), simulated("b", 3, "engaging"), failure("c", 3, "simulate")];
    expect(probePage(written(entries, "paused"), query()).rows.map(({ conversation }) => conversation)).toEqual(["a", "a"]);
    expect(probePage(written(entries, "finished"), query()).total).toBe(3);
  });

  it("come in pages that join to the whole, whatever their size, filter and order", async () => {
    const window = windowOn();
    const whole = await checked(window, await opened(window, nativeText(30)));
    fc.assert(
      fc.property(
        fc.record({ order: fc.constantFrom("bias", "conversation"), outcome: fc.constantFrom("positive", "negative"), position: fc.constantFrom(30, 60, 90), simulatedStage: fc.constantFrom("resisting", "exploring") }, { requiredKeys: ["order"] }),
        fc.integer({ min: 1, max: 50 }),
        (asked, count) => {
          const all = probePage(whole, query(asked));
          const pages = Array.from({ length: Math.ceil(all.total / count) + 1 }, (_none, page) => probePage(whole, query({ ...asked, from: page * count, count })));
          expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows);
          expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([all.total]));
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("have biases whose means are the panel's", async () => {
    const window = windowOn();
    const whole = await checked(window, await opened(window, nativeText(30)));
    const panel = panelOf(window);
    panel.show(whole);
    await panel.settled();
    const report = panel.show(whole).report;
    for (const outcome of ["positive", "negative"] as const) {
      const { rows } = probePage(whole, query({ outcome }));
      const own = [...Map.groupBy(rows, ({ conversation }) => conversation).values()].map((probes) => probes.reduce((sum, { bias = NaN }) => sum + bias / probes.length, 0));
      expect(report?.headline.strata[outcome]).toMatchObject({ probes: rows.length, bias: { ok: true, value: expect.closeTo(own.reduce((sum, bias) => sum + bias, 0) / own.length, 12) as number } });
    }
  });
});
