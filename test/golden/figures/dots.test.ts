// The dot pictures on paper, held to golden files. FIDELITY_GOLDEN=write writes them anew; the diff explains the change.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compareDots, positionDots, shareDots } from "../../../src/core/figures/dotFigures.ts";
import { dots, type DotFigure } from "../../../src/core/figures/dots.ts";
import { svgText } from "../../../src/core/figures/drawn.ts";
import { overviewOf } from "../../../src/core/figures/overview.ts";
import { PAPER_STYLE } from "../../../src/core/figures/style.ts";
import type { Wording } from "../../../src/core/figures/words.ts";
import { fakeReport, missing } from "../../webview/fakeReports.ts";

const english: Wording = { language: "en", human: true, strata: { positive: "buyer", negative: "non-buyer" } };
const chinese: Wording = { language: "zh", human: false, strata: { positive: "成交", negative: "</text><script>未成交" } };
const overview = overviewOf(fakeReport());
const bias = { negative: overview.strata.negative.bias, positive: overview.strata.positive.bias };
const from = { invented: false, source: "Source: test." };

const cases: Readonly<Record<string, DotFigure>> = {
  "dots-positions": positionDots(overview, "per cent of the user turns", english, from),
  "dots-shares": shareDots(overview, english, from),
  "dots-shares-invented": shareDots(overview, chinese, { ...from, invented: true }),
  "dots-compare": compareDots([{ name: "m-1, persona", bias, delta: overview.delta }, { name: "m-1, may-disengage", bias, delta: missing("positive-stratum-empty") }], english, from),
};

describe("the dot picture", () => {
  it.each(Object.entries(cases))("%s", (name, figure) => {
    const text = svgText(dots(figure, 720, PAPER_STYLE));
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(text).not.toContain("<script");
    const file = path.join(import.meta.dirname, `${name}.svg`);
    if (process.env.FIDELITY_GOLDEN === "write") writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});
