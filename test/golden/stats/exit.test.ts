// Golden numbers of exits: end rate, premature ends, balanced score, hazard, baseline, discrimination.
import { describe, expect, it } from "vitest";
import { brier, logLoss } from "../../../src/core/stats/discrimination.ts";
import { endProbeRefusal, exitPoints, exitReport, type ConversationEnd, type EndKind } from "../../../src/core/stats/exit.ts";
import { aucWithinFolds, realHazard, turnCountBaseline } from "../../../src/core/stats/hazard.ts";
import type { LabelledProbe, OutcomeValue } from "../../../src/core/stats/labelledProbe.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { golden, hasGolden, isNot, must, near, nothingLeft, richProbes, same } from "./golden.ts";

const rich = golden("rich-run");
const exit = golden("exit");
const options = { seed: 1, bootstrapDraws: 500, unit: "conversation", offersExit: true } as const;

const known = hasGolden ? rich.at("conversations").list().filter((each) => each.at("outcome").text() !== "unknown") : [];

/** End probes of the golden conversations: the person sent nothing at this user turn. */
const endProbes = known.filter((each) => !each.at("k_plus_1").isNull).map((each): LabelledProbe => ({
  conversation: each.at("id").text(),
  outcome: each.at("outcome").text() as OutcomeValue,
  position: 100,
  ordinal: each.at("k_plus_1", "user_turn").number(),
  realKind: "ended",
  real: { status: "invalid", cause: "ended" },
  samples: each.at("k_plus_1", "samples").list().map((sample) => {
    const kind = sample.at("kind").text();
    const valid = sample.at("status").text() === "valid";
    return kind === "reply" ? { kind, label: valid ? { status: "valid", stage: "exploring" } : { status: "invalid", cause: "golden" } } : { kind: kind as "leave" | "silence" };
  }),
}));

const ends = known.map((each): ConversationEnd => ({
  conversation: each.at("id").text(),
  outcome: each.at("outcome").text() as OutcomeValue,
  userTurns: each.at("user_turns").number(),
  end: each.at("ended_by").text() as EndKind,
  lastTurnBy: "agent",
  truncated: false,
}));

describe.skipIf(!hasGolden)("exit", () => {
  const expected = (...keys: readonly (string | number)[]) => exit.at("expected", ...keys);
  const points = exitPoints([...(hasGolden ? richProbes(rich.at("conversations")) : []), ...endProbes]);
  const report = runToEnd(exitReport(points, options));

  it("end rate, premature end rate, balanced score", () => {
    same(report.all.endRate.n.units, expected("n_k1"));
    same(report.all.prematureRate.n.units, expected("n_continuing_conversations"));
    near(must(report.all.endRate), expected("k1_end_rate"));
    near(must(report.all.prematureRate), expected("premature_end_rate"));
    near(must(report.all.balanced), expected("balanced_exit_score"));
    for (const side of ["negative", "positive"] as const) {
      near(must(report[side].endRate), expected("k1_end_rate_by_outcome", side));
      near(must(report[side].prematureRate), expected("premature_end_rate_by_outcome", side));
    }
    isNot(must(report.all.prematureRate), expected("wrong_turn_pooled_premature"), 1e-3);
    expect(must(report.all.endRateLeave) + must(report.all.endRateSilence)).toBeCloseTo(must(report.all.endRate), 12);
  });
  it("discrimination", () => {
    const { discrimination } = report;
    same(discrimination.points, expected("discrimination", "n"));
    same(discrimination.events, expected("discrimination", "events"));
    near(must(discrimination.auc), expected("discrimination", "auc"));
    near(must(discrimination.brier), expected("discrimination", "brier"));
    near(must(discrimination.constantBrier), expected("discrimination", "brier_constant"));
  });
  it("hazard of the real users, and what turn counts alone predict", () => {
    const rows = realHazard(ends);
    expect(rows.map(({ turn }) => String(turn))).toEqual(expected("real_hazard_every_user_turn").entries().map(([turn]) => turn));
    for (const row of rows) {
      const own = expected("real_hazard_every_user_turn", row.turn);
      same(row.atRisk, own.at("at_risk"));
      same(row.ended, own.at("ended"));
      near(row.hazard, own.at("hazard"));
    }
    const baseline = turnCountBaseline(ends, (_, index) => index % 5);
    same(baseline.length, expected("turn_count_baseline", "opportunities"));
    same(baseline.filter(({ event }) => event).length, expected("turn_count_baseline", "events"));
    near(must(aucWithinFolds(baseline)), expected("turn_count_baseline", "auc_within_fold"));
    near(must(brier(baseline)), expected("turn_count_baseline", "brier"));
    near(must(logLoss(baseline)), expected("turn_count_baseline", "log_loss"));
  });
  it("only ends by the user have an end probe", () => {
    const refused = new Map<string, number>();
    for (const end of ends) if (endProbeRefusal(end) !== undefined) refused.set(end.end, (refused.get(end.end) ?? 0) + 1);
    same(Object.fromEntries(refused), expected("not_eligible_for_k1"));
  });
  it("constants score one half", () => {
    for (const [kind, name] of [["leave", "always_leave_balanced"], ["reply", "never_leave_balanced"]] as const) {
      const constant = points.map((point) => ({ ...point, leave: kind === "leave" ? 1 : 0, silence: 0 }));
      near(must(runToEnd(exitReport(constant, options)).all.balanced), exit.at(name));
    }
  });
  nothingLeft("exit");
});
