// Which sentence a report permits.
import { describe, expect, it } from "vitest";
import type { LabelledProbe } from "../../../../src/core/stats/labelledProbe.ts";
import { statsReport, type ReportOptions } from "../../../../src/core/stats/report.ts";
import { findings, type Finding } from "../../../../src/core/stats/verdictSentence.ts";
import { probeOf, SCHEME } from "./probes.ts";

const OPTIONS: ReportOptions = { seed: 1, bootstrapDraws: 300, permutationDraws: 100, look: false, invented: false, strataNames: { positive: "buyer", negative: "non-buyer" } };

/** 40 conversations a stratum with small spread around the given depths. */
function run(depths: Readonly<Record<"negative" | "positive", readonly [real: number, simulated: number]>>): readonly LabelledProbe[] {
  return (["negative", "positive"] as const).flatMap((outcome) =>
    Array.from({ length: 40 }, (_, i) => {
      const [real, simulated] = depths[outcome];
      const moved = (depth: number, step: number): number => Math.max(0, Math.min(4, depth + [0, 0, 1, -1][step % 4]!));
      return probeOf({ conversation: `${outcome}${i}`, outcome, real: moved(real, i), samples: [moved(simulated, i + Math.floor(i / 4))] });
    }),
  );
}

function ids(probes: readonly LabelledProbe[], options: Partial<ReportOptions> = {}): readonly Finding["id"][] {
  return findings(statsReport(probes, SCHEME, { ...OPTIONS, ...options })).map(({ id }) => id);
}

describe("findings", () => {
  it("a deficit: non-buyers over-engaged and Δ above 0", () => {
    const probes = run({ negative: [1, 2], positive: [3, 3] });
    expect(ids(probes)).toEqual(["finding-over-engaged", "finding-as-engaged", "finding-gap-kept", "finding-deficit"]);
    const [first, , kept] = findings(statsReport(probes, SCHEME, OPTIONS));
    expect(first).toMatchObject({ values: { people: "non-buyer", size: 1 } });
    expect(kept).toMatchObject({ id: "finding-gap-kept", values: { share: 0.5 } });
  });
  it("lost separation: buyers under-engaged, non-buyers right", () => {
    const probes = run({ negative: [1, 1], positive: [3, 2] });
    expect(ids(probes)).toEqual(["finding-as-engaged", "finding-under-engaged", "finding-gap-kept", "finding-lost-separation"]);
    const [, positive] = findings(statsReport(probes, SCHEME, OPTIONS));
    const { size, range } = (positive as Extract<Finding, { id: "finding-under-engaged" }>).values;
    expect(range!.low).toBeLessThan(size);
    expect(range!.high).toBeGreaterThan(size);
  });
  it("extra separation, and nothing shown", () => {
    expect(ids(run({ negative: [1, 1], positive: [2, 3] }))).toContain("finding-extra-separation");
    expect(ids(run({ negative: [1, 2], positive: [2, 3] }))).toContain("finding-not-shown");
  });
  it("no conclusion where the real turns do not separate the outcomes", () => {
    const got = ids(run({ negative: [2, 3], positive: [2, 2] }));
    expect(got).toContain("finding-cannot-test");
    expect(got.filter((id) => /deficit|separation|shown|kept/.test(id))).toEqual([]);
  });
  it("no conclusion from a look, none without a contrast, a mark on invented runs", () => {
    const probes = run({ negative: [1, 2], positive: [3, 3] });
    expect(ids(probes, { look: true }).slice(-1)).toEqual(["finding-look"]);
    expect(ids(probes, { look: true })).not.toContain("finding-deficit");
    expect(ids(probes, { invented: true }).slice(-2)).toEqual(["finding-deficit", "finding-invented"]);
    expect(ids(probes.filter((probe) => probe.outcome === "negative"))).toEqual(["finding-over-engaged", "finding-no-bias", "finding-no-contrast"]);
  });
  it("says when invalid labels could turn the conclusion", () => {
    const probes = run({ negative: [1, 2], positive: [3, 3] }).map((probe, i) => (i % 3 === 0 ? { ...probe, samples: [{ kind: "reply" as const, label: { status: "invalid" as const, cause: "no-json" } }] } : probe));
    expect(ids(probes)).toContain("finding-not-robust");
  });
});
