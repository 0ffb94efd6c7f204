// Golden numbers of outcome prediction: ridge logistic in given folds, AUC within fold, plain logistic, AUC with ties.
import { describe, expect, it } from "vitest";
import { auc } from "../../../src/core/stats/discrimination.ts";
import { aucWithinFolds } from "../../../src/core/stats/hazard.ts";
import { logisticFit, probability, scaled, scalingOf } from "../../../src/core/stats/regression.ts";
import { golden, hasGolden, must, near, nearAll } from "./golden.ts";

const outcome = golden("outcome-prediction");
const prediction = golden("prediction-and-power");

describe.skipIf(!hasGolden)("outcome prediction", () => {
  const predicted = (x: readonly (readonly number[])[]) => {
    const [y, fold, lambda] = [outcome.at("y").numbers(), outcome.at("fold").numbers(), outcome.at("lam").number()];
    const coefficients: number[][] = [];
    const scores = new Array<number>(y.length).fill(0);
    for (const each of [...new Set(fold)].sort()) {
      const training = x.filter((_, i) => fold[i] !== each);
      const scaling = scalingOf(training);
      const fit = must(logisticFit(scaled(training, scaling), y.filter((_, i) => fold[i] !== each), { lambda }));
      coefficients.push([...fit.coefficients]);
      scaled(x, scaling).forEach((row, i) => {
        if (fold[i] === each) scores[i] = probability(fit, row);
      });
    }
    return { coefficients, points: scores.map((score, i) => ({ score, event: y[i] === 1, fold: fold[i]! })) };
  };
  it("ridge logistic in given folds", () => {
    const got = predicted(outcome.at("x").table());
    outcome.at("expected", "coefficients_by_fold").table().forEach((row, i) => nearAll(got.coefficients[i]!, row, `fold ${i}`));
    nearAll(got.points.map(({ score }) => score), outcome.at("expected", "scores"));
    outcome.at("expected", "auc_by_fold").list().forEach((expected, fold) => {
      const own = auc(got.points.filter((point) => point.fold === fold));
      if (expected.isNull) expect(own).toEqual({ ok: false, reason: "no-pairs" });
      else near(must(own).value, expected);
      expect(own.ok ? own.value.pairs : 0).toBe(outcome.at("expected", "pair_weights").numbers()[fold]);
    });
    near(must(aucWithinFolds(got.points)), outcome.at("expected", "auc"));
    expect(Math.abs(must(aucWithinFolds(got.points)) - outcome.at("expected", "wrong_auc_pooled_over_folds").number())).toBeGreaterThan(0.05);
  });
  it("no information is ½, not what pooled folds make of it", () => {
    const got = predicted(outcome.at("y").numbers().map(() => [0]));
    near(must(aucWithinFolds(got.points)), outcome.at("no_information", "expected", "auc"));
    expect(must(auc(got.points)).value).not.toBeCloseTo(0.5, 1);
  });
  it("plain logistic regression and its standard errors", () => {
    const block = prediction.at("logistic");
    const [x1, x2] = [block.at("x1").numbers(), block.at("x2").numbers()];
    const rows = x1.map((value, i) => Float64Array.of(1, value, x2[i]!));
    const fit = must(logisticFit(rows, block.at("y").numbers(), { lambda: 0 }));
    nearAll([...fit.coefficients], block.at("coefficients"));
    nearAll([...fit.standardErrors], block.at("se"));
  });
  it("AUC with ties", () => {
    const block = prediction.at("auc_with_ties");
    const label = block.at("label").numbers();
    near(must(auc(block.at("score").numbers().map((score, i) => ({ score, event: label[i] === 1 })))).value, block.at("auc"));
  });
});
