// The report as a whole: properties that hold for any data, reasons instead of NaN, looks and invented runs without p.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { statsReport, statsReportSteps, liveReport, type ReportOptions, type StatsReport } from "../../../../src/core/stats/report.ts";
import { Tally } from "../../../../src/core/stats/tally.ts";
import { anyProbes, probeOf, SCHEME, STAGES } from "./probes.ts";

const OPTIONS: ReportOptions = { seed: 1, bootstrapDraws: 40, permutationDraws: 40, look: false, invented: false };
const report = (probes: readonly LabelledProbe[], options: Partial<ReportOptions> = {}): StatsReport => statsReport(probes, SCHEME, { ...OPTIONS, ...options });

/** Every object of a document with its path. */
function* objects(node: unknown, at = ""): Generator<readonly [path: string, object: Record<string, unknown>]> {
  if (typeof node !== "object" || node === null) return;
  if (!Array.isArray(node)) yield [at, node as Record<string, unknown>];
  for (const [key, value] of Object.entries(node)) yield* objects(value, `${at}.${key}`);
}

function blocks(of: StatsReport): StatsReport["beside"] {
  return [of.headline, ...of.beside];
}

describe("any data", () => {
  it("gives values or reasons: no NaN, no infinity, no undefined, and the same after JSON", () => {
    fc.assert(
      fc.property(anyProbes, (probes) => {
        const got = report(probes);
        for (const [path, object] of objects(got)) {
          for (const [key, value] of Object.entries(object)) {
            if (value === undefined || (typeof value === "number" && !Number.isFinite(value))) expect.fail(`${path}.${key} is ${String(value)}`);
          }
          if (object.ok === true) expect(object.value, path).toBeDefined();
          if (object.ok === false) expect(typeof object.reason, path).toBe("string");
        }
        expect(JSON.parse(JSON.stringify(got))).toEqual(got);
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  it("does not depend on the order of arrival", () => {
    const shuffled = anyProbes.chain((probes) => fc.tuple(fc.constant(probes), fc.shuffledSubarray([...probes], { minLength: probes.length })));
    fc.assert(
      fc.property(shuffled, ([probes, other]) => {
        expect(report(other)).toEqual(report(probes));
      }),
      { seed: 6, numRuns: 20 },
    );
  });

  it("Δ = real gap − simulated gap, and the thresholds' contrasts add up to Δ", () => {
    fc.assert(
      fc.property(anyProbes, (probes) => {
        for (const block of blocks(report(probes))) {
          const { delta, separation, thresholds } = block;
          if (!delta.ok || !separation.real.ok || !separation.simulated.ok) continue;
          expect(separation.real.value - separation.simulated.value).toBeCloseTo(delta.value, 10);
          expect(thresholds.reduce((sum, row) => sum + (row.delta.ok ? row.delta.value : NaN), 0)).toBeCloseTo(delta.value, 10);
        }
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  it("repeating every sample changes nothing", () => {
    fc.assert(
      fc.property(anyProbes, (probes) => {
        const doubled = probes.map((probe) => ({ ...probe, samples: [...probe.samples, ...probe.samples] }));
        const { counts: _a, invalidBounds: _b, sensitivity: _c, ...once } = report(probes);
        const { counts: _d, invalidBounds: _e, sensitivity: _f, ...twice } = report(doubled);
        closeTo(twice, once);
      }),
      { seed: 8, numRuns: 12 },
    );
  });

  it("exchanging the outcomes turns the sign of Δ round", () => {
    fc.assert(
      fc.property(anyProbes, (probes) => {
        const other = { negative: "positive", positive: "negative", unknown: "unknown" } as const;
        const turned = report(probes.map((probe) => ({ ...probe, outcome: other[probe.outcome] }))).headline;
        const { delta, permutation } = report(probes).headline;
        expect(turned.delta.ok).toBe(delta.ok);
        if (delta.ok && turned.delta.ok) expect(turned.delta.value).toBeCloseTo(-delta.value, 12);
        const [p, q] = [permutation.raw.twoSided, turned.permutation.raw.twoSided];
        if (p.ok && q.ok && p.exact) expect(q.value).toBeCloseTo(p.value, 12);
      }),
      { seed: 9, numRuns: 20 },
    );
  });

  it("an oracle has no bias anywhere, and a constant simulator has Δ = real gap whatever the constant", () => {
    fc.assert(
      fc.property(anyProbes, fc.integer({ min: 0, max: 4 }), (probes, depth) => {
        const oracle = report(probes.map((probe) => (probe.real.status === "valid" ? { ...probe, samples: [{ kind: "reply", label: probe.real }] } : probe)));
        for (const block of blocks(oracle)) {
          if (block.delta.ok) expect(block.delta.value).toBe(0);
          for (const row of block.byPosition) if (row.delta.ok) expect(row.delta.value).toBe(0);
          for (const row of block.shares.stage) expect([row.negative.difference, row.positive.difference].every((each) => !each.ok || each.value === 0)).toBe(true);
        }
        expect(oracle.confusion.all.distances.tvd.value).toMatchObject(oracle.confusion.all.probes === 0 ? { ok: false } : { ok: true, value: 0 });
        const constant = report(probes.map((probe) => ({ ...probe, samples: [{ kind: "reply", label: { status: "valid", stage: STAGES[depth]! } }] }))).headline;
        if (constant.delta.ok && constant.separation.real.ok) expect(constant.delta.value).toBeCloseTo(constant.separation.real.value, 12);
      }),
      { seed: 10, numRuns: 15 },
    );
  });
});

/** Equal numbers to 1e-9, everything else equal. */
function closeTo(got: unknown, expected: unknown, at = ""): void {
  if (typeof expected === "number" && typeof got === "number") {
    if (Math.abs(got - expected) > 1e-9 * Math.max(1, Math.abs(expected))) expect.fail(`${at}: ${got} against ${expected}`);
  } else if (typeof expected === "object" && expected !== null && typeof got === "object" && got !== null) {
    expect(Object.keys(got), at).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) closeTo((got as Record<string, unknown>)[key], value, `${at}.${key}`);
  } else expect(got, at).toEqual(expected);
}

const two = [
  ...[0, 1, 0, 2].map((real, i) => probeOf({ conversation: `n${i}`, outcome: "negative", real, samples: [2] })),
  ...[3, 4, 2, 4].map((real, i) => probeOf({ conversation: `p${i}`, outcome: "positive", real, samples: [3] })),
];

describe("degenerate data explains itself", () => {
  it("nothing at all", () => {
    const { headline, counts, confusion, power } = report([]);
    expect(headline.delta).toMatchObject({ ok: false, reason: "no-units" });
    expect(headline.strata.negative.bias).toMatchObject({ ok: false, reason: "negative-stratum-empty" });
    expect(headline.positionStandardised).toMatchObject({ ok: false });
    expect(counts.probes).toBe(0);
    expect(confusion.all.exactAgreement).toMatchObject({ ok: false, reason: "no-usable-probe" });
    expect(power).toMatchObject({ warning: true, neededPerStratum: 110 });
  });
  it("one stratum empty, one conversation, all invalid, unknown outcomes only", () => {
    const oneSide = report(two.filter((probe) => probe.outcome === "negative"));
    expect(oneSide.headline.delta).toMatchObject({ ok: false, reason: "positive-stratum-empty" });
    expect(oneSide.headline.strata.negative.bias.ok).toBe(true);
    expect(report(two.slice(0, 1)).headline.strata.negative).toMatchObject({ units: 1, bias: { ok: true, value: 2 }, sd: { ok: false, reason: "fewer-than-two-units" } });
    const invalid = report(two.map((probe) => ({ ...probe, real: { status: "invalid", cause: "no-json" } })));
    expect(invalid.headline.delta).toMatchObject({ ok: false, reason: "no-units" });
    expect(invalid.counts.invalidCauses).toEqual({ "no-json": 8 });
    expect(invalid.invalidBounds.robust).toBe(false);
    const unknown = report(two.map((probe) => ({ ...probe, outcome: "unknown" })));
    expect(unknown.headline.strata.unknown).toMatchObject({ units: 8 });
    expect(unknown.headline.delta.ok).toBe(false);
  });
  it("no variance: Δ and permutation p, no d", () => {
    const { headline } = report([...two.filter((probe) => probe.outcome === "negative"), ...two.filter((probe) => probe.outcome === "positive")].map((probe) => ({ ...probe, real: { status: "valid", stage: "resisting" }, samples: [{ kind: "reply", label: { status: "valid", stage: probe.outcome === "negative" ? "engaging" : "resisting" } }] })));
    expect(headline.delta).toMatchObject({ ok: true, value: 2 });
    expect(headline.cohensD).toMatchObject({ ok: false, reason: "zero-variance" });
    expect(headline.permutation.studentised.oneSided).toMatchObject({ ok: true, value: 1 / 70, exact: true });
    expect(headline.deltaIntervals.percentile).toMatchObject({ ok: true, value: { low: 2, high: 2 } });
    expect(headline.deltaIntervals.bca).toMatchObject({ ok: false, reason: "zero-variance" });
  });
  it("a real gap that includes 0 cannot test the contrast", () => {
    const flat = report(two.map((probe, i) => ({ ...probe, real: { status: "valid", stage: STAGES[i % 4]! } })));
    expect(flat.headline.separation).toMatchObject({ testable: false, kept: { ok: false, reason: "real-gap-includes-zero" } });
    expect(report(two).headline.separation.testable).toBe(true);
  });
});

describe("what may not be printed", () => {
  const ps = (of: StatsReport): readonly (readonly [string, Record<string, unknown>])[] => [...objects(of)].filter(([, object]) => object.quantity === "probability");
  it("a look has no p and no resampled interval", () => {
    const look = report(two, { look: true });
    expect(ps(look).length).toBeGreaterThan(10);
    for (const [path, p] of ps(look)) expect(p, path).toMatchObject({ ok: false, reason: "run-unfinished" });
    expect([...objects(look)].filter(([, object]) => object.draws !== undefined)).toEqual([]);
    expect(look.headline.delta.interval).toMatchObject({ ok: true, value: { method: "welch" } });
  });
  it("an invented run has no p, but intervals", () => {
    const invented = report(two, { invented: true });
    for (const [path, p] of ps(invented)) expect(p, path).toMatchObject({ ok: false, reason: "invented" });
    expect(invented.headline.deltaIntervals.percentile.ok).toBe(true);
  });
  it("a condition without exit reports leaving as not offered, never 0 %", () => {
    expect(report(two, { offersExit: false }).headline.shares.ends[0]!.negative).toMatchObject({ ok: false, reason: "not-offered" });
    expect(report(two).headline.shares.ends[0]!.negative).toMatchObject({ ok: true, value: 0 });
  });
  it("cells under ten units a stratum get no p", () => {
    for (const row of report(two).headline.byPosition) expect(row.p).toMatchObject({ ok: false, reason: "fewer-than-ten-units" });
  });
});

describe("reproducible and cancellable", () => {
  it("the same seed gives the same document, another seed other draws", () => {
    const many = Array.from({ length: 80 }, (_, i) => probeOf({ conversation: `c${i}`, outcome: i % 2 ? "negative" : "positive", real: (i * 7) % 5, samples: [(i * 3) % 5] }));
    expect(report(many)).toEqual(report(many));
    expect(report(many, { seed: 2 }).headline.delta).not.toEqual(report(many).headline.delta);
    expect(report(many).headline.delta).toMatchObject({ interval: { ok: true, value: { method: "bootstrap-percentile", draws: 40 } } });
  });
  it("pauses, and stops at a pause when cancelled", () => {
    const many = Array.from({ length: 80 }, (_, i) => probeOf({ conversation: `c${i}`, outcome: i % 2 ? "negative" : "positive", real: (i * 7) % 5, samples: [(i * 3) % 5] }));
    const steps = statsReportSteps(many, SCHEME, { ...OPTIONS, bootstrapDraws: 10_000, permutationDraws: 20_000 });
    expect(steps.next().done).toBe(false);
    const cancelled = new AbortController();
    cancelled.abort(new Error("stop"));
    expect(() => statsReport(many, SCHEME, { ...OPTIONS, bootstrapDraws: 10_000 }, cancelled.signal)).toThrow("stop");
  });
});

describe("other views of the headline", () => {
  const many = Array.from({ length: 60 }, (_, i) => probeOf({ conversation: `c${i}`, outcome: i % 2 ? "negative" : "positive", real: (i * 7) % 5, samples: [(i * 3) % 5, (i * 5) % 5] }));
  it("agents as clusters: Welch's width where each has one conversation too little, wider where agents differ", () => {
    expect(report(many).sensitivity.agentClustered).toBeUndefined();
    const width = (probes: readonly LabelledProbe[]): number => {
      const { interval } = report(probes).sensitivity.agentClustered!;
      return interval?.ok ? interval.value.high - interval.value.low : NaN;
    };
    const alike = width(many.map((probe, i) => ({ ...probe, agent: `a${Math.floor(i / 2)}` })));
    const apart = width(many.map((probe, i) => ({ ...probe, agent: `a${i % 6}`, samples: probe.samples.map(() => ({ kind: "reply" as const, label: { status: "valid" as const, stage: STAGES[i % 6 < 3 ? (i % 2 ? 4 : 0) : i % 2 ? 0 : 4] } })) })));
    expect(apart).toBeGreaterThan(1.5 * alike);
    expect(report(many.map((probe, i) => ({ ...probe, agent: `a${i % 6}` }))).sensitivity.agentClustered).toMatchObject({ ok: true, agents: 6, interval: { value: { method: "cluster-robust" } } });
  });
  it("probes before a commitment only", () => {
    expect(report(many).sensitivity.preCommitment).toBeUndefined();
    const said = many.map((probe, i) => ({ ...probe, real: { status: "valid" as const, stage: STAGES[1], committedBefore: i < 20 } }));
    expect(report(said).sensitivity.preCommitment).toMatchObject({ probes: 40, delta: { n: { negative: 20, positive: 20 } } });
  });
  it("noise between samples of one probe", () => {
    expect(report(many).sensitivity.withinProbeSd!.ok).toBe(true);
    const steady = many.map((probe) => ({ ...probe, samples: [probe.samples[0]!, probe.samples[0]!] }));
    expect(report(steady).sensitivity.withinProbeSd).toMatchObject({ ok: true, value: 0 });
    expect(report(two).sensitivity.withinProbeSd).toBeUndefined();
  });
  it("splits by profile field, dataset and act are families of their own", () => {
    const split = report(many.map((probe, i) => ({ ...probe, act: i % 4 < 2 ? "ask" : "pitch", dataset: i % 3 ? "d1" : "d2", profile: { sex: i % 4 < 2 ? "f" : "m" } })), { splitFields: ["sex", "age"] });
    expect(split.byAct.map(({ value, family }) => [value, family])).toEqual([["ask", { name: "act", size: 2 }], ["pitch", { name: "act", size: 2 }]]);
    expect(split.byDataset.map(({ value }) => value)).toEqual(["d1", "d2"]);
    expect(split.byField.map(({ field, rows }) => [field, rows.length])).toEqual([["sex", 2], ["age", 0]]);
    expect(split.byField[0]!.rows[0]!.zeroTests.negative.ok).toBe(true);
    expect(report(many).byDataset).toEqual([]);
  });
  it("distances of emotions where turns carry them", () => {
    const label = (emotion: string): { status: "valid"; stage: string; emotion: string } => ({ status: "valid", stage: "exploring", emotion });
    const felt = report(many.map((probe, i) => ({ ...probe, real: label(i % 2 ? "neutral" : "negative"), samples: [{ kind: "reply", label: label("neutral") }] })));
    expect(felt.labelDistances.emotion!.tvd.value).toMatchObject({ ok: true, value: 0.5 });
    expect(felt.labelDistances.blocker).toBeUndefined();
    expect(felt.headline.shares.emotion.find((row) => row.label === "neutral")!.negative.simulated.averaged).toMatchObject({ ok: true, value: 1 });
    expect(report(many).headline.shares.emotion).toEqual([]);
  });
});

describe("the look", () => {
  it("agrees with a look at the same finished conversations", () => {
    const tally = new Tally(SCHEME);
    for (const probe of two) tally.put(probe);
    for (const probe of two) tally.finish(probe.conversation);
    const live = liveReport(tally, SCHEME);
    const look = report(two, { look: true }).headline;
    closeTo(live.delta, look.delta);
    closeTo(live.strata.negative.real, look.strata.negative.real);
    closeTo(live.byPosition[0]!.delta, look.byPosition[0]!.delta);
    expect(live).toMatchObject({ unit: "conversation", conversations: 8, probes: 8, samples: { reply: 8, leave: 0, silence: 0, invalid: 0 } });
    expect(live.stageShares[0]!.negative.real).toMatchObject({ ok: true, value: 0.5 });
  });
});
