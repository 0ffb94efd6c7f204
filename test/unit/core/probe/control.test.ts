import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ControlPool, controlConversation, DONORS, shownDonor } from "../../../../src/core/probe/control.ts";
import { CONTROL_RUNGS as RUNGS, type ControlRung } from "../../../../src/core/probe/controlRung.ts";
import { prefixAt } from "../../../../src/core/probe/prefix.ts";
import type { Donor, Probe } from "../../../../src/core/probe/probe.ts";
import { probesOf } from "../../../../src/core/probe/rule.ts";
import type { OutcomeValue } from "../../../../src/core/stats/labelledProbe.ts";
import type { Conversation } from "../../../../src/core/transcript/conversation.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { conversationOf, conversationWith } from "../../../fakes/conversations.ts";

const poolOf = (conversations: readonly Conversation[]): ControlPool => new ControlPool(conversations.map((each) => controlConversation(each, nodeDigest)));

function donorsAt(conversations: readonly Conversation[], of: Conversation, turn: number, rung: ControlRung, seed = 1): readonly Donor[] {
  const ordinal = of.turns.slice(0, turn + 1).filter(({ role }) => role === "user").length;
  return poolOf(conversations).donors(rung, { conversation: of.id, turn, ordinal, position: ordinal }, prefixAt(of, turn), seed);
}

function everyPick(conversations: readonly Conversation[], seed = 1): string {
  const pool = poolOf(conversations);
  const picks = conversations.flatMap((each) =>
    probesOf(each, { kind: "every" }).flatMap((probe: Probe) => RUNGS.map((rung) => [rung, probe, pool.donors(rung, probe, prefixAt(each, probe.turn), seed)])),
  );
  return JSON.stringify(picks);
}

describe("who may be a donor", () => {
  const own = conversationOf("own", ["Hi", "Hello", "Nice rug, no?", "Mine.", "And?", "End."], "negative", { customer: "ann" });
  const ask = (others: readonly Conversation[], rung: ControlRung = "C0"): readonly string[] => donorsAt([own, ...others], own, 3, rung).map(({ conversation }) => conversation);

  it("is never the same conversation, and anyone else is", () => {
    expect(ask([])).toEqual([]);
    expect(ask([conversationWith("b", 2)])).toEqual(["b", "b"]);
  });

  it("is never the same customer, in either role", () => {
    expect(ask([{ ...conversationWith("b", 2), customer: "ann" }])).toEqual([]);
    expect(ask([{ ...conversationWith("b", 2), agent: "ann" }])).toEqual([]);
    expect(ask([{ ...conversationWith("b", 2), customer: "bob", agent: "cat" }])).toHaveLength(2);
  });

  it("is never a copy, however typed, and never of the same scenario", () => {
    const copy = conversationOf("b", ["hi!", "HELLO", "Nice rug – no?", "mine", "and", "end"]);
    expect(ask([copy])).toEqual([]);
    expect(ask([{ ...copy, turns: copy.turns.slice(0, 5), cut: [{ fileIndex: 5, role: "user", text: "END", labels: [] }] }])).toEqual([]);
    const scene = { ...own, meta: { scenario: 7 } };
    expect(donorsAt([scene, { ...conversationWith("b", 2), meta: { scenario: 7 } }], scene, 3, "C0")).toEqual([]);
    expect(donorsAt([scene, { ...conversationWith("b", 2), meta: { scenario: 8 } }], scene, 3, "C0")).toHaveLength(2);
  });

  it("speaks the same language", () => {
    expect(ask([conversationOf("b", ["您好，请问您考虑过吗？", "还没有想好，再看看吧"])])).toEqual([]);
  });

  it("is never a turn removed by truncation, nor one that answers nobody", () => {
    const cut = conversationWith("b", 2);
    expect(ask([{ ...cut, cut: [{ fileIndex: 9, role: "user", text: "I paid already", labels: [] }] }])).toHaveLength(2);
    const [first, ...rest] = conversationOf("c", ["x", "y", "z", "w"]).turns;
    if (!first) throw new Error("no turn");
    expect(ask([{ ...conversationOf("c", []), turns: [{ ...first, role: "user" }, ...rest] }])).toEqual(["c"]);
  });

  it("is within one ordinal from C1 on", () => {
    const long = conversationWith("b", 6);
    const at = (rung: ControlRung): readonly number[] => donorsAt([own, long], own, 3, rung).map(({ turn }) => turn);
    expect([...at("C1")].sort()).toEqual([1, 3, 5]);
    expect([...at("C2")].sort()).toEqual([1, 3, 5]);
    expect([...at("C3")].sort()).toEqual([1, 3, 5]);
    expect(at("C0")).toHaveLength(6);
  });
});

describe("silence", () => {
  const own = conversationOf("own", ["Hi", "Hello", "Nice rug, no?", "Mine."]);

  it("is the answer of a conversation that ended at its agent turn", () => {
    const ended = conversationOf("b", ["Hello", "Yes?", "A rug for you?"]);
    const donors = donorsAt([own, ended], own, 3, "C1");
    expect(donors).toContainEqual({ conversation: "b", turn: 3, kind: "silence" });
    expect(poolOf([ended]).textOf({ conversation: "b", turn: 3, kind: "silence" })).toBe("");
    expect(poolOf([ended]).textOf({ conversation: "b", turn: 1, kind: "reply" })).toBe("Yes?");
  });

  it("is not made by truncation, nor where nobody ever answered", () => {
    const cut = { ...conversationOf("b", ["Hello", "Yes?", "A rug for you?"]), cut: [{ fileIndex: 3, role: "user" as const, text: "paid", labels: [] }] };
    expect(donorsAt([own, cut, conversationOf("c", ["Hello?"])], own, 3, "C0").map(({ kind }) => kind)).toEqual(["reply"]);
  });
});

describe("C2", () => {
  it("takes the most similar agent turns first, ties by id", () => {
    const own = conversationOf("own", ["Hi", "Hello", "Would you buy the blue rug?", "Mine."]);
    const answering = (id: string, asked: string): Conversation => conversationOf(id, ["Hi there friend", "Hello", asked, `Answer of ${id}.`]);
    const others = [answering("d", "The weather is lovely"), answering("c", "Would you buy a blue rug?"), answering("b", "A blue car?"), answering("a", "The weather is lovely"), answering("e", "would you BUY a blue rug!")];
    const picks = donorsAt([own, ...others], own, 3, "C2").filter(({ turn }) => turn === 3);
    expect(picks.map(({ conversation }) => conversation)).toEqual(["c", "e", "b", "a", "d"]);
  });

  it("stops at twenty, the nearest of all", () => {
    const own = conversationOf("own", ["Hi", "Hello", "Would you buy the blue rug?", "Mine."]);
    const others = Array.from({ length: 60 }, (_, at) => conversationOf(`c${String(at).padStart(2, "0")}`, ["Good day", "Hello", at % 3 === 0 ? "Buy the blue rug" : "Lovely weather", `Answer ${at}.`]));
    const picks = donorsAt([own, ...others], own, 3, "C2");
    expect(picks).toHaveLength(DONORS);
    expect(picks.every(({ conversation, turn }) => turn === 3 && Number(conversation.slice(1)) % 3 === 0)).toBe(true);
  });

  it("compares Chinese by pairs of characters", () => {
    const own = conversationOf("own", ["您好呀", "你好", "这个课程您要不要报名？", "嗯嗯。"]);
    const others = [conversationOf("a", ["您好", "你好", "今天天气真不错", "是的"]), conversationOf("b", ["您好", "你好", "课程现在可以报名了", "好的"])];
    expect(donorsAt([own, ...others], own, 3, "C2").filter(({ turn }) => turn === 3).map(({ conversation }) => conversation)).toEqual(["b", "a"]);
  });
});

describe("C3", () => {
  const answering = (id: string, earlier: string, asked = "Would you buy a blue rug?"): Conversation => conversationOf(id, ["Hi there friend", earlier, asked, `Answer of ${id}.`]);
  const others = [answering("a", "How much is it? Sounds great, tell me more."), answering("b", "No, stop it. I am not interested."), answering("c", "Fine weather today.")];
  const first = (earlier: string, rung: ControlRung): readonly string[] => {
    const own = conversationOf("own", ["Hi", earlier, "Would you buy the blue rug?", "Mine."]);
    return donorsAt([own, ...others], own, 3, rung).filter(({ turn }) => turn === 3).map(({ conversation }) => conversation);
  };

  it("takes those first who have shown the same so far, where the agent asks alike", () => {
    expect(first("Not interested, leave me alone.", "C3")[0]).toBe("b");
    expect(first("What does it cost? I like it.", "C3")[0]).toBe("a");
    for (const earlier of ["Not interested, leave me alone.", "What does it cost? I like it."]) expect(first(earlier, "C2")).toEqual(["a", "b", "c"]);
  });

  it("weighs the agent's turn as much: another topic is farther than a like history is near", () => {
    const own = conversationOf("own", ["Hi", "No, stop it. I am not interested.", "Would you buy the blue rug?", "Mine."]);
    const near = answering("near", "How much is it? Sounds great, tell me more.", "Would you buy the blue rug?");
    const far = answering("far", "No, stop it. I am not interested.", "The weather is lovely");
    const picks = donorsAt([own, far, near], own, 3, "C3").filter(({ turn }) => turn === 3);
    expect(picks.map(({ conversation }) => conversation)).toEqual(["near", "far"]);
  });

  it("knows nothing of what a donor said or did afterwards", () => {
    const own = conversationOf("own", ["Hi", "Not interested.", "Would you buy the blue rug?", "Mine."]);
    const longer = others.map((each, i) => conversationOf(each.id, [...each.turns.map(({ text }) => text), "And now?", i === 0 ? "I refuse, goodbye." : "I will buy it."]));
    const at = (pool: readonly Conversation[]): readonly Donor[] => donorsAt([own, ...pool], own, 3, "C3").filter(({ turn }) => turn === 3);
    expect(at(longer)).toEqual(at(others));
  });
});

describe("the draw", () => {
  const conversations = Array.from({ length: 30 }, (_, at) => conversationWith(`c${at}`, 2 + (at % 5)));

  it("is the same for the same seed, whatever the order of the file", () => {
    expect(everyPick(conversations)).toBe(everyPick(conversations));
    const pool = poolOf(conversations);
    const turned = poolOf([...conversations].reverse());
    const probe: Probe = { conversation: "c7", turn: 3, ordinal: 2, position: 2 };
    const prefix = prefixAt(conversationWith("c7", 4), 3);
    for (const rung of RUNGS) expect(turned.donors(rung, probe, prefix, 5)).toEqual(pool.donors(rung, probe, prefix, 5));
    expect(pool.donors("C0", probe, prefix, 6)).not.toEqual(pool.donors("C0", probe, prefix, 5));
  });

  it("shows one of the donors, the same each time", () => {
    const probe: Probe = { conversation: "c7", turn: 3, ordinal: 2, position: 2 };
    const donors = poolOf(conversations).donors("C1", probe, prefixAt(conversationWith("c7", 4), 3), 5);
    const shown = shownDonor(donors, probe, 5);
    expect(donors).toContain(shown);
    expect(shownDonor(donors, probe, 5)).toBe(shown);
    const seeds = Array.from({ length: 40 }, (_, seed) => shownDonor(donors, probe, seed));
    expect(new Set(seeds).size).toBeGreaterThan(5);
    expect(shownDonor([], probe, 5)).toBeUndefined();
  });

  it("is blind to outcomes: permuting them leaves every pick byte-identical", () => {
    const before = everyPick(conversations);
    fc.assert(
      fc.property(fc.array(fc.constantFrom<OutcomeValue>("positive", "negative", "unknown"), { minLength: 30, maxLength: 30 }), fc.array(fc.string(), { minLength: 30, maxLength: 30 }), (outcomes, labels) => {
        const permuted = conversations.map((each, at) => ({ ...each, outcome: { value: outcomes[at] ?? "unknown", label: labels[at] ?? "", endedBy: labels[29 - at] ?? "" }, profile: { outcome: labels[at] ?? "" } }));
        expect(everyPick(permuted)).toBe(before);
      }),
      { seed: 23, numRuns: 10 },
    );
  });

  it("does not look at what the user really answered", () => {
    const probe: Probe = { conversation: "c7", turn: 3, ordinal: 2, position: 2 };
    const own = conversationWith("c7", 4);
    const others = conversations.filter(({ id }) => id !== "c7");
    const changed = { ...own, turns: own.turns.map((turn) => (turn.index >= 3 ? { ...turn, text: "User line 1 of c8." } : turn)) };
    for (const rung of RUNGS) expect(poolOf([...others, changed]).donors(rung, probe, prefixAt(changed, 3), 5)).toEqual(poolOf([...others, own]).donors(rung, probe, prefixAt(own, 3), 5));
  });
});
