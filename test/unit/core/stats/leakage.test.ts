// Statistics that predict may not see what they predict: folds by customer, scaling inside the training fold, fields scanned out of fold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { controlJackknife } from "../../../../src/core/stats/controlLadder.ts";
import { foldsOf } from "../../../../src/core/stats/folds.ts";
import { outOfFold, type InformedProbe } from "../../../../src/core/stats/information.ts";
import { profileScan, type Person } from "../../../../src/core/stats/profileScan.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { depthProbes } from "../../../../src/core/stats/units.ts";
import { probeOf, SCHEME } from "./probes.ts";

describe("cross-validation", () => {
  const rows = Array.from({ length: 60 }, (_, i): InformedProbe => ({ conversation: `c${i}`, unit: `c${i}`, cluster: `u${i % 25}`, outcome: i % 3 ? "negative" : "positive", position: 30, real: (i * 7) % 5, features: [(i * 13) % 7, (i * 5) % 11], counts: [i % 4] }));
  const folds = foldsOf(rows.map(({ cluster, outcome }) => ({ cluster, stratum: outcome })), 5, 1);
  const scores = (of: readonly InformedProbe[], kind: "logistic" | "linear") => outOfFold(of, (row) => row.features, (row) => (kind === "linear" ? row.real : row.outcome === "positive" ? 1 : 0), folds, kind);

  it("predicts a customer from the others alone: neither their outcomes, depths nor features weigh on anyone of their fold", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.constantFrom<"logistic" | "linear">("logistic", "linear"), fc.integer({ min: -50, max: 50 }), (changed, kind, feature) => {
        const fold = folds[changed];
        const before = scores(rows, kind);
        const target = scores(rows.map((row, i) => (folds[i] === fold ? { ...row, real: 4 - row.real, outcome: row.outcome === "positive" ? "negative" : "positive" } : row)), kind);
        const moved = scores(rows.map((row, i) => (i === changed ? { ...row, features: [feature, -feature] } : row)), kind);
        rows.forEach((_, i) => {
          if (folds[i] !== fold) return;
          expect(target[i]).toBe(before[i]);
          if (i !== changed) expect(moved[i]).toBe(before[i]);
        });
      }),
      { seed: 91, numRuns: 20 },
    );
  });
  it("keeps all conversations of a customer in one fold", () => {
    const byCustomer = new Map(rows.map(({ cluster }, i) => [cluster, folds[i]]));
    rows.forEach(({ cluster }, i) => expect(folds[i]).toBe(byCustomer.get(cluster)));
  });
});

describe("profile fields", () => {
  const people = (profileOf: (i: number, positive: boolean) => Readonly<Record<string, string>>): readonly Person[] =>
    Array.from({ length: 200 }, (_, i) => ({ cluster: `u${i}`, outcome: i % 2 ? "positive" : "negative", profile: profileOf(i, i % 2 === 1) }));
  const scanned = (profileOf: (i: number, positive: boolean) => Readonly<Record<string, string>>) => profileScan(people(profileOf), 1);

  it("that give the outcome away are found: a value, a number either way round, the mere presence", () => {
    const got = scanned((i, positive) => ({ status: positive ? "customer" : "lead", amount: String(positive ? 10 + i : 0), days: String(positive ? 1 : 2 + i), ...(positive ? { invoice: `n${i}` } : {}) }));
    expect(got.map(({ field, suspicious }) => [field, suspicious])).toEqual([["amount", true], ["days", true], ["invoice", true], ["status", true]]);
  });
  it("that say nothing are not: names, constants, noise, age", () => {
    const got = scanned((i) => ({ name: `n${i}`, country: "UK", age: String(20 + (((i >> 1) * 37) % 50)), sex: (i >> 1) % 2 ? "f" : "m" }));
    expect(got.filter(({ suspicious }) => suspicious)).toEqual([]);
    expect(got.find(({ field }) => field === "name")!.auc).toEqual({ ok: true, value: 0.5 });
    expect(got.find(({ field }) => field === "country")!.auc).toMatchObject({ ok: true });
  });
  it("that go with the outcome without giving it away are not suspected", () => {
    const got = scanned((i, positive) => ({ segment: (positive ? i % 10 < 7 : i % 10 < 3) ? "a" : "b" }));
    expect(got[0]).toMatchObject({ suspicious: false, people: 200 });
  });
  it("have a reason where nothing can be said", () => {
    expect(profileScan([], 1)).toEqual([]);
    expect(profileScan([{ cluster: "a", outcome: "positive", profile: { x: "1" } }], 1)).toEqual([{ field: "x", auc: { ok: false, reason: "no-pairs" }, people: 1, suspicious: false }]);
  });
});

describe("the pool of a control", () => {
  it("leans to the other outcome by 1/(n − 1) when one's own conversation is left out, and chance is counted so", () => {
    for (const n of [6, 20, 200]) {
      const people = Array.from({ length: n }, (_, i) => probeOf({ conversation: `c${i}`, outcome: i % 2 ? "positive" : "negative", real: i % 5, samples: [] }));
      const all = people.map((probe) => ({ ...probe, samples: people.filter((other) => other !== probe).map((other) => ({ kind: "reply" as const, donor: other.conversation, label: other.real })) }));
      const { sameOutcome } = runToEnd(controlJackknife(depthProbes(all, SCHEME, "all"), "conversation"));
      const chance = (n / 2 - 1) / (n - 1);
      expect(sameOutcome).toMatchObject({ ok: true, value: { rate: expect.closeTo(chance, 12) as number, chance: expect.closeTo(chance, 12) as number } });
      expect(0.5 - chance).toBeCloseTo(0.5 / (n - 1), 12);
    }
  });
});
