import { beforeAll, describe, expect, it } from "vitest";
import { panelComparison } from "../../../../src/study/panel/compare.ts";
import type { PanelServices } from "../../../../src/study/panel/services.ts";
import type { Run } from "../../../../src/study/run.ts";
import { DEFAULT_SETUP } from "../../../../src/study/setup.ts";
import { checked, MODEL_SETUP, nativeText, never, opened, planned, sayingChat, servicesOn, windowOn, type Window } from "../onMemory.ts";

let window: Window;
let services: PanelServices;
let control: Run;
let other: Run;

beforeAll(async () => {
  window = windowOn({ chat: sayingChat() });
  const open = await opened(window, nativeText(12));
  control = await checked(window, open);
  other = await checked(window, open, { ...DEFAULT_SETUP, simulator: { kind: "control", rung: "C2" } });
  services = servicesOn(window);
});

describe("runs compared in the panel", () => {
  it("have their own numbers, and their paired differences from the first with what to mind", async () => {
    const { runs, pairs, margin } = await panelComparison(services, [control.id, other.id], never);
    expect(runs.map(({ run, probes }) => [run, probes])).toEqual([control, other].map(({ id }) => [id, 36]));
    for (const [at, run] of [control, other].entries()) {
      const { headline } = services.reports.of(run) ?? {};
      expect([runs[at]?.delta, runs[at]?.bias.negative]).toEqual([headline?.delta, headline?.strata.negative.bias]);
      expect(runs[at]?.resistance?.negative).toEqual(headline?.shares.resistance?.negative.difference);
    }
    expect(pairs).toMatchObject([{ a: runs[0]?.name, b: runs[1]?.name, notes: ["control"], headline: { probes: { both: 36, onlyA: 0, onlyB: 0 } }, holm: { size: 1 } }]);
    expect(margin).toEqual({ value: 0.15, from: "stored" });
    const equivalence = pairs[0]?.holm.equivalence;
    expect(pairs[0]?.hardlyMoved).toBe(equivalence !== undefined && equivalence < 0.05);
  });

  it("are refused with the reason: unknown, one alone, unfinished", async () => {
    const open = window.study.dataset("conversations");
    if (!open) throw new Error("the dataset is open");
    const stop = new AbortController();
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    window.study.onDidChange((event) => event.what === "run" && event.run === run && run.state.probes.size > 2 && run.pause());
    await window.study.carryOut(open, MODEL_SETUP, run, plan, stop.signal);
    await expect(panelComparison(services, [control.id, "gone"], never)).rejects.toMatchObject({ id: "run-not-found" });
    await expect(panelComparison(services, [control.id, control.id], never)).rejects.toMatchObject({ id: "compare-one" });
    await expect(panelComparison(services, [control.id, run.id], never)).rejects.toMatchObject({ id: "compare-unfinished" });
  });

  it("are given up when the page is gone", async () => {
    const stop = new AbortController();
    stop.abort(new Error("gone"));
    const waiting = servicesOn(window, { report: () => new Promise(() => undefined) });
    await expect(panelComparison(waiting, [control.id, other.id], stop.signal)).rejects.toThrow("gone");
    waiting.dispose();
  });
});
