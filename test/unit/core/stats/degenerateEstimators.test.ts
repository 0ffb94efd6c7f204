// Estimators that stand outside the run's report, fed with too little, with ties and with nothing: values or reasons.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementTable, fleissKappa, gwetAc1, kappa, kappaInterval, krippendorffAlpha, observedAgreement, pabak } from "../../../../src/core/stats/agreement.ts";
import { unknownBounds, withoutLateConverters } from "../../../../src/core/stats/bounds.ts";
import { clusterBootstraps } from "../../../../src/core/stats/clusterBootstrap.ts";
import { fisher, mcNemar } from "../../../../src/core/stats/contingency.ts";
import { correctedBias } from "../../../../src/core/stats/correctedContrast.ts";
import { adjustedRate, correctedShares, judgeError, powerTunedMean, weightedRate } from "../../../../src/core/stats/corrections.ts";
import { auc, brier, constantBrier, logLoss, reliability, skill } from "../../../../src/core/stats/discrimination.ts";
import { exitPoints, exitReport, type ConversationEnd } from "../../../../src/core/stats/exit.ts";
import { aucWithinFolds, realHazard, simulatedHazard, turnCountBaseline } from "../../../../src/core/stats/hazard.ts";
import { attainable, information } from "../../../../src/core/stats/information.ts";
import { benjaminiHochberg, holm } from "../../../../src/core/stats/multiplicity.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { checkPlain } from "./documents.ts";
import { anyProbes } from "./probes.ts";

const place = fc.integer({ min: 0, max: 2 });
const count = fc.integer({ min: 0, max: 3 });
const outcome = fc.constantFrom("negative" as const, "positive" as const);
const runs = { seed: 51, numRuns: 200 };

describe("agreement and corrections", () => {
  it("of any table, also an empty one", () => {
    fc.assert(
      fc.property(fc.array(fc.array(count, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }), (table) => {
        checkPlain([observedAgreement(table), kappa(table), kappa(table, "linear"), kappa(table, "quadratic"), kappaInterval(table), gwetAc1(table), pabak(table)]);
      }),
      runs,
    );
    checkPlain([agreementTable([], [], 0), kappa([]), gwetAc1([[4]]), observedAgreement([])]);
  });
  it("of any raters", () => {
    const labels = fc.array(fc.option(place, { nil: undefined }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 4 }), fc.array(fc.array(place, { minLength: 2, maxLength: 2 }), { maxLength: 4 }), (items, ratings) => {
        for (const metric of ["nominal", "ordinal", "interval"] as const) checkPlain(krippendorffAlpha(items, metric));
        checkPlain(fleissKappa(ratings, 3));
      }),
      runs,
    );
  });
  it("of any draw of labels", () => {
    const turn = fc.record(
      { conversation: fc.constantFrom("a", "b", "c", "d"), customer: fc.constantFrom("u", "v"), outcome, position: fc.constantFrom(30, 60), branch: fc.constantFrom("real" as const, "simulated" as const), judge: place, human: fc.option(place, { nil: undefined }), inclusion: fc.constantFrom(0.1, 0.5, 1) },
      { requiredKeys: ["conversation", "outcome", "position", "branch", "judge", "human", "inclusion"] },
    );
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 14 }), (turns) => {
        checkPlain(correctedBias(turns));
        checkPlain([correctedShares(turns, 3), weightedRate(turns, 0), judgeError(turns)]);
        const [human, judged] = [turns.map(({ human = 0 }) => human), turns.map(({ judge }) => judge)];
        checkPlain([powerTunedMean(human, judged, judged), powerTunedMean(human, judged, []), powerTunedMean([], [], judged)]);
      }),
      runs,
    );
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), count, count, (p, q0, q1, n, m) => checkPlain(adjustedRate(p, q0, q1, n + 1, m + 1, m + 1))), runs);
  });
});

describe("exits and information", () => {
  it("of any probes and ends", () => {
    const end: fc.Arbitrary<ConversationEnd> = fc.record({
      conversation: fc.constantFrom("c0", "c1", "c2"), outcome: fc.constantFrom("negative" as const, "positive" as const, "unknown" as const), userTurns: fc.integer({ min: 0, max: 5 }),
      end: fc.constantFrom("user-silent" as const, "user-explicit" as const, "agent" as const, "unknown" as const), lastTurnBy: fc.constantFrom("agent" as const, "user" as const), truncated: fc.boolean(),
    });
    fc.assert(
      fc.property(anyProbes, fc.array(end, { maxLength: 5 }), fc.boolean(), (probes, ends, offersExit) => {
        const points = exitPoints(probes.map((probe, i) => (i % 3 === 0 ? { ...probe, realKind: "ended" as const } : probe)));
        checkPlain(runToEnd(exitReport(points, { seed: 1, bootstrapDraws: 10, unit: "customer", offersExit })));
        const baseline = turnCountBaseline(ends, (_, index) => index % 2);
        checkPlain([realHazard(ends), simulatedHazard(points), baseline, aucWithinFolds(baseline), auc(baseline), brier(baseline), constantBrier(baseline), skill(brier(baseline), constantBrier(baseline)), logLoss(baseline), reliability(baseline)]);
      }),
      { ...runs, numRuns: 60 },
    );
  });
  it("of any few rows, equal features and empty folds", () => {
    const row = fc.record({ unit: fc.constantFrom("a", "b", "c", "d", "e"), outcome, position: fc.constantFrom(30, 60), real: place, features: fc.tuple(place, place), counts: fc.tuple(place) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (some) => {
        const rows = some.map((each, i) => ({ ...each, conversation: `${each.unit} ${i % 2}`, unit: `${each.outcome} ${each.unit}`, cluster: each.unit }));
        checkPlain(runToEnd(information(rows, 5, 1)));
        checkPlain(runToEnd(attainable(rows, 5, 1)));
      }),
      { ...runs, numRuns: 60 },
    );
  });
});

describe("tables, families, bounds, clusters", () => {
  it("of any counts and p", () => {
    fc.assert(
      fc.property(fc.array(count, { minLength: 4, maxLength: 4 }), fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 5 }), ([a = 0, b = 0, c = 0, d = 0], ps) => {
        checkPlain([fisher([[a, b], [c, d]]), mcNemar([[a, b], [c, d]])]);
        for (const adjusted of [holm(ps), benjaminiHochberg(ps)]) {
          expect(adjusted.map((p) => p === null)).toEqual(ps.map((p) => p === null));
          adjusted.forEach((p, i) => expect(p === null || (p >= ps[i]! - 1e-12 && p <= 1)).toBe(true));
        }
      }),
      runs,
    );
  });
  it("of nothing", () => {
    checkPlain([unknownBounds([], "customer"), withoutLateConverters(0.3, 1), withoutLateConverters(0.3, -1), withoutLateConverters(0, 0.5)]);
    checkPlain([...runToEnd(clusterBootstraps([], () => [{ ok: true, value: 1 }], 5, 1)), ...runToEnd(clusterBootstraps([[1], [2]], () => [{ ok: false, reason: "no-variation" }], 5, 1))]);
    checkPlain([auc([]), brier([]), reliability([]), realHazard([]), simulatedHazard([])]);
  });
});
