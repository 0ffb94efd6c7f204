import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../../src/core/instrument/codebookV1.ts";
import { LEXICON_VERSION, lexiconInstrument, lexiconState } from "../../../../src/core/instrument/lexicon.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";

type Turns = readonly (readonly ["agent" | "user", string])[];
const label = (turn: string, before: Turns = [["agent", "Would you like to book it?"]], language: "en" | "zh" = "en") => lexiconState({ prefix: before.map(([role, text]) => ({ role, text })), turn, language });

describe("lexicon judge", () => {
  it("reads a bare answer against what was asked", () => {
    expect(label("Yes.").stage).toBe("deciding");
    expect(label("Yes.", [["agent", "Have you heard of our school?"]]).stage).toBe("exploring");
    expect(label("No.").stage).toBe("resisting");
    expect(label("No.", [["agent", "Do you have children?"]]).stage).toBe("exploring");
    expect(label("20 dollars", [["agent", "How much would you like to give?"]]).stage).toBe("deciding");
    expect(label("可以", [["agent", "那我帮您报名，可以吗？"]], "zh").stage).toBe("deciding");
    expect(label("可以", [["agent", "您听说过我们吗？"]], "zh").stage).not.toBe("deciding");
  });

  it("takes a commitment with a condition as weighing", () => {
    expect(label("I will buy it.").stage).toBe("deciding");
    expect(label("I will buy it if you can prove that it works.").stage).toBe("considering");
  });

  it("takes the act nearest to the request, then the later one", () => {
    expect(label("Great cause! I will donate five dollars.", [["agent", "We feed children."]]).stage).toBe("deciding");
    expect(label("I love what you do. Sorry, I can't donate anything.", [["agent", "We feed children."]]).stage).toBe("resisting");
  });

  it("sees a polite close without commitment as resisting, after one as exploring", () => {
    const open: Turns = [["agent", "Would you donate?"], ["user", "Let me look at your website."], ["agent", "Sure. Have a nice day!"]];
    const made: Turns = [["agent", "Would you donate?"], ["user", "I will donate 5 dollars."], ["agent", "Thank you, have a nice day!"]];
    expect(label("Thanks, you too, bye!", open)).toMatchObject({ stage: "resisting", committedBefore: false });
    expect(label("Thanks, you too, bye!", made)).toMatchObject({ stage: "exploring", committedBefore: true });
  });

  it("never counts the turn itself or the agent as an earlier commitment", () => {
    expect(label("I will donate 5 dollars.").committedBefore).toBe(false);
    expect(label("Hm.", [["agent", "I will donate 5 dollars."]]).committedBefore).toBe(false);
  });

  it("does not take a decimal point for the end of a sentence", () => {
    expect(label("I can give $0.25 today.", [["agent", "Would you donate?"]]).stage).toBe("deciding");
    expect(label("$0", [["agent", "Would you donate?"]]).stage).toBe("resisting");
  });

  it("answers any text with labels of the codebook and evidence out of the turn", () => {
    const { stages, emotions, blockers } = CODEBOOK_V1.en;
    const piece = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("I can’t afford it", "yes", "$5", "多少钱", "再说吧", "怎么付款", "!", "\n", ". "));
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(" "));
    fc.assert(
      fc.property(text, text, fc.constantFrom("en" as const, "zh" as const), (agent, turn, language) => {
        const state = label(turn, [["agent", agent]], language);
        expect(stages.map(({ name }) => name)).toContain(state.stage);
        expect(emotions.map(({ name }) => name)).toContain(state.emotion);
        expect(blockers.map(({ name }) => name)).toContain(state.blocker);
        if (state.evidence !== undefined) expect(turn).toContain(state.evidence);
        expect(label(turn, [["agent", agent]], language)).toEqual(state);
      }),
      { seed: 22, numRuns: 400 },
    );
  });

  it("labels every turn of a conversation as if it had never seen another, whatever it keeps of earlier turns", () => {
    const text = fc.constantFrom("Would you donate?", "Yes.", "I will donate 5 dollars.", "no", "ok, bye", "How much is it?", "$5", "您要报名吗？", "好的，我报名", "再说吧", "谢谢，再见", "多少钱", "");
    const said = fc.record({ role: fc.constantFrom("agent" as const, "user" as const), text });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), fc.array(fc.record({ from: fc.nat(4), to: fc.nat(12), turn: text, language: fc.constantFrom("en" as const, "zh" as const) }), { maxLength: 12 }), (turns, asked) => {
        for (const { from, to, turn, language } of asked) {
          // The same turns, also behind others than before, and the same words in turns nobody has seen.
          const prefix = turns.slice(from, to);
          expect(lexiconState({ prefix, turn, language })).toEqual(lexiconState({ prefix: prefix.map((each) => ({ ...each })), turn, language }));
        }
      }),
      { seed: 23, numRuns: 300 },
    );
  });

  it("comes to an end on long repetitive texts that almost match", () => {
    for (const unit of ["i ", "how much is ", "thank you ", "you too ", "have a nice ", "i would like to ", "what about it ", "我要", "谢谢您", "好的谢谢了", "($1 ", "would you "]) {
      const text = `${unit.repeat(4000)}qqq`;
      expect(label(text, [["agent", text]]).stage).toBeTypeOf("string");
      expect(label(text, [["agent", text]], "zh").stage).toBeTypeOf("string");
    }
  });

  it("has a version and a hash of its own, apart from the model judges'", () => {
    expect(LEXICON_VERSION).toBe("1");
    expect(lexiconInstrument(nodeDigest)).toMatchObject({ name: CODEBOOK_V1.en.name, version: CODEBOOK_V1.en.version, window: "causal", hash: expect.stringMatching(/^[0-9a-f]{64}$/u) as string });
  });
});
