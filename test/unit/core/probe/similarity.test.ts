import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duplicateKey } from "../../../../src/core/probe/duplicates.ts";
import { mixed, seededRank } from "../../../../src/core/probe/seededRank.ts";
import { cosine, topicWords, WordIndex } from "../../../../src/core/probe/similarity.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { conversationOf } from "../../../fakes/conversations.ts";

describe("topic words", () => {
  it("leave stop words out, and keep them where there is nothing else", () => {
    expect([...topicWords("Would you like to BUY the rug?")]).toEqual(["buy", "rug"]);
    expect([...topicWords("What do you want?")]).toEqual(["what", "do", "you", "want"]);
    expect([...topicWords("")]).toEqual([]);
  });

  it("are pairs of characters in Chinese, words beside them", () => {
    expect([...topicWords("课程是我的APP")]).toEqual(["课程", "程是", "app"]);
  });
});

describe("word index", () => {
  it("gives the cosine of every pair of sets", () => {
    const words = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { maxLength: 6 }).map((each) => new Set(each));
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), words, (sets, asked) => {
        const index = new WordIndex();
        expect(sets.map((set) => index.add(set))).toEqual(sets.map((_, number) => number));
        expect([...index.similarities(asked)]).toEqual(sets.map((set) => cosine([...set].filter((word) => asked.has(word)).length, set.size, asked.size)));
      }),
      { seed: 24 },
    );
  });

  it("lies between 0 and 1", () => {
    expect(cosine(0, 0, 0)).toBe(0);
    expect(cosine(3, 3, 3)).toBe(1);
    expect(cosine(1, 1, 4)).toBe(0.5);
  });
});

describe("seeded rank", () => {
  it("is a fixed number of 32 bits for seed and key", () => {
    expect(seededRank(1, "a#3")).toBe(seededRank(1, "a#3"));
    expect(seededRank(1, "a#3")).not.toBe(seededRank(2, "a#3"));
    fc.assert(fc.property(fc.integer(), fc.string(), (seed, key) => Number.isInteger(seededRank(seed, key)) && seededRank(seed, key) >= 0 && seededRank(seed, key) < 2 ** 32), { seed: 25 });
    expect(mixed(0)).toBe(0);
  });

  it("spreads evenly", () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let at = 0; at < 10_000; at++) {
      const tenth = Math.floor((seededRank(7, `c${at}#3`) / 2 ** 32) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe("duplicate key", () => {
  it("is the same for the same words by the same speakers, and only then", () => {
    const key = (...texts: readonly string[]): string => duplicateKey(conversationOf("x", texts), nodeDigest);
    expect(key("Hi, Ann!", "ＯＫ")).toBe(key("hi ann", "ok."));
    expect(key("Hi, Ann!", "ok")).not.toBe(key("Hi, Ann!", "okay"));
    expect(key("a", "b")).not.toBe(key("ab"));
    expect(key("", "a")).not.toBe(key("a"));
  });
});
