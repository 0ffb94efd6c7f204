import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf } from "../../../../src/core/transcript/instant.ts";
import { languageOfText } from "../../../../src/core/transcript/language.ts";

describe("the language of a text", () => {
  it.each([
    ["Hello, is the visit really free?", "en"],
    ["您好，这个课程多少钱？", "zh"],
    ["我想了解一下 Lingora Premium 的 online course 价格", "zh"],
    ["The shop 好吃 sells noodles near the station every day", "en"],
    ["ok 好的", "zh"],
    ["掃除をしてください。後でね。", "en"],
    ["", "en"],
    ["123 … 🙂", "en"],
    ["¿Cuánto cuesta?", "en"],
  ])("%s is %s", (text, language) => {
    expect(languageOfText(text)).toBe(language);
  });
});

describe("a time", () => {
  it("with offset is one moment however it is spelled", () => {
    for (const spelling of ["2025-03-01T10:20:00+08:00", "2025-03-01T02:20:00Z", "2025-03-01 02:20:00.000Z", "2025-03-01T10:20+0800", "2025-03-01t02:20:00z"]) {
      expect(instantOf(spelling), spelling).toBe(Date.UTC(2025, 2, 1, 2, 20));
    }
  });

  it("is the moment the platform reads, for every day and offset", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("0101-01-01T00:00:00Z"), max: new Date("9999-12-30T00:00:00Z"), noInvalidDate: true }), fc.integer({ min: -1439, max: 1439 }), (date, offset) => {
        const shifted = new Date(date.getTime() + offset * 60_000).toISOString().replace("Z", "");
        const size = Math.abs(offset);
        const spelled = `${shifted}${offset < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
        if (/^\d{4}-/u.test(spelled)) expect(instantOf(spelled), spelled).toBe(date.getTime());
      }),
      { seed: 51, numRuns: 2000 },
    );
  });

  it("without offset, or no time at all, is none", () => {
    for (const wrong of ["2025-03-01T10:20:00", "2025-03-01", "2025-02-30T10:20:00Z", "2025-03-01T24:00:00Z", "2025-03-01T10:20:00+8:00", "2025-03-01T10:20:00.Z", "2025-03-01T10:20:00Z ", "10:20", "2025-13-01T10:20:00Z", "2025-03-01T10:61:00Z", "2025-02-30T25:00:00Z", "yesterday", "1496341744.73", "", "2025-03-01T10:20:00+99:00"]) {
      expect(instantOf(wrong), wrong).toBeUndefined();
    }
  });
});
