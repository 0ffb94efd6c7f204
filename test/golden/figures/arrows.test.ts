// The arrow picture on paper, held to golden files. FIDELITY_GOLDEN=write writes them anew; the diff explains the change.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { arrows } from "../../../src/core/figures/arrows.ts";
import { svgText } from "../../../src/core/figures/drawn.ts";
import { outcomeArrows } from "../../../src/core/figures/outcomes.ts";
import { overviewOf } from "../../../src/core/figures/overview.ts";
import { publishedBeside } from "../../../src/core/figures/published.ts";
import { roleArrows } from "../../../src/core/figures/roleArrows.ts";
import { PAPER_STYLE } from "../../../src/core/figures/style.ts";
import type { Wording } from "../../../src/core/figures/words.ts";
import { fakeLook, fakeReport, type FakeNumbers } from "../../webview/fakeReports.ts";

const english: Wording = { language: "en", human: true, strata: { positive: "buyer", negative: "non-buyer" } };

interface Case {
  readonly numbers?: FakeNumbers;
  readonly wording?: Wording;
  readonly width?: number;
  readonly invented?: boolean;
  readonly look?: boolean;
}

const cases: Readonly<Record<string, Case>> = {
  published: {},
  invented: { invented: true, numbers: { invented: true } },
  narrow: { width: 420 },
  look: { look: true },
  chinese: { wording: { ...english, language: "zh", strata: { positive: "成交", negative: "未成交" } } },
  recorded: { wording: { ...english, human: false } },
  hostile: { wording: { ...english, strata: { positive: '</text><script>alert(1)</script>', negative: "a\u202eb\u2028c & \"d\"" } } },
  "under-engaged": { numbers: { negative: { conversations: 40, probes: 120, real: [2.5, 2.3, 2.7], simulated: [1.5, 1.3, 1.7], bias: [-1, -1.2, -0.8], sd: 0.5 } } },
};

function held(name: string, text: string): void {
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  const file = path.join(import.meta.dirname, `${name}.svg`);
  if (process.env.FIDELITY_GOLDEN === "write") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

describe("the arrow picture", () => {
  it.each(Object.entries(cases))("%s", (name, { numbers, wording = english, width = 860, invented = false, look = false }) => {
    const overview = overviewOf(look ? fakeLook(numbers) : fakeReport(numbers));
    const stages = overview.stages.map(({ label }) => label);
    const text = svgText(arrows(outcomeArrows(overview, stages, wording, { invented, source: "Source: test." }), width, PAPER_STYLE));
    expect(text).not.toContain("<script");
    held(name, text);
  });

  it("of resistance, with what was published", () => {
    const report = fakeReport();
    const row = report.headline.shares.resistance;
    if (!row) throw new Error("a stage resists");
    const figure = roleArrows("resistance", row, overviewOf(report), english, { invented: false, source: "" }, publishedBeside("persona"));
    held("resistance", svgText(arrows(figure, 720, PAPER_STYLE)));
  });
});
