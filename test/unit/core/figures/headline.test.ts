import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headline, plain } from "../../../../src/core/figures/headline.ts";
import { overviewOf } from "../../../../src/core/figures/overview.ts";
import type { Wording } from "../../../../src/core/figures/words.ts";
import { visibleLabel } from "../../../../src/core/transcript/visible.ts";
import { fakeLook, fakeReport, missing, PUBLISHED, type FakeNumbers } from "../../../webview/fakeReports.ts";

const ENGLISH: Wording = { language: "en", human: true, strata: { positive: "buyer", negative: "non-buyer" } };
const CHINESE: Wording = { language: "zh", human: true, strata: { positive: "成交", negative: "未成交" } };
const biased = (bias: readonly [number, number, number]): FakeNumbers => ({ negative: { ...PUBLISHED.negative, bias } });
const said = (numbers: FakeNumbers, wording = ENGLISH): string => plain(headline(overviewOf(fakeReport(numbers)), wording));

describe("the headline", () => {
  it("says more, less or the same as a size, and beside less also the number with its sign", () => {
    expect(said({})).toMatch(/^Simulated non-buyers sound 0\.40 stages more engaged than the real ones \[0\.30, 0\.49\]; buyers \+0\.09 \[−0\.04, 0\.22\]\. Gap kept: 43\u00a0% \[18, 70\]\.$/);
    expect(said(biased([-0.5, -0.7, -0.3]))).toMatch(/0\.50 stages less engaged than the real ones \(−0\.50 \[−0\.70, −0\.30\]\)/);
    expect(said(biased([-0.1, -0.4, 0.2]))).toMatch(/0\.10 stages less engaged than the real ones \(−0\.10 \[−0\.40, 0\.20\]\)/);
    expect(said(biased([-0.004, -0.1, 0.1]))).toMatch(/as engaged as the real ones, difference 0\.00 \[−0\.10, 0\.10\]/);
  });

  it("makes only the number strong", () => {
    expect(headline(overviewOf(fakeReport()), ENGLISH).filter(({ strong }) => strong)).toEqual([{ text: "0.40", strong: true }]);
  });

  it("leaves out the gap kept where it is not known, as in a look, and intervals that are not there", () => {
    expect(said({ kept: "real-gap-includes-zero" })).not.toContain("Gap kept");
    expect(plain(headline(overviewOf(fakeLook({ negative: { ...PUBLISHED.negative, bias: [0.4] }, positive: { ...PUBLISHED.positive, bias: [0.09] } })), ENGLISH))).toBe("Simulated non-buyers sound 0.40 stages more engaged than the real ones; buyers +0.09.");
  });

  it("says so where Δ may be 0 and an outcome's bias or resistance may not", () => {
    expect(said({ delta: [0.1, -0.05, 0.25] })).toContain("[−0.04, 0.22]. Δ +0.10 [−0.05, 0.25] may be 0, yet the bias of non-buyers is not, and simulated non-buyers resist less often than the real ones (−11.6\u00a0pp [−16.6, −6.6]). Gap kept");
    const nothing = { ...biased([0.1, -0.1, 0.3]), delta: [0.1, -0.05, 0.25], shares: { ...PUBLISHED.shares, resisting: [0.2, 0.19, 0.2, 0.19] } } as const;
    expect(said(nothing)).not.toContain("may be 0");
    expect(said({ ...nothing, shares: { ...PUBLISHED.shares, resisting: [0.2, 0.29, 0.2, 0.19] } })).toContain("may be 0, yet simulated non-buyers resist more often");
    expect(said({ delta: [0.1, -0.05, 0.25] }, CHINESE)).toContain("可能为 0，但未成交的偏差不为 0，且模拟的未成交");
  });

  it("says nothing of a gap that the dataset does not have: the conclusions do", () => {
    expect(said({ kept: "real-gap-includes-zero" })).not.toMatch(/Gap kept|contrast/);
  });

  it("speaks of the outcome there is, and of nothing while there is none", () => {
    const look = fakeLook();
    const without = (...sides: readonly ("negative" | "positive")[]) => ({ ...look, strata: { ...look.strata, ...Object.fromEntries(sides.map((side) => [side, { ...look.strata[side], bias: missing(`${side}-stratum-empty`) }])) } });
    expect(plain(headline(overviewOf(without("negative")), ENGLISH))).toBe("Simulated buyers sound 0.09 stages more engaged than the real ones [−0.04, 0.22].");
    expect(headline(overviewOf(without("negative", "positive")), ENGLISH)).toEqual([]);
  });

  it("says recorded where the users are not people, and Chinese without the spaces of English", () => {
    expect(said({}, { ...ENGLISH, human: false })).toContain("than the recorded ones");
    expect(said({}, CHINESE)).toBe("模拟的未成交听起来比真实的未成交多投入 0.40 级 [0.30, 0.49]；成交 +0.09 [−0.04, 0.22]。保留的差距：43% [18, 70]。");
  });

  it("prints any name of an outcome as it is shown, also one that looks like a place for a value", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme", minLength: 1 }), fc.constantFrom("{size}", "{real}", "$&", "$1", "<b>")), (name) => {
        const shown = visibleLabel(name, 40);
        fc.pre(!/ {2}| [.;。；]/.test(shown));
        const text = said({}, { ...ENGLISH, strata: { positive: "buyer", negative: name } });
        expect(text.replaceAll(/\s+/g, " ")).toContain(shown.trim().replaceAll(/\s+/g, " "));
        expect(text).toContain(" sound 0.40 stages more engaged than the real ones [0.30, 0.49]");
      }),
      { seed: 31 },
    );
  });
});
