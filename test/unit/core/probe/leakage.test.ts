// No outcome and no later turn reaches a simulator, a donor pick or a judge: permuting outcomes and going on talking leave every byte alone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../../src/core/instrument/codebookV1.ts";
import { judgeMessages } from "../../../../src/core/instrument/judgePrompt.ts";
import { lexiconState } from "../../../../src/core/instrument/lexicon.ts";
import { conditionMessages } from "../../../../src/core/probe/condition.ts";
import { CONDITIONS } from "../../../../src/core/probe/conditions.ts";
import { ControlPool, controlConversation } from "../../../../src/core/probe/control.ts";
import { CONTROL_RUNGS } from "../../../../src/core/probe/controlRung.ts";
import { earlierConversations } from "../../../../src/core/probe/earlierConversations.ts";
import { mannerText } from "../../../../src/core/probe/manner.ts";
import { unansweredProbesOf } from "../../../../src/core/probe/ends.ts";
import { prefixAt } from "../../../../src/core/probe/prefix.ts";
import type { Probe } from "../../../../src/core/probe/probe.ts";
import { probesOf } from "../../../../src/core/probe/rule.ts";
import { momentFeatures } from "../../../../src/core/stats/informationFeatures.ts";
import type { OutcomeValue } from "../../../../src/core/stats/labelledProbe.ts";
import type { Conversation } from "../../../../src/core/transcript/conversation.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { conversationOf } from "../../../fakes/conversations.ts";

const ASKED = ["Would you like a rug?", "May I show you the blue one?", "Shall we say ten pounds?", "When could you pay?"];
const SAID = ["Not interested, stop it.", "How much is it?", "Sounds great, tell me more.", "Maybe later.", "I will take it."];

/** Conversations of different length and course. */
const conversations = Array.from({ length: 24 }, (_, c): Conversation =>
  conversationOf(`c${c}`, Array.from({ length: 3 + (c % 3) }, (__, i) => [`${ASKED[(c + i) % 4]!} (${c})`, SAID[(c * 3 + i) % 5]!]).flat(), c % 2 ? "positive" : "negative", { customer: `u${c % 20}`, agent: `a${c % 5}` }),
);

/** Everything that leaves for a model, is picked, or is decided, at every probe of the first two thirds of turns. */
function everyByte(all: readonly Conversation[], until = Infinity): string {
  const pool = new ControlPool(all.map((each) => controlConversation(each, nodeDigest)));
  const at = (own: Conversation, probe: Probe): unknown => {
    const prefix = prefixAt(own, probe.turn);
    const turn = own.turns[probe.turn]?.text ?? "";
    const manner = mannerText(own, probe.turn, earlierConversations(own, all), prefix.language);
    return {
      probe,
      prompts: CONDITIONS.map((condition) => conditionMessages(condition, prefix, manner)),
      judged: [judgeMessages(CODEBOOK_V1.en, { prefix: prefix.turns, turn }, nodeDigest), judgeMessages(CODEBOOK_V1.en, { prefix: prefix.turns, turn: "A simulated answer." }, nodeDigest)],
      verdicts: [lexiconState({ prefix: prefix.turns, turn, language: prefix.language })],
      features: momentFeatures({ turns: prefix.turns, depths: [], profile: prefix.profile }),
      donors: CONTROL_RUNGS.map((rung) => (until < Infinity && rung === "C0" ? rung : pool.donors(rung, probe, prefix, 9))),
    };
  };
  return JSON.stringify(all.flatMap((own) => probesOf(own, { kind: "every" }).filter(({ ordinal }) => ordinal <= until).map((probe) => at(own, probe))));
}

describe("leakage", () => {
  it("permuting the outcomes leaves every prompt, donor pick and verdict byte-identical", () => {
    const before = everyByte(conversations);
    expect(before.length).toBeGreaterThan(100_000);
    fc.assert(
      fc.property(fc.shuffledSubarray(conversations.map((_, i) => i), { minLength: conversations.length }), fc.constantFrom<OutcomeValue>("positive", "negative", "unknown"), (order, first) => {
        const permuted = conversations.map((each, i) => ({ ...each, outcome: i === 0 ? { value: first, label: "PAID", at: "2025-01-01T00:00:00Z" } : { ...conversations[order[i]!]!.outcome, label: `label ${i}`, end: "left" } }));
        expect(everyByte(permuted)).toBe(before);
      }),
      { seed: 81, numRuns: 8 },
    );
  });

  it("how the conversations go on changes nothing before: no fraction of a finished length is used", () => {
    const on = (each: Conversation, more: readonly string[]): Conversation => conversationOf(each.id, [...each.turns.map(({ text }) => text), ...more], each.outcome.value, { customer: each.customer!, agent: each.agent! });
    const until = 1;
    const before = everyByte(conversations.map((each) => on(each, ["And now?", "I have paid."])), until);
    for (const more of [["And now?", "No, goodbye."], ["And now?", "I have paid.", "Thank you!", "Never again.", "Why?", "Because."]]) expect(everyByte(conversations.map((each) => on(each, more)), until)).toBe(before);
  });

  it("an end probe and a silence probe send the bytes that any probe at that place sends", () => {
    for (const own of conversations) {
      const said = own.turns.slice(0, -1);
      const ended = { ...own, turns: said, outcome: { value: "negative" as const, endedBy: "user", end: "silence" } };
      const [end] = unansweredProbesOf(ended, { ends: true }, {});
      const asked = probesOf(own, { kind: "every" }).find(({ turn }) => turn === end!.turn)!;
      const bytes = (of: Conversation, { turn }: Probe): string => JSON.stringify(CONDITIONS.map((condition) => conditionMessages(condition, prefixAt(of, turn), mannerText(of, turn, [], prefixAt(of, turn).language))));
      expect(bytes(ended, end!)).toBe(bytes(own, asked));
      const again = { ...own, turns: [...said, { ...said.at(-1)!, index: said.length, text: "SENTINEL are you there?" }] };
      expect(bytes(again, { ...end!, unanswered: "silence" })).toBe(bytes(own, asked));
    }
  });

  it("turns that truncation removed reach nobody", () => {
    const cut = conversations.map((each) => ({ ...each, cut: [{ fileIndex: 99, role: "agent" as const, text: "Any news?", labels: [] }, { fileIndex: 100, role: "user" as const, text: "SENTINEL I already paid", labels: [] }] }));
    expect(everyByte(cut)).not.toContain("SENTINEL");
    const pool = new ControlPool(cut.map((each) => controlConversation(each, nodeDigest)));
    const donors = CONTROL_RUNGS.flatMap((rung) => cut.flatMap((own) => probesOf(own, { kind: "every" }).flatMap((probe) => pool.donors(rung, probe, prefixAt(own, probe.turn), 9))));
    expect(donors.some((donor) => pool.textOf(donor).includes("SENTINEL"))).toBe(false);
    expect(donors.filter(({ kind }) => kind === "silence")).toEqual([]);
  });
});

describe("earlier conversations of the same customer", () => {
  const dated = (id: string, ...days: readonly (string | undefined)[]): Conversation => {
    const made = conversationOf(id, days.map((_, i) => `turn ${i}`), "negative", { customer: "ann" });
    return { ...made, turns: made.turns.map((turn, i) => ({ ...turn, messages: turn.messages.map((message) => (days[i] === undefined ? message : { ...message, at: `2025-${days[i]}T10:00:00Z` })) })) };
  };
  const own = dated("own", "03-10", "03-12");

  it("ended before this one began, oldest first", () => {
    const others = [dated("late", "03-01", "03-09"), dated("early", "01-01", "02-01"), dated("overlapping", "03-01", "03-11"), dated("after", "04-01", "04-02"), dated("same moment", "03-01", "03-10"), own];
    expect(earlierConversations(own, others).map(({ id }) => id)).toEqual(["early", "late"]);
  });
  it("are of that customer only, and not used without times", () => {
    const one = dated("b", "01-01", "01-02");
    expect(earlierConversations(own, [{ ...one, customer: "bob" }])).toEqual([]);
    const { customer: _, ...nobody } = own;
    expect(earlierConversations(nobody, [one])).toEqual([]);
    expect(earlierConversations(own, [dated("b", "01-01", undefined), dated("c", undefined, "01-02"), dated("d")])).toEqual([]);
    expect(earlierConversations(dated("own", undefined, "03-12"), [one])).toEqual([]);
  });
  it("end with what was cut from them: a payment after this one began is later", () => {
    const paid = { ...dated("b", "01-01", "01-02"), cut: [{ fileIndex: 2, role: "user" as const, text: "paid", at: "2025-03-11T10:00:00Z", labels: [] }] };
    expect(earlierConversations(own, [paid])).toEqual([]);
  });
});
