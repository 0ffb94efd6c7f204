// The published table of what follows on which act, counted again from its rates: six acts × two stages. Figures: S. Chen, "Simulated
// Customers Never Walk Away", arXiv:2606.20708v1, Table 4 (595 probes; per cent real → simulated; † p < .10, * < .05, *** < .001).
import { describe, expect, it } from "vitest";
import { fisher } from "../../../src/core/stats/contingency.ts";
import { benjaminiHochberg, holm } from "../../../src/core/stats/multiplicity.ts";

type Star = "" | "†" | "*" | "***";
interface Cell {
  readonly cell: string;
  readonly n: number;
  readonly real: number;
  readonly simulated: number;
  readonly star: Star;
}

const cellsOf = (act: string, n: number, ...stages: readonly (readonly [stage: string, real: number, simulated: number, star: Star])[]): readonly Cell[] =>
  stages.map(([stage, real, simulated, star]) => ({ cell: `${act} → ${stage}`, n, real, simulated, star }));

const TABLE: readonly Cell[] = [
  ...cellsOf("ask", 85, ["resisting", 10.6, 2.4, "†"], ["considering", 3.5, 4.7, ""]),
  ...cellsOf("rapport", 19, ["resisting", 21.1, 15.8, ""], ["considering", 10.5, 10.5, ""]),
  ...cellsOf("pitch", 161, ["resisting", 11.8, 5.6, "†"], ["considering", 45.3, 75.2, "***"]),
  ...cellsOf("push-close", 169, ["resisting", 18.9, 10.7, "*"], ["considering", 41.4, 52.1, "†"]),
  ...cellsOf("handle-objection", 94, ["resisting", 31.9, 29.8, ""], ["considering", 26.6, 43.6, "*"]),
  ...cellsOf("reassure", 67, ["resisting", 40.3, 29.9, ""], ["considering", 13.4, 14.9, ""]),
];

/** The one count of n that rounds to the printed per cent. */
function countOf(percent: number, n: number): number {
  const fitting = Array.from({ length: n + 1 }, (_, k) => k).filter((k) => (Math.round((1000 * k) / n) / 10).toFixed(1) === percent.toFixed(1));
  expect(fitting, `${percent} % of ${n}`).toHaveLength(1);
  return fitting[0]!;
}

const starOf = (p: number): Star => (p < 0.001 ? "***" : p < 0.05 ? "*" : p < 0.1 ? "†" : "");

describe("the published action table", () => {
  const ps = TABLE.map(({ n, real, simulated }) => {
    const [a, b] = [countOf(real, n), countOf(simulated, n)];
    return fisher([[a, n - a], [b, n - b]]).twoSided;
  });
  const below = (adjusted: readonly (number | null)[], level: number): readonly string[] => TABLE.flatMap(({ cell }, i) => (adjusted[i]! < level ? [cell] : []));

  it("is Fisher's exact test of each cell, unadjusted: every star is found again", () => {
    expect(TABLE.reduce((sum, { n }) => sum + n, 0)).toBe(2 * 595);
    expect(ps.map(starOf)).toEqual(TABLE.map(({ star }) => star));
    expect(ps[5]).toBeCloseTo(6.7e-8, 9);
    expect(ps[9]).toBeCloseTo(0.0216, 4);
    expect(ps[6]).toBeCloseTo(0.0456, 4);
  });
  it("leaves pitch → considering alone once its twelve p are adjusted, by Holm and by Benjamini–Hochberg", () => {
    expect(below(ps, 0.05)).toEqual(["pitch → considering", "push-close → resisting", "handle-objection → considering"]);
    for (const level of [0.05, 0.1]) {
      expect(below(holm(ps), level)).toEqual(["pitch → considering"]);
      expect(below(benjaminiHochberg(ps), level)).toEqual(["pitch → considering"]);
    }
  });
});
