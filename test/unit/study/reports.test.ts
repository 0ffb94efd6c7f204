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
    expect(asked).toMatchObject([{ probes: 1, look: false }]);
    asked[0]?.answer(document("first"));
    await settled();
    expect(told()).toBe(1);
    expect(reports.of(run)).toEqual(document("first"));
    expect(asked).toHaveLength(1);
  });

  it("is not computed for a run that goes on", () => {
    const { reports, asked } = bench();
    for (const status of ["running", "paused", "following"] as const) expect(reports.of(runWith(status))).toBeUndefined();
    expect(asked).toHaveLength(0);
  });

  it("gives older work up when the run has changed, and never shows it", async () => {
    const { reports, asked, told } = bench();
    const run = runWith();
    reports.of(run);
    run.revision = 2;
    reports.of(run);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    asked[1]?.answer(document("new"));
    await settled();
    asked[0]?.answer(document("old"));
    await settled();
    expect(reports.of(run)).toEqual(document("new"));
    expect(told()).toBe(1);
  });

  it("of one run is not given up for another", () => {
    const { reports, asked } = bench();
    reports.of(runWith());
    reports.of(runWith());
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  });

  it("that cannot be computed is logged and said, not tried again and again, and computed when the run has changed", async () => {
    const { reports, asked, logged, told } = bench();
    const run = runWith();
    reports.of(run);
    expect(reports.failed(run)).toBe(false);
    asked[0]?.fail(new Error("the worker died"));
    await settled();
    expect(logged).toEqual(["r: statistics"]);
    expect(told()).toBe(1);
    expect([reports.of(run), reports.failed(run)]).toEqual([undefined, true]);
    expect(asked).toHaveLength(1);
    run.revision = 2;
    expect([reports.of(run), reports.failed(run)]).toEqual([undefined, false]);
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
    reports.dispose();
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.fail(new Error("closed"));
    await settled();
    expect([logged, told()]).toEqual([[], 0]);
  });
});
