import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import type { StatsEngine } from "../../../src/core/ports.ts";
import { partOf } from "../../../src/core/stats/reportPart.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { snapshotSchema } from "../../../src/protocol/dashboard.ts";
import { reportOptions, schemeOf } from "../../../src/study/reportOf.ts";
import type { Run } from "../../../src/study/run.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { hiddenSnapshot, snapshotOf, type PanelView } from "../../../src/study/snapshot.ts";
import { checked, MODEL_SETUP, nativeText, never, opened, planned, QUICK_DRAWS, sayingChat, servicesOn, windowOn, type Window } from "./onMemory.ts";

function panelOf(window: Window, engine?: StatsEngine) {
  const services = servicesOn(window, engine);
  const settled = (): Promise<void> => new Promise((resolve) => void services.reports.onDidChange(() => resolve()));
  return { services, settled, show: (run?: Run, view: Partial<PanelView> = {}) => z.parse(snapshotSchema, snapshotOf(services, run, { page: "overview", ...view }, "en")) };
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

  it("while a queue is labelled blind names the runs and says why there is no more", async () => {
    const window = windowOn();
    await checked(window, await opened(window));
    const hidden = z.parse(snapshotSchema, hiddenSnapshot(panelOf(window).services, { page: "trust", field: "age" }, "en"));
    expect(hidden).toMatchObject({ page: "trust", state: { kind: "loading", because: expect.stringContaining("labelled blind") as string } });
    expect(Object.keys(hidden).sort()).toEqual(["computing", "cut", "handPicked", "language", "moreRuns", "page", "revision", "runs", "state"]);
  });

  it("of a finished run shows its look while the report is computed, then the numbers the statistics give for it", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window, nativeText(24)));
    const panel = panelOf(window);
    const first = panel.show(run);
    expect(first).toMatchObject({ computing: true, state: { kind: "finished" }, live: { what: "decision-fidelity-look", conversations: 24 } });
    expect(first.report).toBeUndefined();
    await panel.settled();
    const second = panel.show(run);
    expect(second).toMatchObject({ computing: false, run: { control: true, lexicon: true, sameFamily: false, strata: run.manifest.dataset.strata, seed: run.manifest.statisticsSeed } });
    expect(second.live).toBeUndefined();
    expect(second.report).toEqual(partOf(statsReport(run.state.labelledProbes(false), schemeOf(run.manifest.codebook), { ...reportOptions(run), ...QUICK_DRAWS }), "overview").part);
  });

  it("of a run whose statistics cannot be computed keeps the look and does not wait for ever", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    const panel = panelOf(window, { report: () => Promise.reject(new Error("no worker")) });
    panel.show(run);
    await panel.settled();
    const shown = panel.show(run);
    expect(shown).toMatchObject({ computing: false, state: { kind: "failed", because: expect.stringContaining("intervals could not be computed") as string }, live: { conversations: 6 } });
    expect(shown.report).toBeUndefined();
  });

  it("of an unfinished run counts finished conversations only", async () => {
    const { window, run } = await stoppedRun();
    const shown = panelOf(window).show(run);
    const finished = run.state.counts().finishedConversations;
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(run.state.counts().conversations);
    expect(shown).toMatchObject({ computing: false, state: { kind: "failed", because: expect.stringContaining("401") as string }, run: { status: "paused", sameFamily: true, control: false }, live: { conversations: finished } });
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
