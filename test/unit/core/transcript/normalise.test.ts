import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Act, ConversationRecord, Message, Outcome, Role } from "../../../../src/core/transcript/conversation.ts";
import { normalise } from "../../../../src/core/transcript/normalise.ts";

const START = Date.parse("2025-03-01T02:00:00Z");

/** `["user", "text", minutes from the start]`; no minutes, no time. */
type Said = readonly [Role, string, (number | undefined)?, Act?];

function recordOf(said: readonly Said[], outcome: Outcome = { value: "unknown" }): ConversationRecord {
  const messages = said.map(([role, text, minutes, act], fileIndex): Message => ({
    fileIndex,
    role,
    text,
    ...(minutes !== undefined && { at: new Date(START + minutes * 60_000).toISOString() }),
    labels: act ? [{ by: "test", act }] : [],
  }));
  return { id: "c", outcome, profile: {}, messages, meta: {} };
}

function at(minutes: number): string {
  return new Date(START + minutes * 60_000).toISOString();
}

function shown(record: ConversationRecord, mergeWithin?: number): readonly string[] {
  return normalise(record, mergeWithin).conversation.turns.map(({ role, text }) => `${role}: ${text}`);
}

describe("merging", () => {
  it("joins consecutive messages of one speaker by a line break", () => {
    const record = recordOf([["agent", "a"], ["user", "b"], ["user", "c"], ["agent", "d"]]);
    expect(shown(record)).toEqual(["agent: a", "user: b\nc", "agent: d"]);
    const { turns } = normalise(record).conversation;
    expect(turns.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(turns[1]?.messages.map(({ fileIndex }) => fileIndex)).toEqual([1, 2]);
  });

  it("keeps a silence of more than the limit between two messages of one speaker", () => {
    const record = recordOf([["agent", "a", 0], ["agent", "b", 10], ["agent", "c", 20.1], ["user", "d", 21]]);
    expect(shown(record)).toEqual(["agent: a\nb", "agent: c", "user: d"]);
    expect(shown(record, 5)).toEqual(["agent: a", "agent: b", "agent: c", "user: d"]);
    expect(shown(record, 60)).toEqual(["agent: a\nb\nc", "user: d"]);
  });

  it("compares with the message before, not with the first of the turn", () => {
    expect(shown(recordOf([["user", "a", 0], ["user", "b", 9], ["user", "c", 18]]))).toEqual(["user: a\nb\nc"]);
  });

  it("merges where one of the two has no time", () => {
    expect(shown(recordOf([["user", "a", 0], ["user", "b"], ["user", "c", 500]]))).toEqual(["user: a\nb\nc"]);
  });

  it("leaves system messages out and merges across them", () => {
    const { conversation, counts } = normalise(recordOf([["system", "joined"], ["user", "a"], ["system", "seen"], ["user", "b"], ["agent", "c"]]));
    expect(conversation.turns.map(({ text }) => text)).toEqual(["a\nb", "c"]);
    expect(counts).toEqual({ messagesRead: 5, messagesMerged: 1, messagesCut: 0, systemMessages: 2 });
  });

  it("gives a turn the time of its first timed message", () => {
    const [turn] = normalise(recordOf([["user", "a"], ["user", "b", 3]])).conversation.turns;
    expect(turn?.at).toBe(at(3));
  });
});

describe("truncation", () => {
  const said: readonly Said[] = [["agent", "a", 0], ["user", "b", 1], ["agent", "c", 5], ["user", "d", 5.01], ["agent", "e", 9]];

  it("cuts what is later than the time of a positive outcome, and nothing at that very time", () => {
    const { conversation, counts } = normalise(recordOf(said, { value: "positive", at: at(5) }));
    expect(conversation.turns.map(({ text }) => text)).toEqual(["a", "b", "c"]);
    expect(conversation.cut.map(({ text }) => text)).toEqual(["d", "e"]);
    expect(counts.messagesCut).toBe(2);
  });

  it("cuts nothing for another outcome, or without the outcome's time", () => {
    for (const outcome of [{ value: "negative", at: at(5) }, { value: "unknown", at: at(5) }, { value: "positive" }, { value: "positive", at: "soon" }] as const) {
      expect(normalise(recordOf(said, outcome)).conversation.cut).toEqual([]);
    }
  });

  it("cuts nothing where no message has a time", () => {
    expect(normalise(recordOf([["agent", "a"], ["user", "b"]], { value: "positive", at: at(-99) })).conversation.cut).toEqual([]);
  });

  it("cuts an untimed message that follows a cut one", () => {
    const { conversation } = normalise(recordOf([["agent", "a", 0], ["user", "b"], ["agent", "paid!", 6], ["user", "thanks for the order"]], { value: "positive", at: at(5) }));
    expect(conversation.turns.map(({ text }) => text)).toEqual(["a", "b"]);
    expect(conversation.cut.map(({ text }) => text)).toEqual(["paid!", "thanks for the order"]);
  });

  it("compares moments, not spelling: offsets differ", () => {
    const record = recordOf([["agent", "a", 0], ["user", "b", 1]], { value: "positive", at: "2025-03-01T10:00:30+08:00" });
    expect(shown(record)).toEqual(["agent: a"]);
  });

  it("cuts before merging, so that a burst over the outcome is split", () => {
    expect(shown(recordOf([["agent", "a", 0], ["user", "b", 4], ["user", "c", 6]], { value: "positive", at: at(5) }))).toEqual(["agent: a", "user: b"]);
  });
});

describe("acts", () => {
  it("are those of the last message of an agent's turn that has one", () => {
    const { turns } = normalise(recordOf([["agent", "a", 0, "rapport"], ["agent", "b", 0, "ask"], ["agent", "c"], ["user", "d", 1, "pitch"]])).conversation;
    expect(turns.map(({ act }) => act)).toEqual(["ask", undefined]);
  });
});

describe("every record", () => {
  const said = fc.array(
    fc.tuple(fc.constantFrom<Role>("agent", "user", "system"), fc.string({ maxLength: 5 }), fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined })),
    { maxLength: 30 },
  );
  const outcome = fc.record({ value: fc.constantFrom("positive" as const, "negative" as const), at: fc.integer({ min: -5, max: 60 }).map(at) });

  it("is accounted for message by message, in order, with nothing invented", () => {
    fc.assert(
      fc.property(said, outcome, fc.integer({ min: 0, max: 30 }), (said, outcome, within) => {
        const record = recordOf(said, outcome);
        const { conversation, counts } = normalise(record, within);
        const { turns, cut } = conversation;
        expect(counts.messagesRead).toBe(turns.length + counts.messagesMerged + counts.messagesCut + counts.systemMessages);
        const kept = turns.flatMap(({ messages }) => messages);
        expect([...kept, ...cut].map(({ fileIndex }) => fileIndex).sort((a, b) => a - b)).toEqual(record.messages.filter(({ role }) => role !== "system").map(({ fileIndex }) => fileIndex));
        expect(kept.map(({ fileIndex }) => fileIndex)).toEqual(kept.map(({ fileIndex }) => fileIndex).sort((a, b) => a - b));
        expect(turns.map(({ index }) => index)).toEqual(turns.map((_, index) => index));
        for (const turn of turns) {
          expect(turn.messages.every(({ role }) => role === turn.role)).toBe(true);
          expect(turn.text).toBe(turn.messages.map(({ text }) => text).join("\n"));
        }
        if (outcome.value === "positive") {
          for (const { at } of kept) if (at !== undefined) expect(Date.parse(at)).toBeLessThanOrEqual(Date.parse(outcome.at));
        }
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it("gives the same turns when its kept messages are normalised again", () => {
    fc.assert(
      fc.property(said, outcome, (said, outcome) => {
        const record = recordOf(said, outcome);
        const once = normalise(record).conversation;
        const again = normalise({ ...record, messages: once.turns.flatMap(({ messages }) => messages) }).conversation;
        expect(again.turns).toEqual(once.turns);
        expect(again.cut).toEqual([]);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});
