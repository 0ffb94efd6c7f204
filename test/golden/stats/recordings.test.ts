// Golden numbers of the recorded conditions on real conversations: labels of the recordings, outcomes and customers of the dataset.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/core/stats/compareRuns.ts";
import { sentence } from "../../../src/core/messages/sentences.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { depthMeasure, depthProbes, strataOf, unitValues } from "../../../src/core/stats/units.ts";
import { findings } from "../../../src/core/stats/verdictSentence.ts";
import { SCHEME } from "../../unit/core/stats/probes.ts";
import { biasesOf, checkBlock, checkContrast, checkLinkedResampling, checkResampling, checkShares, checkTable, withinBand } from "./checks.ts";
import { golden, hasGolden, must, near, nearInterval, nothingLeft, sharedFolder } from "./golden.ts";

const recordings = path.join(sharedFolder, "recordings/persuasionforgood");
const info = path.join(sharedFolder, "data/persuasionforgood/FullData/full_info.csv");
const present = hasGolden && existsSync(recordings) && existsSync(info);
const expected = golden("recordings-expected");

interface Recorded {
  readonly conversation: string;
  readonly turn: number;
  readonly position: number;
  readonly kind: "reply" | "leave" | "silence";
  readonly real_state: { readonly stage: string; readonly emotion: string; readonly blocker: string };
  readonly sim_state?: { readonly stage: string; readonly emotion: string; readonly blocker: string };
}

/** Persuadee (B4 = 1) and donation (B6) of each conversation (B2). */
function people(): ReadonlyMap<string, { readonly customer: string; readonly outcome: "positive" | "negative" }> {
  const [head = "", ...lines] = readFileSync(info, "utf8").trim().split(/\r?\n/);
  const column = Object.fromEntries(head.split(",").map((name, i) => [name, i]));
  return new Map(
    lines.map((line) => line.split(",")).filter((cells) => cells[column.B4!] === "1").map((cells) => [
      cells[column.B2!]!,
      { customer: cells[column.B3!]!, outcome: Number(cells[column.B6!]) > 0 ? "positive" : "negative" },
    ]),
  );
}

function probesOf(condition: string): readonly LabelledProbe[] {
  if (!present) return [];
  const known = people();
  return readFileSync(path.join(recordings, `${condition}.jsonl`), "utf8").trim().split("\n").map((line): LabelledProbe => {
    const each = JSON.parse(line) as Recorded;
    return {
      conversation: each.conversation,
      ...known.get(each.conversation)!,
      position: each.position,
      ordinal: each.turn,
      realKind: "reply",
      real: { status: "valid", ...each.real_state },
      samples: each.kind === "reply" ? [{ kind: "reply", label: { status: "valid", ...each.sim_state! } }] : [{ kind: each.kind }],
    };
  });
}

/** Differences of simulated depth by conversation; one probe a position, real labels shared. */
function differences(a: readonly LabelledProbe[], b: readonly LabelledProbe[]): Record<"negative" | "positive", readonly number[]> {
  const units = (probes: readonly LabelledProbe[]) => strataOf(unitValues(depthProbes(probes, SCHEME, "all"), depthMeasure, "conversation"));
  const [first, second] = [units(a), units(b)];
  const side = (name: "negative" | "positive"): readonly number[] => first[name].map((unit, i) => unit.simulated - second[name][i]!.simulated);
  return { negative: side("negative"), positive: side("positive") };
}

describe.skipIf(!present)("recordings", () => {
  const runs = { persona: probesOf("persona"), "may-disengage": probesOf("may-disengage") } as const;

  for (const condition of ["persona", "may-disengage"] as const) {
    for (const kind of ["all", "replies"] as const) {
      const depths = depthProbes(runs[condition], SCHEME, kind);
      it.each(["conversation", "customer"] as const)(`${condition}, ${kind} × %s`, (unit) => checkBlock(runs[condition], unit, kind, expected.at(condition, kind, unit)));
      it(`${condition}, ${kind}: resampling, table, shares`, () => {
        const strata = strataOf(unitValues(depths, depthMeasure, "conversation"));
        checkResampling({ negative: biasesOf(strata.negative), positive: biasesOf(strata.positive), linked: 0 }, expected.at(condition, kind, "conversation", "resampling"));
        checkLinkedResampling(strataOf(unitValues(depths, depthMeasure, "customer")), expected.at(condition, kind, "customer", "resampling"));
        checkTable(depths, expected.at(condition, kind, "table"));
        checkShares(depths, expected.at(condition, kind, "shares"));
      });
    }

    it(`${condition}: the report's sentence says that this dataset cannot test the contrast`, () => {
      const report = statsReport(runs[condition], SCHEME, { seed: 1, bootstrapDraws: 500, permutationDraws: 500, look: false, invented: false });
      expect(report.headline.unit).toBe("customer");
      near(must(report.headline.delta), expected.at(condition, "all", "customer", "depth_bias", "delta"));
      const said = findings(report).find(({ id }) => id === "finding-cannot-test");
      if (said?.id !== "finding-cannot-test" || !said.values.range) throw new Error("the finding is missing");
      near(said.values.gap, expected.at(condition, "all", "customer", "separation", "real", "gap"), "the gap said");
      nearInterval([said.values.range.low, said.values.range.high], expected.at(condition, "all", "customer", "separation", "real", "welch_ci95"), "its interval");
      expect(sentence(said.id, { gap: said.values.gap.toFixed(2), interval: "" })).toMatch(/^This dataset cannot test the contrast: /);
      expect(findings(report).map(({ id }) => id).filter((id) => /deficit|lost|extra|shown/.test(id))).toEqual([]);
    });
  }

  it("persona minus may-disengage", () => {
    const block = expected.at("persona_minus_may_disengage_all");
    const got = compareRuns(runs.persona, runs["may-disengage"], SCHEME, { seed: 2, margin: 0.15, unit: "conversation" });
    near(must(got.negative), block.at("mean_negative"));
    near(must(got.positive), block.at("mean_positive"));
    near(must(got.contrast.difference), block.at("delta"));
    near(must(got.contrast.cohensD), block.at("cohens_d"));
    const welch = must(got.contrast.intervals.welch);
    nearInterval([welch.low, welch.high], block.at("welch_ci95"));
    const test = block.at("permutation_studentised");
    withinBand(must(got.contrast.studentised.oneSided), test.at("one_sided"), test.at("tolerance_at_B_20000", "one_sided"));
    withinBand(must(got.contrast.studentised.twoSided), test.at("two_sided"), test.at("tolerance_at_B_20000", "two_sided"));
    // The closed forms the comparison does not print are those of its unit differences.
    const sides = differences(runs.persona, runs["may-disengage"]);
    checkContrast(sides.negative, sides.positive, block);
    checkResampling({ ...sides, linked: 0 }, block);
  });
  nothingLeft("recordings-expected");
});
