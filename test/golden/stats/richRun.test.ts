// Golden numbers of the rich run: repeated customers, several samples, leaves, silences, invalid labels, unknown outcomes; both kinds × both units.
import { describe, expect, it } from "vitest";
import { invalidBounds } from "../../../src/core/stats/bounds.ts";
import { contrast, summary } from "../../../src/core/stats/contrast.ts";
import { countsOf } from "../../../src/core/stats/counts.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { separation } from "../../../src/core/stats/separation.ts";
import { depthMeasure, depthProbes, strataOf, unitValues } from "../../../src/core/stats/units.ts";
import { SCHEME } from "../../unit/core/stats/probes.ts";
import { biasesOf, checkBlock, checkLinkedResampling, checkResampling, checkShares, checkTable } from "./checks.ts";
import { golden, hasGolden, isNot, must, near, nothingLeft, richProbes, same, type Golden } from "./golden.ts";

const rich = golden("rich-run");

describe.skipIf(!hasGolden)("rich run", () => {
  const probes = hasGolden ? richProbes(rich.at("conversations")) : [];
  const strataIn = (kind: "all" | "replies", unit: "conversation" | "customer") => strataOf(unitValues(depthProbes(probes, SCHEME, kind), depthMeasure, unit));

  for (const kind of ["all", "replies"] as const) {
    const usable = depthProbes(probes, SCHEME, kind);
    const known = usable.filter((probe) => probe.source.outcome !== "unknown");
    const block = (...keys: readonly string[]): Golden => rich.at("expected", kind, ...keys);
    it(`${kind}: counts`, () => {
      same(countsOf(probes, usable, SCHEME).conversations, block("counts", "conversations"));
      same(usable.length, block("counts", "usable_probes"));
      same(known.length, block("counts", "usable_known_outcome"));
    });
    it.each(["conversation", "customer"] as const)(`${kind} × %s: closed forms`, (unit) => checkBlock(probes, unit, kind, block(unit)));
    it(`${kind}: resampling of conversations`, () => {
      const strata = strataIn(kind, "conversation");
      checkResampling({ negative: biasesOf(strata.negative), positive: biasesOf(strata.positive), linked: strata.linked }, block("conversation", "resampling"));
    });
    it(`${kind}: resampling of customers, those of both outcomes together`, () => checkLinkedResampling(strataIn(kind, "customer"), block("customer", "resampling")));
    it(`${kind}: table and shares`, () => {
      checkTable(known, block("table"));
      checkShares(known, block("shares"));
    });
    it(`${kind}: invalid labels at their worst`, () => {
      const got = invalidBounds(probes, SCHEME, kind, "conversation");
      near(must(got.low), block("invalid_bounds", "low"), "low");
      near(must(got.high), block("invalid_bounds", "high"), "high");
    });
    it(`${kind}: no pooled, unsigned or turn-level number`, () => {
      const { negative, positive } = strataIn(kind, "conversation");
      const { delta, welch } = contrast(summary(biasesOf(negative)), summary(biasesOf(positive)));
      for (const name of ["delta_probe_pooled", "delta_sample_pooled", "delta_sign_swapped"]) isNot(must(delta), block("wrong", name), 1e-3);
      isNot(must(welch).t, block("wrong", "t_probe_level"), 1e-3);
    });
  }
  it("the ledger of labels", () => {
    const { byStratum, probes: all } = countsOf(probes, depthProbes(probes, SCHEME, "all"), SCHEME);
    const ledger: Record<string, number> = {};
    let invalid = 0;
    for (const [outcome, counts] of Object.entries(byStratum)) {
      const entries = { "leave.valid": counts.leave, "reply.invalid": counts.invalid, "reply.valid": counts.reply, "silence.valid": counts.silence };
      for (const [name, count] of Object.entries(entries)) if (count > 0) ledger[`${outcome}.${name}`] = count;
      invalid += counts.invalidReal;
    }
    same({ ...ledger, "real.invalid": invalid, "real.valid": all - invalid }, rich.at("expected", "ledger"));
  });
  it("constant and peeking simulators", () => {
    const replies = depthProbes(probes, SCHEME, "replies");
    const reference = rich.at("expected", "reference_simulators_on_replies_probes");
    const separate = (answer: (probe: LabelledProbe) => number, expected: Golden): void => {
      const strata = strataOf(unitValues(replies.map((probe) => ({ ...probe, samples: [answer(probe.source)] })), depthMeasure, "conversation"));
      const got = separation(strata.negative, strata.positive);
      near(must(got.real.delta), expected.at("real_gap"));
      near(must(got.simulated.delta), expected.at("simulated_gap"));
      near(must(got.real.delta) - must(got.simulated.delta), expected.at("delta"));
    };
    separate(() => 1, reference.at("constant_exploring"));
    separate(() => 4, reference.at("constant_deciding"));
    separate(({ outcome }) => (outcome === "negative" ? 1 : 3), reference.at("outcome_peeking_mean"));
    // The real turn itself, as the file's note says.
    const oracle = strataOf(unitValues(replies.map((probe) => ({ ...probe, samples: [probe.real] })), depthMeasure, "conversation"));
    expect([...biasesOf(oracle.negative), ...biasesOf(oracle.positive)].every((bias) => bias === 0)).toBe(true);
  });
  nothingLeft("rich-run");
});
