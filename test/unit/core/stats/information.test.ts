// Information and attainable contrast: finds what is there, nothing where nothing is; features see nothing later.
import { describe, expect, it } from "vitest";
import { foldsOf } from "../../../../src/core/stats/folds.ts";
import { attainable, information, type InformedProbe } from "../../../../src/core/stats/information.ts";
import { countFeatures, momentFeatures, tokens } from "../../../../src/core/stats/informationFeatures.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";

/** A number in [0, 1) that looks random and is the same everywhere. */
function noise(i: number, salt: number): number {
  const value = Math.sin(i * 12.9898 + salt * 78.233) * 43758.5453;
  return value - Math.floor(value);
}

/** 160 units with two probes; `signal` moves the first feature with the outcome, and real depth with the feature. */
function rows(signal: number): readonly InformedProbe[] {
  return Array.from({ length: 160 }, (_, u) => {
    const outcome = u % 2 === 0 ? ("negative" as const) : ("positive" as const);
    return [30, 60].map((position): InformedProbe => {
      const feature = noise(u, position) + (outcome === "positive" ? signal : 0);
      const real = Math.round(2 * Math.min(1.9, Math.max(0, feature)));
      return { conversation: `c${u}`, unit: `u${u}`, cluster: `k${Math.floor(u / 2)}`, outcome, position, real, features: [feature, noise(u, 7), 0], counts: [noise(u, 3)] };
    });
  }).flat();
}

describe("information (E29)", () => {
  it("finds a signal and no signal", () => {
    const strong = runToEnd(information(rows(0.8), 200, 1));
    expect(strong.auc.ok && strong.auc.value).toBeGreaterThan(0.8);
    expect(strong.auc.interval?.ok === true && strong.auc.interval.value.low).toBeGreaterThan(0.7);
    expect(strong.baseline.ok && Math.abs(strong.baseline.value - 0.5)).toBeLessThan(0.12);
    expect(strong.byPosition.map(({ position }) => position)).toEqual([30, 60]);
    const none = runToEnd(information(rows(0), 200, 1));
    expect(none.auc.interval).toMatchObject({ ok: true });
    expect(none.auc.interval?.ok === true && none.auc.interval.value.low).toBeLessThan(0.5);
    expect(none.auc.interval?.ok === true && none.auc.interval.value.high).toBeGreaterThan(0.45);
  });
  it("does not depend on the order of probes, and has a reason without both outcomes", () => {
    const all = rows(0.4);
    expect(runToEnd(information([...all].reverse(), 40, 2))).toEqual(runToEnd(information(all, 40, 2)));
    expect(runToEnd(information(all.filter(({ outcome }) => outcome === "negative"), 40, 2)).auc).toMatchObject({ ok: false, reason: "no-pairs" });
  });
});

describe("attainable contrast (E20)", () => {
  it("is about the whole real gap where features know nothing, and smaller where they know", () => {
    const uninformed = rows(0.8).map((row) => ({ ...row, features: [noise(row.real, row.position)] }));
    const gap = (of: readonly InformedProbe[]): number => {
      const mean = (side: string): number => of.filter(({ outcome }) => outcome === side).reduce((sum, { real }, _, own) => sum + real / own.length, 0);
      return mean("positive") - mean("negative");
    };
    const blind = runToEnd(attainable(uninformed.map((row) => ({ ...row, features: [0] })), 100, 1));
    expect(blind.delta.ok && blind.delta.value).toBeCloseTo(gap(uninformed), 1);
    const seeing = runToEnd(attainable(rows(0.8), 100, 1));
    expect(seeing.delta.ok && seeing.delta.value).toBeLessThan(gap(rows(0.8)) / 2);
    expect(seeing.rSquared.ok && seeing.rSquared.value).toBeGreaterThan(0.5);
  });
});

describe("attainable contrast of people with several conversations", () => {
  it("weighs a person's conversations alike, however many probes they have (E3)", () => {
    // With a feature that says nothing every fold predicts about the same, so that Δ is the gap of the units' means of the real depth.
    const probe = (conversation: string, unit: string, outcome: "negative" | "positive", position: number, real: number): InformedProbe =>
      ({ conversation, unit, cluster: unit, outcome, position, real, features: [0], counts: [0] });
    const people = Array.from({ length: 40 }, (_, i) => [probe(`a${i}`, `p${i}`, "positive", 30, 4), probe(`a${i}`, `p${i}`, "positive", 60, 4), probe(`a${i}`, `p${i}`, "positive", 90, 4), probe(`b${i}`, `p${i}`, "positive", 30, 0), probe(`n${i}`, `q${i}`, "negative", 30, 1)]).flat();
    const { delta } = runToEnd(attainable(people, 0, 1));
    expect(delta.ok && delta.value).toBeCloseTo(2 - 1, 1);
  });
});

describe("folds", () => {
  it("keep customers whole and outcomes even", () => {
    const items = rows(0).map(({ cluster, outcome }) => ({ cluster, stratum: outcome }));
    const folds = foldsOf(items, 5, 3);
    const byCluster = new Map<string, Set<number>>();
    items.forEach(({ cluster }, i) => byCluster.set(cluster, (byCluster.get(cluster) ?? new Set()).add(folds[i]!)));
    expect([...byCluster.values()].every((own) => own.size === 1)).toBe(true);
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((each) => each === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(4);
    expect(foldsOf([...items].reverse(), 5, 3)).toEqual([...folds].reverse());
  });
});

describe("features", () => {
  const turns = [{ role: "agent", text: "Hello there" }, { role: "user", text: "No thanks" }, { role: "agent", text: "只要五分钟" }] as const;
  it("have one length whatever the moment, and change with what was said", () => {
    const one = momentFeatures({ turns, depths: [0], profile: { age: "34" } });
    const other = momentFeatures({ turns: turns.slice(0, 1), depths: [], profile: {} });
    expect(one.length).toBe(other.length);
    expect(one).not.toEqual(momentFeatures({ turns, depths: [0], profile: { age: "35" } }));
    expect(one.every(Number.isFinite)).toBe(true);
    expect(countFeatures({ turns })).toEqual([Math.log1p(1), Math.log1p(2)]);
  });
  it("words and pairs of characters", () => {
    expect(tokens("No, thanks! 不用了 ok")).toEqual(["no", "thanks", "不用", "用了", "ok"]);
    expect(tokens("好")).toEqual(["好"]);
  });
});
