import { describe, expect, it } from "vitest";
import { endOf, endRefusal, silencePlaces, unansweredProbesOf } from "../../../../src/core/probe/ends.ts";
import { EndsCount } from "../../../../src/core/probe/endsLedger.ts";
import type { Conversation, Outcome } from "../../../../src/core/transcript/conversation.ts";
import { conversationOf, timedConversation } from "../../../fakes/conversations.ts";

const TEXTS = ["Hello?", "Hi.", "Would you like it?", "Perhaps.", "Shall we say ten?"];
const ending = (outcome: Partial<Outcome>, texts = TEXTS): Conversation => ({ ...conversationOf("c", texts), outcome: { value: "negative", ...outcome } });
const HOUR = 3600;

describe("who ended a conversation, and how", () => {
  it.each([
    [{ endedBy: "user", end: "silence" }, "user-silent", undefined],
    [{ endedBy: "user", end: "quit" }, "user-left", undefined],
    [{ endedBy: "user", end: "reject" }, "user-refused", undefined],
    [{ endedBy: "agent", end: "quit" }, "agent", "ended-by-agent"],
    [{ endedBy: "platform" }, "platform", "cut-by-platform"],
    [{ endedBy: "task" }, "task", "set-by-task"],
    [{ value: "positive", endedBy: "user", end: "accept" }, "outcome", "outcome"],
    [{ end: "abandoned" }, "abandoned", "unknown-end"],
    [{}, "unknown", "unknown-end"],
  ] as const)("%j is %s", (outcome, expected, refusal) => {
    expect(endOf(ending(outcome))).toEqual({ ending: expected, inferred: false });
    expect(endRefusal(ending(outcome))).toBe(refusal);
    expect(endRefusal(ending(outcome), {}, true)).toBe(refusal === "unknown-end" ? undefined : refusal);
  });

  it("is never an end probe where the user spoke last, never spoke, or was cut off by the outcome", () => {
    const silent = { endedBy: "user", end: "silence" };
    expect(endRefusal(ending(silent, TEXTS.slice(0, 4)))).toBe("user-spoke-last");
    expect(endRefusal(ending(silent, TEXTS.slice(0, 1)))).toBe("no-user-turn");
    expect(endRefusal({ ...ending(silent), cut: [{ fileIndex: 9, role: "user", text: "Paid!", labels: [] }] })).toBe("truncated");
  });

  it("a follow-up window that has passed without an answer is a silence; an open one is none yet", () => {
    const timed = timedConversation("c", "2026-01-01T10:00:00Z", [["agent", 0, "Hello?"], ["user", 60, "Hi."], ["agent", 60, "Shall we?"]]);
    expect(endOf(timed, { followUpDays: 30, asOf: "2026-03-01T00:00:00Z" })).toEqual({ ending: "user-silent", inferred: true });
    expect(endRefusal(timed, { followUpDays: 30, asOf: "2026-03-01T00:00:00Z" })).toBeUndefined();
    expect(endRefusal(timed, { followUpDays: 30, asOf: "2026-01-20T00:00:00Z" })).toBe("window-open");
    expect(endRefusal({ ...timed, outcome: { value: "negative", endedBy: "user", end: "left" } }, { followUpDays: 30, asOf: "2026-01-20T00:00:00Z" })).toBe("window-open");
    expect(endRefusal(timed)).toBe("unknown-end");
    expect(endOf(timed, { followUpDays: 30, asOf: "2026-03-01T00:00:00Z" })).not.toEqual(endOf({ ...timed, outcome: { value: "positive" } }, { followUpDays: 30, asOf: "2026-03-01T00:00:00Z" }));
  });
});

describe("silence", () => {
  const spoken = timedConversation("c", "2026-01-01T10:00:00Z", [["agent", 0, "Hello?"], ["user", 60, "Hi."], ["agent", 60, "Would you?"], ["agent", 25 * HOUR, "Are you there?"], ["agent", 2 * HOUR, "Still?"], ["user", 60, "Yes."]]);

  it("stands where the agent wrote again after a day, or after the hours a rule names, once however often it did", () => {
    expect(silencePlaces(spoken, 24)).toEqual([3]);
    expect(silencePlaces(spoken, 2)).toEqual([3]);
    expect(silencePlaces(spoken, 26)).toEqual([]);
    expect(silencePlaces(conversationOf("c", TEXTS), 24)).toEqual([]);
  });

  it("and ends are probes with the place the answer would have", () => {
    const rule = { ends: true, silence: true } as const;
    expect(unansweredProbesOf(spoken, rule, {})).toEqual([{ conversation: "c", turn: 3, ordinal: 2, position: 2, unanswered: "silence" }]);
    expect(unansweredProbesOf(ending({ endedBy: "user", end: "left" }), rule, {})).toEqual([{ conversation: "c", turn: 5, ordinal: 3, position: 3, unanswered: "end" }]);
    expect(unansweredProbesOf(ending({}), { ends: "unknown-too" }, {})).toHaveLength(1);
    expect(unansweredProbesOf(spoken, {}, {})).toEqual([]);
  });
});

it("the ledger counts each conversation once, by outcome, and says what the data say", () => {
  const count = new EndsCount({ ends: true, silence: true }, {});
  for (const each of [ending({ endedBy: "user", end: "left" }), ending({ endedBy: "user", end: "left" }, TEXTS.slice(0, 4)), ending({ value: "positive", endedBy: "agent", end: "accept" }), ending({ value: "unknown" })]) count.add(each);
  expect(count.ledger()).toEqual({
    conversations: 4,
    endings: { "user-left": { negative: 2, positive: 0, unknown: 0 }, outcome: { negative: 0, positive: 1, unknown: 0 }, unknown: { negative: 0, positive: 0, unknown: 1 } },
    stated: [{ by: "user", how: "left", counts: { negative: 2, positive: 0, unknown: 0 } }, { by: "-", how: "-", counts: { negative: 0, positive: 0, unknown: 1 } }, { by: "agent", how: "accept", counts: { negative: 0, positive: 1, unknown: 0 } }],
    inferred: 0,
    userSpokeLast: { negative: 1, positive: 0, unknown: 0 },
    endProbes: { negative: 1, positive: 0, unknown: 0 },
    refused: { "user-spoke-last": { negative: 1, positive: 0, unknown: 0 }, outcome: { negative: 0, positive: 1, unknown: 0 }, "unknown-end": { negative: 0, positive: 0, unknown: 1 } },
    silenceProbes: { negative: 0, positive: 0, unknown: 0 },
    untimed: 4,
  });
});
