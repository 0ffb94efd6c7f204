import { describe, expect, it } from "vitest";
import { gateNotes, gateTable, gateWording, junit } from "../../../../src/core/gates/words.ts";
import type { Gate, GateReport } from "../../../../src/core/gates/shape.ts";
import { statsReport } from "../../../../src/core/stats/report.ts";
import { gatesIn } from "../../../../src/protocol/gates.ts";
import { coefficientOf, gatesBlock } from "../../../../src/study/receipts/gating.ts";
import type { RunAgreement } from "../../../../src/study/labels/agreementReport.ts";
import { reportOptions, schemeOf } from "../../../../src/study/reportOf.ts";
import { checked, MODEL_SETUP, opened, OPTIONS, sayingChat, windowOn } from "../onMemory.ts";

describe("gates as people write them", () => {
  it("have defaults, and are none where anything is wrong", () => {
    expect(gatesIn({ a: { of: "suppression", atMost: 0.05 }, b: { of: "balanced-exit", atLeast: 0.6, in: "negative", runs: ["x"] } })).toEqual([
      { name: "a", measure: { of: "suppression", in: "negative" }, range: { atMost: 0.05 } },
      { name: "b", measure: { of: "balanced-exit", in: "negative" }, range: { atLeast: 0.6 }, runs: ["x"] },
    ]);
    for (const wrong of [{ a: { of: "delta" } }, { a: { of: "beauty", atMost: 1 } }, { a: { of: "delta", atMost: "1" } }, { a: { of: "agreement", atLeast: 0.6 } }, []]) expect(gatesIn(wrong)).toBeUndefined();
  });
});

describe("the block of gates for a page", () => {
  const gates: readonly Gate[] = gatesIn({ contrast: { of: "delta", atMost: 0.15 }, other: { of: "delta", atMost: 1, runs: ["another run"] } })!;

  it("is made of the run's own report, stored before the run, for the runs each gate is for; the control has none", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = { ...(await opened(window)), gates: { contrast: { of: "delta", atMost: 0.15 } } };
    const { run, plan } = await window.study.plan(open, MODEL_SETUP, OPTIONS, new AbortController().signal);
    await window.study.carryOut(open, MODEL_SETUP, run, plan, new AbortController().signal);
    const report = statsReport(run.state.labelledProbes(false), schemeOf(run.manifest.codebook), { ...reportOptions(run), bootstrapDraws: 100, permutationDraws: 100 });
    expect(gatesBlock(run, report, { gates })).toMatchObject({ run: run.id, verdict: "inconclusive", results: [{ gate: { name: "contrast" }, setBefore: true }] });
    expect(gatesBlock(run, report)?.results.map(({ gate }) => gate.name)).toEqual(["contrast"]);
    const control = await checked(window, open);
    expect(gatesBlock(control, report, { gates })).toBeUndefined();
    // Another threshold is the same plan: nothing is paid again.
    const { run: same } = await window.study.plan({ ...open, gates: { contrast: { of: "delta", atMost: 0.3 } } }, MODEL_SETUP, OPTIONS, new AbortController().signal);
    expect(same).toBe(run);
  });
});

describe("gates in words", () => {
  const result = { gate: { name: 'a <"gate">', measure: { of: "delta" }, range: { atMost: 0.15 } }, verdict: "inconclusive", value: 0.1, interval: { low: -0.1, high: 0.3, level: 0.95, method: "welch" }, because: "straddles", more: 1234, setBefore: false } as const;
  const report: GateReport = { run: "r", title: "R & D", verdict: "inconclusive", humanReference: false, results: [result] };

  it.each(["en", "zh"] as const)("say value, interval, threshold and what would settle it (%s)", (language) => {
    const wording = gateWording({ negative: "non-buyer", positive: "buyer" }, report, language);
    expect(gateTable(report, wording).rows[1]).toEqual(expect.arrayContaining(["+0.10", "[−0.10, +0.30]", "≤ +0.15"]));
    expect(gateNotes(report, wording).join(" ")).toContain("1,234");
    expect(gateNotes(report, wording)).toHaveLength(3);
    const xml = junit([report], () => wording);
    expect(xml).toContain("R &amp; D");
    expect(xml).toContain("a &lt;&quot;gate&quot;&gt;");
  });
});

describe("agreement as a gate takes it", () => {
  it("is the coefficient named, of that field and branch over all outcomes, with its interval", () => {
    const quadratic = { ok: true, value: 0.7, low: 0.6, high: 0.8 } as const;
    const none = { ok: false, reason: "no-variation" } as const;
    const fields = { stage: { turns: 40, conversations: 30, invalid: 0, raw: none, kappa: none, alpha: none, ac1: none, quadratic } };
    const agreement = { report: { groups: [{ branch: "simulated", outcome: "all", fields }] } } as unknown as RunAgreement;
    const of = coefficientOf(agreement);
    const asked = { of: "agreement", field: "stage", branch: "simulated", weights: "drawn" } as const;
    expect(of({ ...asked, coefficient: "quadratic-kappa" })).toMatchObject({ ok: true, value: 0.7, n: { units: 30 }, interval: { value: { low: 0.6, high: 0.8 } } });
    expect(of({ ...asked, coefficient: "kappa" })).toMatchObject({ ok: false, reason: "no-variation" });
    expect(of({ ...asked, coefficient: "kappa", branch: "real" })).toBeUndefined();
  });
});
