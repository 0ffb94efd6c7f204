import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../../src/core/instrument/codebookV1.ts";
import { parseVerdict } from "../../../../src/core/instrument/verdict.ts";

const codebook = CODEBOOK_V1.en;
const turn = "Well, “maybe” next week.\nI'd have to ask.";
const answer = { evidence: "next week", stage: "considering", emotion: "hesitant", blocker: "timing", committed_before: false };
const state = { stage: "considering", emotion: "hesitant", blocker: "timing", committedBefore: false, evidence: "next week" };
const raw = (change: object = {}): string => JSON.stringify({ ...answer, ...change });

describe("parseVerdict", () => {
  it("reads a verdict, also inside a code fence, and keeps how it was had", () => {
    expect(parseVerdict(codebook, raw(), turn)).toEqual({ status: "valid", state });
    expect(parseVerdict(codebook, `\`\`\`json\n${raw()}\n\`\`\`\n`, turn, { rung: "text", repaired: true })).toEqual({ status: "valid", state, rung: "text", repaired: true });
  });

  it.each([
    ["", "empty-answer"],
    [" \n", "empty-answer"],
    ["considering", "not-json"],
    [`Here you are: ${raw()}`, "not-json"],
    ["[]", "wrong-shape"],
    ["null", "wrong-shape"],
    [raw({ stage: "enthusiastic" }), "unknown-stage"],
    [raw({ stage: "Considering" }), "unknown-stage"],
    [raw({ emotion: "calm" }), "unknown-emotion"],
    [raw({ blocker: "money" }), "unknown-blocker"],
    [raw({ stage: "x", blocker: "y" }), "wrong-shape"],
    [raw({ stage: undefined }), "wrong-shape"],
    [raw({ stage: 3 }), "wrong-shape"],
    [raw({ committed_before: "no" }), "wrong-shape"],
    [raw({ note: "extra" }), "wrong-shape"],
  ])("calls %j invalid: %s", (text, cause) => {
    expect(parseVerdict(codebook, text, turn)).toMatchObject({ status: "invalid", cause });
  });

  it("keeps the raw answer of an invalid verdict, within bounds", () => {
    expect(parseVerdict(codebook, "no idea", turn)).toEqual({ status: "invalid", cause: "not-json", raw: "no idea" });
    expect(parseVerdict(codebook, "x".repeat(9000), turn)).toMatchObject({ raw: "x".repeat(4000) });
    expect(parseVerdict(codebook, "", turn)).not.toHaveProperty("raw");
  });

  it.each([
    ["“maybe”", "“maybe”"],
    ['"next week"', "next week"],
    [" next week ", "next week"],
    ["maybe\" next week", undefined],
    ["next month", undefined],
    ["", undefined],
    ["week.\nI'd", "week.\nI'd"],
  ])("takes evidence %j as %j", (evidence, expected) => {
    const verdict = parseVerdict(codebook, raw({ evidence }), turn);
    expect(verdict).toMatchObject({ status: "valid" });
    if (verdict.status === "valid") expect(verdict.state.evidence).toBe(expected);
  });

  it("never throws, and is valid only with labels of the codebook", () => {
    const stages = codebook.stages.map(({ name }) => name);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.record({ stage: fc.string(), emotion: fc.string(), blocker: fc.string(), evidence: fc.string(), committed_before: fc.boolean() }).map((each) => JSON.stringify(each))), (text) => {
        const verdict = parseVerdict(codebook, text, turn);
        if (verdict.status === "valid") expect(stages).toContain(verdict.state.stage);
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it("follows the labels of a custom codebook", () => {
    const custom = { ...codebook, stages: [{ name: "cold", definition: "" }, { name: "warm", definition: "" }] };
    expect(parseVerdict(custom, raw({ stage: "warm" }), turn)).toMatchObject({ status: "valid", state: { stage: "warm" } });
    expect(parseVerdict(custom, raw(), turn)).toMatchObject({ status: "invalid", cause: "unknown-stage" });
  });
});
