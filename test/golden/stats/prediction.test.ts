// Golden numbers of outcome prediction: ridge logistic in given folds, AUC within fold, plain logistic, AUC with ties; sizes, t tails, overlap.
import { describe, expect, it } from "vitest";
import { dice } from "../../../src/core/stats/dice.ts";
import { auc } from "../../../src/core/stats/discrimination.ts";
import { studentUpper } from "../../../src/core/stats/distributions.ts";
import { aucWithinFolds } from "../../../src/core/stats/hazard.ts";
import { detectableD, neededPerStratum } from "../../../src/core/stats/power.ts";
import { logisticFit, probability, scaled, scalingOf } from "../../../src/core/stats/regression.ts";
import { absent, golden, hasGolden, isNot, must, near, nearAll, nothingLeft, same, type Golden } from "./golden.ts";

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
    outcome.at("expected", "coefficients_by_fold").list().forEach((row, i) => nearAll(got.coefficients[i]!, row, `fold ${i}`));
    nearAll(got.points.map(({ score }) => score), outcome.at("expected", "scores"));
    outcome.at("expected", "auc_by_fold").list().forEach((expected, fold) => {
      const own = auc(got.points.filter((point) => point.fold === fold));
      if (expected.isNull) absent(own, expected);
      else near(must(own).value, expected);
      same(own.ok ? own.value.pairs : 0, outcome.at("expected", "pair_weights", fold));
    });
    near(must(aucWithinFolds(got.points)), outcome.at("expected", "auc"));
    isNot(must(aucWithinFolds(got.points)), outcome.at("expected", "wrong_auc_pooled_over_folds"), 0.05);
  });
  it("no information is ½, not what pooled folds make of it", () => {
    const got = predicted(outcome.at("y").numbers().map(() => [0]));
    const expected = outcome.at("no_information", "expected");
    expected.at("auc_by_fold").list().forEach((each, fold) => {
      const own = auc(got.points.filter((point) => point.fold === fold));
      if (each.isNull) absent(own, each);
      else near(must(own).value, each);
    });
    near(must(aucWithinFolds(got.points)), expected.at("auc"));
    isNot(must(aucWithinFolds(got.points)), expected.at("wrong_auc_pooled_over_folds"), 0.05);
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
  it("power and t tails", () => {
    const sidesOf = (node: Golden): 1 | 2 => (node.at("sides").number() === 1 ? 1 : 2);
    for (const each of prediction.at("power").list()) same(neededPerStratum(each.at("d").number(), sidesOf(each), each.at("alpha").number(), each.at("power").number()), each.at("n_per_group"));
    for (const each of prediction.at("min_detectable_d").list()) near(detectableD(each.at("n_negative").number(), each.at("n_positive").number(), sidesOf(each)), each.at("d"));
    for (const each of prediction.at("t_cdf").list()) near(studentUpper(each.at("t").number(), each.at("df").number()), each.at("sf"), "t");
  });
  it("Dice's overlap", () => {
    for (const each of prediction.at("dice").list()) near(dice(each.at("a").number(), each.at("b").number()), each.at("dice"), "Dice");
  });
  nothingLeft("outcome-prediction");
  nothingLeft("prediction-and-power");
});
