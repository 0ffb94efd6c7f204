import { describe, expect, it } from "vitest";
import { BEHAVIOURS, EXIT_CODEBOOK } from "../../../../src/core/instrument/exitBehaviours.ts";
import { exitBehaviour, exitLexiconInstrument } from "../../../../src/core/instrument/exitLexicon.ts";
import { checkCodebook } from "../../../../src/protocol/codebookFile.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";

const AGENT = { en: "Would you like to donate to the children today?", zh: "您今天要不要报名这个课程？" };
const read = (language: "en" | "zh", turn: string): string => exitBehaviour({ prefix: [{ role: "agent", text: AGENT[language] }], turn, language });

describe("the exit lexicon", () => {
  it.each([
    ["en", "No thanks, I am not interested.", "refusal"],
    ["en", "No thank you, goodbye.", "refusal"],
    ["en", "I can't afford it.", "refusal"],
    ["en", "Maybe some other time, bye.", "delay"],
    ["en", "Not right now, I'm at work.", "delay"],
    ["en", "Let me think about it.", "delay"],
    ["en", "I have to go, bye!", "abandonment"],
    ["en", "By the way, did you watch the game?", "topic-change"],
    ["en", "This sounds like a scam.", "other"],
    ["zh", "不用了，谢谢。", "refusal"],
    ["zh", "没兴趣", "refusal"],
    ["zh", "我先考虑一下", "delay"],
    ["zh", "最近忙，改天再说吧", "delay"],
    ["zh", "先这样，再见", "abandonment"],
    ["zh", "对了，你们那边天气怎么样？", "topic-change"],
    ["zh", "都是套路", "other"],
  ] as const)("%s: %s is %s", (language, turn, expected) => {
    expect(read(language, turn)).toBe(expected);
  });

  it("reads a long turn in no time and from its end", () => {
    expect(read("en", `${"well, ".repeat(50_000)} no thanks`)).toBe("refusal");
  });

  it("applies a codebook that any judge can apply, in the form of a user's own", () => {
    for (const language of ["en", "zh"] as const) {
      const codebook = EXIT_CODEBOOK[language];
      expect(checkCodebook(JSON.stringify(codebook), codebook.name)).toMatchObject({ ok: true });
      expect(codebook.stages.every(({ name }) => BEHAVIOURS.some((each) => each === name))).toBe(true);
    }
    expect(exitLexiconInstrument(nodeDigest)).toMatchObject({ name: "exit-behaviours", version: "1", hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });
});
