// Golden numbers of agreement and of corrections by people's labels.
import { describe, expect, it } from "vitest";
import { agreementTable, fleissKappa, gwetAc1, kappa, kappaInterval, krippendorffAlpha, observedAgreement, pabak, type AlphaMetric } from "../../../src/core/stats/agreement.ts";
import { correctedBias, type CorrectedContrast, type DrawnTurn } from "../../../src/core/stats/correctedContrast.ts";
import { adjustedRate, checkedTable, correctedShares, judgeError, powerTunedMean, weightedRate, type CheckedLabel } from "../../../src/core/stats/corrections.ts";
import type { Contrast } from "../../../src/core/stats/contrast.ts";
import type { OutcomeValue } from "../../../src/core/stats/labelledProbe.ts";
import { STAGES } from "../../unit/core/stats/probes.ts";
import { golden, hasGolden, must, near, nearAll, type Golden } from "./golden.ts";

const agreement = golden("agreement");
const corrections = golden("corrections");
const extra = golden("corrections-extra");
const poisson = golden("correction-poisson-design");
const degenerate = golden("degenerate");

const placeOf = (stage: Golden): number => STAGES.indexOf(stage.text() as (typeof STAGES)[number]);

describe.skipIf(!hasGolden)("agreement", () => {
  it("two raters", () => {
    const two = agreement.at("two_raters");
    const table = agreementTable(two.at("a").numbers(), two.at("b").numbers(), 5);
    expect(table).toEqual(two.at("table").table());
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
  it("one category has no κ", () => {
    const expected = degenerate.at("cases").list().find((one) => one.at("name").text().startsWith("kappa"))!;
    const table = expected.at("table").table();
    expect(kappa(table)).toEqual({ ok: false, reason: expected.at("expected", "why").text() });
    near(must(observedAgreement(table)), expected.at("expected", "agreement"));
    near(must(gwetAc1(table)), expected.at("expected", "gwet_ac1"));
  });
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
    const useless = degenerate.at("cases").list().find((one) => one.has("sensitivity"))!;
    expect(adjustedRate(useless.at("p").number(), useless.at("specificity").number(), useless.at("sensitivity").number(), 100, 30, 30)).toEqual({ ok: false, reason: useless.at("expected", "why").text() });
  });
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
    expect(got.labelsUsed).toBe(design("labelled").number());
    checkCorrected(got.judgeOnly, design("expected", "judge_only"));
    checkCorrected(got.headline.contrast, design("expected", "lambda_1"), got.headline.interval);
    checkCorrected(got.tuned.contrast, design("expected", "lambda_tuned"), got.tuned.interval);
    checkCorrected(got.humanOnly.contrast, design("expected", "human_only"), got.humanOnly.interval);
    near(got.tuned.lambdaRaw, design("expected", "lambda_tuned_raw"));
    near(must(got.headline.contrast.delta), must(got.humanOnly.contrast.delta));
    expect(Math.abs(must(got.headline.contrast.delta) - design("expected", "wrong_unweighted_ppi_delta").number())).toBeGreaterThan(0.01);
  });
  it("independent draws", () => {
    const got = must(correctedBias(drawnTurns(poisson.at("turns"))));
    checkCorrected(got.headline.contrast, poisson.at("expected", "lambda_1"), got.headline.interval);
    checkCorrected(got.tuned.contrast, poisson.at("expected", "lambda_tuned"), got.tuned.interval);
    checkCorrected(got.humanOnly.contrast, poisson.at("expected", "human_only_horvitz_thompson"), got.humanOnly.interval);
    near(got.tuned.lambdaRaw, poisson.at("expected", "lambda_tuned_raw"));
  });
  it("judge error, shares, rates, weighted agreement", () => {
    const of = (outcome: string, branch: string): readonly CheckedLabel[] => turns.filter((turn) => turn.outcome === outcome && turn.branch === branch);
    for (const [side, block] of design("expected", "judge_minus_human_depth_weighted").entries()) {
      near(must(judgeError(of(side, "real"))), block.at("real"));
      near(must(judgeError(of(side, "simulated"))), block.at("sim"));
    }
    const real = of("negative", "real");
    const shares = design("share_real_negative");
    nearAll(must(correctedShares(real, 5)), shares.at("human_by_predictive_values"));
    nearAll(must(correctedShares(real, 5)), shares.at("multiclass_inverse_weighted"));
    nearAll(checkedTable(real, 5).map((row) => row.map((weight) => weight / row.reduce((a, b) => a + b, 0))).flat(), shares.at("predictive_matrix_rows_judge_columns_human").table().flat());
    const rate = must(weightedRate(real, 0));
    near(rate.sensitivity, shares.at("resisting_rogan_gladen_weighted", "sensitivity"));
    near(rate.specificity, shares.at("resisting_rogan_gladen_weighted", "specificity"));
    near(rate.estimate, shares.at("resisting_rogan_gladen_weighted", "estimate"));
    expect(Math.abs(rate.estimate - shares.at("wrong_resisting_rogan_gladen_unweighted", "estimate").number())).toBeGreaterThan(0.01);
    const table = checkedTable(real, 5);
    const expected = design("agreement_real_negative");
    near(must(kappa(table)), expected.at("kappa_weighted"));
    near(must(kappa(table, "quadratic")), expected.at("quadratic_kappa_weighted"));
    near(must(gwetAc1(table)), expected.at("gwet_ac1_weighted"));
    expect(Math.abs(must(kappa(table)) - expected.at("wrong_unweighted", "kappa").number())).toBeGreaterThan(0.01);
  });
  it("too few labels and unchecked classes have reasons", () => {
    expect(correctedBias(turns.map((turn) => ({ ...turn, human: undefined })))).toEqual({ ok: false, reason: "not-enough-labels" });
    expect(correctedShares([{ judge: 1, human: undefined, inclusion: 0.5 }, { judge: 0, human: 0, inclusion: 0.5 }], 5)).toEqual({ ok: false, reason: "empty-judge-class" });
  });
});
