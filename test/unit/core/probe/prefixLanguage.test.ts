import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prefixAt } from "../../../../src/core/probe/prefix.ts";
import { languageOfText } from "../../../../src/core/transcript/language.ts";
import { conversationOf } from "../../../fakes/conversations.ts";

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.constantFrom("您好，在吗？", "iPhone 15 pro", "ひらがな 漢字", "\u0301e", "", "\n\n", "好 ok"));

describe("the language of a prefix", () => {
  it("is that of its turns' texts together, whichever turn is asked for first", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(8), { maxLength: 4 }), (texts, asked) => {
        const conversation = conversationOf("c", texts);
        for (const turn of asked) {
          const before = conversation.turns.slice(0, turn);
          expect(prefixAt(conversation, turn).language).toBe(languageOfText(before.map((each) => each.text).join("\n")));
        }
      }),
      { seed: 20_261_121, numRuns: 1_000 },
    );
  });
});
