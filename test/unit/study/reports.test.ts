import { describe, expect, it } from "vitest";
import type { Log, StatsEngine } from "../../../src/core/ports.ts";
import type { StatsReport } from "../../../src/core/stats/reportShape.ts";
import { Reports } from "../../../src/study/reports.ts";
import type { Run, RunStatus } from "../../../src/study/run.ts";
import { RunState } from "../../../src/core/journal/fold.ts";
import { real, reply, simulated, started } from "./handWritten.ts";

interface Asked {
  readonly probes: number;
  readonly look: boolean;
  readonly signal: AbortSignal;
  readonly answer: (report: StatsReport) => void;
  readonly fail: (error: Error) => void;
}

/** An engine that answers when the test says so, and does not listen to its signal. */
function bench(): { readonly reports: Reports; readonly asked: readonly Asked[]; readonly logged: readonly string[]; readonly told: () => number } {
  const asked: Asked[] = [];
  const logged: string[] = [];
  const engine: StatsEngine = { report: (probes, _scheme, { look }, signal) => new Promise((answer, fail) => asked.push({ probes: probes.length, look, signal, answer, fail })) };
  const log: Log = { info: () => undefined, warn: () => undefined, error: (message) => void logged.push(message) };
  const reports = new Reports(engine, log);
  let told = 0;
  reports.onDidChange(() => told++);
  return { reports, asked, logged, told: () => told };
}

function runWith(status: RunStatus = "finished"): Run & { revision: number; status: RunStatus } {
  const state = new RunState();
  for (const entry of [started(1), reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "deciding")]) state.apply(entry);
  return { id: "r", state, manifest: state.manifest, status, revision: 1 } as unknown as Run & { revision: number; status: RunStatus };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const document = (mark: string): StatsReport => ({ what: "decision-fidelity-statistics", mark }) as unknown as StatsReport;

describe("the report of a finished run", () => {
  it("is computed once a revision, and whoever listens is told", async () => {
    const { reports, asked, told } = bench();
    const run = runWith();
    expect([reports.of(run), reports.of(run)]).toEqual([undefined, undefined]);
    await settled();
    expect(asked).toMatchObject([{ probes: 1, look: false }]);
    asked[0]?.answer(document("first"));
    await settled();
    expect(told()).toBe(1);
    expect(reports.of(run)).toEqual(document("first"));
    expect(asked).toHaveLength(1);
  });

  it("is not computed for a run that goes on", async () => {
    const { reports, asked } = bench();
    for (const status of ["running", "paused", "following"] as const) expect(reports.of(runWith(status))).toBeUndefined();
    await settled();
    expect(asked).toHaveLength(0);
  });

  it("gives older work up when the run has changed, and never shows it", async () => {
    const { reports, asked, told } = bench();
    const run = runWith();
    reports.of(run);
    await settled();
    run.revision = 2;
    reports.of(run);
    await settled();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    asked[1]?.answer(document("new"));
    await settled();
    asked[0]?.answer(document("old"));
    await settled();
    expect(reports.of(run)).toEqual(document("new"));
    expect(told()).toBe(1);
  });

  it("of one run is not given up for another", async () => {
    const { reports, asked } = bench();
    reports.of(runWith());
    reports.of(runWith());
    await settled();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  });

  it("that cannot be computed is logged and said, not tried again and again, and computed when the run has changed", async () => {
    const { reports, asked, logged, told } = bench();
    const run = runWith();
    reports.of(run);
    expect(reports.failed(run)).toBe(false);
    await settled();
    asked[0]?.fail(new Error("the worker died"));
    await settled();
    expect(logged).toEqual(["r: statistics"]);
    expect(told()).toBe(1);
    expect([reports.of(run), reports.failed(run)]).toEqual([undefined, true]);
    expect(asked).toHaveLength(1);
    run.revision = 2;
    expect([reports.of(run), reports.failed(run)]).toEqual([undefined, false]);
    await settled();
    asked[1]?.answer(document("again"));
    await settled();
    expect(reports.of(run)).toEqual(document("again"));
  });

  it("survives an engine that throws at once", async () => {
    const logged: string[] = [];
    const reports = new Reports({ report: () => { throw new Error("no worker"); } }, { info: () => undefined, warn: () => undefined, error: (message) => void logged.push(message) });
    const run = runWith();
    expect(reports.of(run)).toBeUndefined();
    await settled();
    expect([reports.failed(run), logged]).toEqual([true, ["r: statistics"]]);
  });

  it("is given up silently when the window closes", async () => {
    const { reports, asked, logged, told } = bench();
    reports.of(runWith());
    await settled();
    reports.dispose();
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.fail(new Error("closed"));
    await settled();
    expect([logged, told()]).toEqual([[], 0]);
  });
});

describe("the report of a part of a run", () => {
  const filter = { label: { branch: "real", what: "stage", value: "exploring" } } as const;

  it("is of the probes the filter keeps, beside that of the whole", async () => {
    const { reports, asked } = bench();
    const run = runWith();
    reports.of(run);
    reports.of(run, { filter });
    reports.of(run, { filter: { outcome: "negative" } });
    await settled();
    expect(asked.map(({ probes, signal }) => [probes, signal.aborted])).toEqual([[1, false], [1, false], [0, false]]);
    asked[1]?.answer(document("filtered"));
    await settled();
    expect([reports.of(run), reports.of(run, { filter })]).toEqual([undefined, document("filtered")]);
  });

  it("of a run that goes on is a look, kept until the next one is there", async () => {
    const { reports, asked } = bench();
    const run = runWith("running");
    const counts = run.state.counts();
    let finished = 10;
    run.state.counts = () => ({ ...counts, finishedConversations: finished });
    reports.of(run, { filter });
    await settled();
    expect(asked).toMatchObject([{ look: true, probes: 0 }]);
    finished = 20;
    reports.of(run, { filter });
    await settled();
    expect(asked).toHaveLength(1);
    asked[0]?.answer(document("at ten"));
    await settled();
    expect(reports.of(run, { filter })).toEqual(document("at ten"));
    await settled();
    asked[1]?.answer(document("at twenty"));
    await settled();
    expect(reports.of(run, { filter })).toEqual(document("at twenty"));
  });
});
