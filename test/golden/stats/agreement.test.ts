// Golden numbers of agreement and of corrections by people's labels.
import { describe, expect, it } from "vitest";
import { agreementTable, fleissKappa, gwetAc1, kappa, kappaInterval, krippendorffAlpha, observedAgreement, pabak, type AlphaMetric } from "../../../src/core/stats/agreement.ts";
import { correctedBias, type CorrectedContrast, type DrawnTurn } from "../../../src/core/stats/correctedContrast.ts";
import { adjustedRate, checkedTable, correctedShares, judgeError, powerTunedMean, weightedRate, type CheckedLabel } from "../../../src/core/stats/corrections.ts";
import type { Contrast } from "../../../src/core/stats/contrast.ts";
import type { OutcomeValue } from "../../../src/core/stats/labelledProbe.ts";
import { STAGES } from "../../unit/core/stats/probes.ts";
import { coincides, golden, hasGolden, isNot, must, near, nearAll, nothingLeft, same, type Golden } from "./golden.ts";

const agreement = golden("agreement");
const corrections = golden("corrections");
const extra = golden("corrections-extra");
const poisson = golden("correction-poisson-design");

const placeOf = (stage: Golden): number => STAGES.indexOf(stage.text() as (typeof STAGES)[number]);

describe.skipIf(!hasGolden)("agreement", () => {
  it("two raters", () => {
    const two = agreement.at("two_raters");
    const table = agreementTable(two.at("a").numbers(), two.at("b").numbers(), 5);
    same(table, two.at("table"));
    near(must(observedAgreement(table)), two.at("percent"));
    near(must(kappa(table)), two.at("kappa"));
    nearAll(must(kappaInterval(table)), two.at("kappa_ci95"));
    near(must(kappa(table, "linear")), two.at("kappa_linear"));
    near(must(kappa(table, "quadratic")), two.at("kappa_quadratic"));
    near(must(gwetAc1(table)), two.at("gwet_ac1"));
    near(must(pabak(table)), two.at("pabak"));
  });
  it("three raters, missing labels", () => {
    near(must(fleissKappa(agreement.at("fleiss", "ratings").table(), 5)), agreement.at("fleiss", "kappa"));
    for (const [, block] of agreement.at("krippendorff").entries()) {
      const items = block.at("units").list().map((item) => item.list().map((label) => (label.isNull ? undefined : label.number())));
      for (const metric of ["nominal", "ordinal", "interval"] as const satisfies readonly AlphaMetric[]) near(must(krippendorffAlpha(items, metric)), block.at(metric), metric);
    }
  });
  nothingLeft("agreement");
});

describe.skipIf(!hasGolden)("power-tuned means and adjusted rates", () => {
  it("PPI++", () => {
    const block = corrections.at("ppi_mean");
    const arms = (node: Golden) => [node.at("human").numbers(), node.at("judge_on_human").numbers(), node.at("judge_elsewhere").numbers()] as const;
    for (const [name, lambda] of [["tuned", undefined], ["lambda_0", 0], ["lambda_1", 1]] as const) {
      const got = must(powerTunedMean(...arms(block), lambda));
      near(got.estimate, block.at(name, "estimate"), name);
      nearAll(got.interval, block.at(name, "ci95"), name);
    }
    for (const [name, each] of extra.at("ppi_cases").entries()) {
      const got = must(powerTunedMean(...arms(each)));
      near(got.lambdaRaw, each.at("expected", "lambda_raw"), name);
      near(got.lambda, each.at("expected", "lambda_used"), name);
      near(got.estimate, each.at("expected", "estimate"), name);
      near(got.se, each.at("expected", "se"), name);
      nearAll(got.interval, each.at("expected", "ci95"), name);
    }
    expect(powerTunedMean([1], [1], [1, 2])).toEqual({ ok: false, reason: "not-enough-labels" });
  });
  it("adjusted rates", () => {
    for (const each of corrections.at("adjusted_rate").list()) {
      const got = must(adjustedRate(each.at("p").number(), each.at("specificity").number(), each.at("sensitivity").number(), each.at("n").number(), each.at("m_negative").number(), each.at("m_positive").number()));
      near(got.estimate, each.at("estimate"));
      nearAll(got.interval, each.at("ci95"));
    }
  });
  nothingLeft("corrections");
});

function drawnTurns(turns: Golden): readonly DrawnTurn[] {
  return turns.list().map((turn) => ({
    conversation: turn.at("conversation").text(),
    outcome: turn.at("outcome").text() as OutcomeValue,
    position: turn.at("position").number(),
    branch: turn.at("branch").text() === "real" ? "real" : "simulated",
    judge: placeOf(turn.at("judge_stage")),
    human: turn.at("human_stage").isNull ? undefined : placeOf(turn.at("human_stage")),
    inclusion: turn.at("inclusion_probability").number(),
  }));
}

/** Probes of which both branches were drawn. */
function probesLabelledInBoth(turns: Golden): number {
  const branches = new Map<string, number>();
  for (const turn of turns.list()) {
    const key = `${turn.at("conversation").text()} ${turn.at("position").number()}`;
    if (!turn.at("human_stage").isNull) branches.set(key, (branches.get(key) ?? 0) + 1);
  }
  return [...branches.values()].filter((count) => count === 2).length;
}

function checkCorrected(got: Contrast, expected: Golden, interval?: CorrectedContrast["interval"]): void {
  near(must(got.meanNegative), expected.at("mean_negative"));
  near(must(got.meanPositive), expected.at("mean_positive"));
  near(must(got.delta), expected.at("delta"));
  near(must(got.welch).se, expected.at("welch_se"));
  if (interval) nearAll(must(interval), expected.at("ci95"));
}

describe.skipIf(!hasGolden)("design-based corrections", () => {
  const turns = hasGolden ? drawnTurns(extra.at("design", "turns")) : [];
  const design = (...keys: readonly (string | number)[]) => extra.at("design", ...keys);

  it("stratified draw: corrected bias and Δ; λ is irrelevant to the estimate", () => {
    const got = must(correctedBias(turns));
    same(got.labelsUsed, design("labelled"));
    same(probesLabelledInBoth(extra.at("design", "turns")), design("probes_with_both_branches_labelled"));
    checkCorrected(got.judgeOnly, design("expected", "judge_only"));
    checkCorrected(got.headline.contrast, design("expected", "lambda_1"), got.headline.interval);
    checkCorrected(got.tuned.contrast, design("expected", "lambda_tuned"), got.tuned.interval);
    checkCorrected(got.humanOnly.contrast, design("expected", "human_only"), got.humanOnly.interval);
    near(got.tuned.lambdaRaw, design("expected", "lambda_tuned_raw"));
    near(got.tuned.lambda, design("expected", "lambda_tuned", "lambda_"));
    near(must(got.headline.contrast.delta), must(got.humanOnly.contrast.delta));
    for (const each of [got.headline, got.tuned, got.humanOnly]) isNot(must(each.contrast.delta), design("expected", "wrong_unweighted_ppi_delta"), 0.01);
  });
  it("independent draws", () => {
    const got = must(correctedBias(drawnTurns(poisson.at("turns"))));
    checkCorrected(got.headline.contrast, poisson.at("expected", "lambda_1"), got.headline.interval);
    checkCorrected(got.tuned.contrast, poisson.at("expected", "lambda_tuned"), got.tuned.interval);
    checkCorrected(got.humanOnly.contrast, poisson.at("expected", "human_only_horvitz_thompson"), got.humanOnly.interval);
    near(got.tuned.lambdaRaw, poisson.at("expected", "lambda_tuned_raw"));
    near(got.tuned.lambda, poisson.at("expected", "lambda_tuned", "lambda_"));
  });
  it("judge error, shares, rates, weighted agreement", () => {
    const of = (outcome: string, branch: string): readonly CheckedLabel[] => turns.filter((turn) => turn.outcome === outcome && turn.branch === branch);
    for (const [side, block] of design("expected", "judge_minus_human_depth_weighted").entries()) {
      near(must(judgeError(of(side, "real"))), block.at("real"));
      near(must(judgeError(of(side, "simulated"))), block.at("sim"));
    }
    const real = of("negative", "real");
    const shares = design("share_real_negative");
    const byJudge = (rows: readonly CheckedLabel[]): readonly number[] => STAGES.map((_, stage) => rows.filter(({ judge }) => judge === stage).length);
    nearAll(byJudge(real).map((count) => count / real.length), shares.at("judge"));
    same(byJudge(real.filter(({ human }) => human !== undefined)), shares.at("labels_per_predicted_stage"));
    nearAll(must(correctedShares(real, 5)), shares.at("human_by_predictive_values"));
    nearAll(must(correctedShares(real, 5)), shares.at("multiclass_inverse_weighted"));
    checkedTable(real, 5).forEach((row, judge) => nearAll(row.map((weight) => weight / row.reduce((a, b) => a + b, 0)), shares.at("predictive_matrix_rows_judge_columns_human", judge)));
    const rate = must(weightedRate(real, 0));
    near(rate.sensitivity, shares.at("resisting_rogan_gladen_weighted", "sensitivity"));
    near(rate.specificity, shares.at("resisting_rogan_gladen_weighted", "specificity"));
    near(rate.estimate, shares.at("resisting_rogan_gladen_weighted", "estimate"));
    const unweighted = shares.at("wrong_resisting_rogan_gladen_unweighted");
    isNot(rate.specificity, unweighted.at("specificity"), 0.01);
    isNot(rate.estimate, unweighted.at("estimate"), 0.01);
    // Every drawn label of the stage was the judge's too, however they are weighted.
    coincides(rate.sensitivity, unweighted.at("sensitivity"));
    const table = checkedTable(real, 5);
    const expected = design("agreement_real_negative");
    near(must(kappa(table)), expected.at("kappa_weighted"));
    near(must(kappa(table, "quadratic")), expected.at("quadratic_kappa_weighted"));
    near(must(gwetAc1(table)), expected.at("gwet_ac1_weighted"));
    isNot(must(kappa(table)), expected.at("wrong_unweighted", "kappa"), 0.01);
    isNot(must(kappa(table, "quadratic")), expected.at("wrong_unweighted", "quadratic_kappa"), 0.01);
    isNot(must(gwetAc1(table)), expected.at("wrong_unweighted", "gwet_ac1"), 0.01);
  });
  it("too few labels and unchecked classes have reasons", () => {
    expect(correctedBias(turns.map((turn) => ({ ...turn, human: undefined })))).toEqual({ ok: false, reason: "not-enough-labels" });
    expect(correctedShares([{ judge: 1, human: undefined, inclusion: 0.5 }, { judge: 0, human: 0, inclusion: 0.5 }], 5)).toEqual({ ok: false, reason: "empty-judge-class" });
  });
  nothingLeft("corrections-extra");
  nothingLeft("correction-poisson-design");
});
