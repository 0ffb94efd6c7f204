// Whatever the data, the documents of `stats --json` are what their schema says: nothing undocumented, nothing missing, the same after JSON.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { statsReport, type ReportOptions, type StatsReport } from "../../../src/core/stats/report.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { oneInputSchema, severalInputsSchema, statsDocumentSchema } from "../../../src/protocol/statsDocument.ts";
import { statsReportSchema } from "../../../src/protocol/statsReport.ts";
import { comparisons, type Comparable } from "../../../src/study/comparison.ts";
import { prefixKnowledge } from "../../../src/study/prefixKnowledge.ts";
import { anyProbes, probeOf, sampleOf, SCHEME } from "../core/stats/probes.ts";

const OPTIONS: ReportOptions = { seed: 1, bootstrapDraws: 40, permutationDraws: 40, look: false, invented: false };
const report = (probes: readonly LabelledProbe[], options: Partial<ReportOptions> = {}): StatsReport => statsReport(probes, SCHEME, { ...OPTIONS, ...options });

/** Parses strictly and compares: the schema drops and adds nothing. */
function holds(schema: { readonly parse: (value: unknown) => unknown }, document: unknown): void {
  const printed: unknown = JSON.parse(JSON.stringify(document));
  expect(printed).toEqual(document);
  expect(schema.parse(printed)).toEqual(printed);
}

/** Probes with everything a report can speak of: acts, agents, labels of all kinds, stated probabilities, end probes, several datasets. */
const rich: readonly LabelledProbe[] = Array.from({ length: 70 }, (_, c) => {
  const conversation = `c${c}`;
  const outcome = (["negative", "positive", "unknown"] as const)[c % 7 === 0 ? 2 : c % 2]!;
  const more = { agent: `a${c % 4}`, dataset: `d${c % 2}`, profile: { city: `city ${c % 3}` } };
  const at = (ordinal: number, depth: number): LabelledProbe => ({
    ...probeOf({ conversation, outcome, real: depth, samples: [(depth + c) % 5, c % 9 === 0 ? "leave" : (c + 1) % 5, c % 11 === 0 ? "invalid" : "silence"], position: ordinal, ordinal, customer: `u${c % 40}`, act: c % 2 === 0 ? "pitch" : "ask" }),
    ...more,
  });
  const labelled = at(2, c % 5);
  const full: LabelledProbe = { ...labelled, real: { status: "valid", stage: "engaging", emotion: "neutral", blocker: "price", committedBefore: c % 4 === 0 }, samples: labelled.samples.map((sample) => ({ ...sample, leaveProbability: (c % 10) / 10, ...(sample.kind === "reply" && sample.label.status === "valid" ? { label: { ...sample.label, emotion: "hesitant", blocker: "none" } } : {}) })) };
  return [full, at(3, (c + 2) % 5), ...(c % 3 === 0 ? [{ ...at(4, 0), realKind: "ended" as const, real: { status: "invalid" as const, cause: "ended" } }] : [])];
}).flat();
const donors = rich.map((probe) => ({ ...probe, samples: [{ ...sampleOf(1), donor: "c1" }, { ...sampleOf(2), donor: "c2" }] }));

describe("the report", () => {
  it.each<[string, readonly LabelledProbe[], Partial<ReportOptions>]>([
    ["everything at once", rich, { rule: "every", splitFields: ["city"] }],
    ["the control", donors, {}],
    ["a look", rich, { look: true }],
    ["invented", rich, { invented: true }],
    ["a condition without exit", rich, { offersExit: false, rule: "every" }],
    ["no probe", [], {}],
    ["one conversation", [probeOf({ conversation: "a", outcome: "negative", real: 1, samples: [2] })], {}],
    ["one stratum", rich.filter(({ outcome }) => outcome === "negative"), {}],
    ["unknown outcomes only", rich.filter(({ outcome }) => outcome === "unknown"), {}],
    ["all labels invalid", rich.map((probe) => ({ ...probe, real: { status: "invalid" as const, cause: "no-json" } })), {}],
    ["no sample anywhere", rich.map((probe) => ({ ...probe, samples: [] })), {}],
    ["ties everywhere", rich.map((probe) => probeOf({ conversation: probe.conversation, outcome: probe.outcome, real: 2, samples: [2], position: probe.position })), {}],
  ])("of %s", (_what, probes, options) => {
    holds(statsReportSchema, report(probes, options));
    holds(oneInputSchema, { what: "decision-fidelity-stats", version: 2, source: "/pairs.csv", report: report(probes, options) });
  });

  it("of any data", () => {
    fc.assert(fc.property(anyProbes, fc.boolean(), (probes, look) => holds(statsReportSchema, report(probes, { look }))), { seed: 21, numRuns: 40 });
  });

  it("is not read with a field too many, too few, or a reason nobody knows", () => {
    const whole = report(rich);
    expect(statsReportSchema.safeParse({ ...whole, more: 1 }).success).toBe(false);
    expect(statsReportSchema.safeParse({ ...whole, power: { ...whole.power, note: "" } }).success).toBe(false);
    expect(statsReportSchema.safeParse({ ...whole, exit: undefined }).success).toBe(false);
    expect(statsReportSchema.safeParse({ ...whole, spreadRatio: { ...whole.spreadRatio, ok: false, reason: "because" } }).success).toBe(false);
    expect(statsReportSchema.safeParse({ ...whole, version: 1 }).success).toBe(false);
  });
});

describe("what the dataset tells", () => {
  it.each([0, 1, 60])("of %d probes", (size) => {
    const rows = Array.from({ length: size }, (_, i) => ({ conversation: `u${i}`, unit: `u${i}`, cluster: `u${i}`, outcome: (["negative", "positive"] as const)[i % 2]!, position: 30 * (1 + (i % 2)), real: i % 5, features: [i % 3, i % 7], counts: [i % 3] }));
    const ends = rows.map(({ unit, outcome }, i) => ({ conversation: unit, outcome, userTurns: 2 + (i % 4), end: (["user-silent", "user-explicit", "unknown", "outcome"] as const)[i % 4]!, lastTurnBy: "agent" as const, truncated: false }));
    const { probes, unmatched, ...blocks } = runToEnd(prefixKnowledge({ rows, ends, unmatched: 3 }, { seed: 1, bootstrapDraws: 20 }));
    holds(oneInputSchema, { what: "decision-fidelity-stats", version: 2, source: "/run.jsonl", report: report(rich), data: { path: "/data", hash: "x", probes, unmatched }, ...blocks });
  });
});

describe("the comparison", () => {
  const named = (name: string, probes: readonly LabelledProbe[], origin: Comparable["origin"] = {}): Comparable => ({ name, probes, scheme: SCHEME, origin });
  const other = rich.map((probe) => ({ ...probe, samples: probe.samples.slice(1) }));
  it.each<[string, readonly [Comparable, ...Comparable[]]]>([
    ["two files of pairs", [named("a", rich), named("b", other)]],
    ["three runs", [named("a", rich, { datasetHash: "h", datasetName: "d", judge: "j", instrument: "i", rule: "every", margin: 0.2, run: "r" }), named("b", other, { datasetHash: "h", judge: "k", instrument: "l", margin: 0.1 }), named("c", donors, { datasetHash: "h", control: true, margin: 0.1 })]],
    ["two single conversations", [named("a", rich.slice(3, 4)), named("b", rich.slice(3, 4))]],
  ])("of %s", (_what, runs) => {
    const compared = runToEnd(comparisons(runs, { seed: 1, bootstrapDraws: 40, permutationDraws: 40 }));
    holds(severalInputsSchema, { what: "decision-fidelity-comparisons", version: 1, sources: runs.map(({ name }) => name), ...compared });
    holds(statsDocumentSchema, { what: "decision-fidelity-comparisons", version: 1, sources: runs.map(({ name }) => name), ...compared });
  });
});
