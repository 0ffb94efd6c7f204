import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_RULE } from "../../../../src/core/probe/probe.ts";
import { handPickedProbe, probesOf } from "../../../../src/core/probe/rule.ts";
import { conversationOf, conversationWith } from "../../../fakes/conversations.ts";

const summary = (users: number): (readonly [number, number])[] => probesOf(conversationWith("c", users), DEFAULT_RULE).map(({ ordinal, position }) => [ordinal, position]);

describe("the fraction rule", () => {
  it.each([
    [1, []],
    [2, [[2, 30]]],
    [3, [[2, 30], [3, 60]]],
    [4, [[2, 30], [3, 60], [4, 90]]],
    [11, [[5, 30], [8, 60], [11, 90]]],
    [21, [[8, 30], [14, 60], [20, 90]]],
  ] as const)("with %i user turns takes %j", (users, expected) => {
    expect(summary(users)).toEqual(expected);
  });

  it("is not fooled by rounding: 0.3 of 10 is number 3, not 2", () => {
    expect(summary(11)[0]).toEqual([5, 30]);
  });

  it("takes only user turns that directly follow an agent turn", () => {
    const conversation = conversationWith("c", 5);
    const doubled = { ...conversation, turns: conversation.turns.map((turn) => (turn.index === 8 ? { ...turn, role: "user" as const } : turn)) };
    for (const { turn } of probesOf(doubled, { kind: "every" })) expect(doubled.turns[turn - 1]?.role).toBe("agent");
  });

  it("always gives distinct, ordered probes after the greeting", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }), (users, fractions) => {
        const probes = probesOf(conversationWith("c", users), { kind: "fractions", fractions });
        const turns = probes.map(({ turn }) => turn);
        expect(turns).toEqual([...new Set(turns)].sort((a, b) => a - b));
        for (const { ordinal } of probes) expect(ordinal).toBeGreaterThan(1);
        expect(probes.length > 0).toBe(users > 1);
      }),
      { seed: 11 },
    );
  });
});

describe("the other rules", () => {
  it("landmark takes the named user turns that exist", () => {
    expect(probesOf(conversationWith("c", 6), { kind: "landmark", ordinals: [3, 5, 8] }).map(({ position }) => position)).toEqual([3, 5]);
  });

  it("every takes all but the greeting", () => {
    expect(probesOf(conversationWith("c", 4), { kind: "every" }).map(({ ordinal }) => ordinal)).toEqual([2, 3, 4]);
  });
});

describe("a hand-picked probe", () => {
  it("may sit on the greeting but not on an agent turn or a user turn after a user turn", () => {
    const conversation = conversationOf("c", ["Hello?", "Yes?", "Interested?", "No."]);
    expect(handPickedProbe(conversation, 1)).toEqual({ conversation: "c", turn: 1, ordinal: 1, position: 1 });
    expect(handPickedProbe(conversation, 2)).toBeUndefined();
    expect(handPickedProbe(conversation, 9)).toBeUndefined();
  });
});
