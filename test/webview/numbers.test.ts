// @vitest-environment jsdom
// What the panel prints for a run is what the statistics give for it, cell by cell, through snapshot, schema and page.
import { describe, expect, it } from "vitest";
import { fixed, interval, percent, probability, signed } from "../../src/core/figures/numbers.ts";
import { statsReport } from "../../src/core/stats/report.ts";
import type { Reported, StatsReport } from "../../src/core/stats/reportShape.ts";
import { reportOptions, schemeOf } from "../../src/study/reportOf.ts";
import { snapshotOf } from "../../src/study/snapshot.ts";
import { checked, nativeText, opened, QUICK_DRAWS, reportThere, servicesOn, windowOn } from "../unit/study/onMemory.ts";
import type { PanelPage } from "../../src/protocol/dashboard.ts";
import { openPage, type Bench } from "./pageBench.ts";

const SIDES = ["negative", "positive"] as const;

/** A finished run of the control on conversations of some variety, on the page, and its statistics computed apart. */
async function shown(): Promise<{ readonly page: Bench; readonly show: (page: PanelPage) => void; readonly report: StatsReport; readonly names: readonly string[] }> {
  const replies = ["Not interested, stop calling me.", "How much is it?", "OK, I will buy it today.", "Maybe later, I will think about it.", "Tell me more about the plan."];
  let turn = 0;
  const window = windowOn();
  const open = await opened(window, nativeText(26).replaceAll("maybe later.", () => replies[(turn++ * 7) % 11 % replies.length] ?? ""));
  const run = await checked(window, open);
  const services = servicesOn(window);
  await reportThere(services, run);
  const page = openPage();
  const show = (name: PanelPage): void => page.show(snapshotOf(services, run, { page: name }, "en"));
  show("overview");
  const { positive, negative } = run.manifest.dataset.strata;
  return { page, show, report: statsReport(run.state.labelledProbes(false), schemeOf(run.manifest.codebook), { ...reportOptions(run), ...QUICK_DRAWS }), names: [negative, positive] };
}

/** The figures of the page, turned into tables. */
function twins(page: Bench): readonly Element[] {
  const figures = [...page.root.querySelectorAll(".figure")];
  for (const figure of figures) figure.querySelector<HTMLElement>(".tools vscode-button")?.click();
  return figures;
}

function cells(table: Element | null | undefined): readonly (readonly string[])[] {
  return [...(table?.querySelectorAll("tbody tr") ?? [])].map((row) => [...row.children].map(({ textContent }) => textContent));
}

const value = (reported: Reported, show: (value: number) => string): string => (reported.ok ? show(reported.value) : "–");
const share = (reported: Reported): readonly string[] => [value(reported, (each) => percent(each, "en", 1)), interval(reported, (each) => percent(each, "en", 1))];

describe("the numbers of the panel", () => {
  it("are those of the statistics for the same run, in every cell of every table", async () => {
    const { page, show, report } = await shown();
    const { headline } = report;
    for (const [index, side] of SIDES.entries()) {
      const { conversations, probes, real, simulated, bias, sd, zeroTest } = headline.strata[side];
      expect(bias.ok, "the run has something to compare").toBe(true);
      expect(cells(page.root.querySelector(".strata table"))[index]?.slice(1)).toEqual([String(conversations), String(probes), value(real, fixed), value(simulated, fixed), value(bias, signed), interval(bias), value(sd, fixed), value(zeroTest, probability)]);
    }
    show("where");
    const [positions] = twins(page);
    expect(cells(positions?.querySelector("table"))).toEqual(headline.byPosition.map(({ position, strata, delta, holm }) => [String(position), ...SIDES.flatMap((side) => [value(strata[side], signed), interval(strata[side])]), value(delta, signed), interval(delta), holm === undefined ? "–" : probability(holm)]));
    show("what");
    const shares = twins(page);
    for (const [index, side] of SIDES.entries()) expect(cells(shares[index]?.querySelector("table"))).toEqual(headline.shares.stage.map((row) => [row.label, ...share(row[side].real.averaged), ...share(row[side].simulated.averaged)]));
  });

  it("are those of the statistics in tiles, picture and headline", async () => {
    const { page, report } = await shown();
    const { delta, cohensD, permutation, separation, strata } = report.headline;
    const tiles = [...page.root.querySelectorAll(".tile .value")].map(({ textContent }) => textContent.trim());
    expect(tiles).toEqual([
      `${value(delta, signed)} ${interval(delta)}`.trim(),
      `${value(cohensD, signed)} ${interval(cohensD)}`.trim(),
      value(permutation.studentised.twoSided, probability),
      `${value(separation.kept, (each) => percent(each, "en"))} ${interval(separation.kept, (each) => percent(each, "en"))}`.trim(),
    ]);
    for (const side of SIDES) {
      const row = page.text(`[data-mark="${side}"]`);
      for (const number of [value(strata[side].real, fixed), value(strata[side].simulated, fixed), value(strata[side].bias, signed), interval(strata[side].bias)]) expect(row).toContain(number);
    }
    expect(page.text("h1")).toContain(value(strata.negative.bias, (each) => fixed(Math.abs(each))));
    expect(page.text("h1")).toContain(value(strata.positive.bias, signed));
  });
});
