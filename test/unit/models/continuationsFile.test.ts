import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/core/messages/sentences.ts";
import type { ConversationRecord } from "../../../src/core/transcript/conversation.ts";
import { normalise } from "../../../src/core/transcript/normalise.ts";
import { parseContinuationLine, parseContinuations, Recording } from "../../../src/models/continuationsFile.ts";

const line = (change: object = {}): string => JSON.stringify({ conversation: "c", turn: 3, kind: "reply", text: "Hm.", ...change });

/** File turns: 0 agent, 1 user, 2 system, 3 agent, 4 and 5 a burst of the user, 6 agent, 7 user after the purchase. */
const record: ConversationRecord = {
  id: "c",
  outcome: { value: "positive", at: "2025-03-01T10:20:00Z" },
  profile: {},
  meta: {},
  messages: (["agent", "user", "system", "agent", "user", "user", "agent", "user"] as const).map((role, fileIndex) => ({
    fileIndex, role, text: `t${fileIndex}`, at: fileIndex === 7 ? "2025-03-01T10:30:00Z" : `2025-03-01T10:1${fileIndex}:00Z`, labels: [],
  })),
};
const { conversation } = normalise(record);

describe("a line", () => {
  it("is imported, sample 0, unless it says otherwise", () => {
    expect(parseContinuationLine(line(), 5)).toEqual({
      ok: true,
      value: { line: 5, conversation: "c", turn: 3, sample: 0, answer: { kind: "reply", text: "Hm.", provenance: "imported" } },
    });
  });

  it("carries states, judge and instrument", () => {
    const real = { stage: "exploring", emotion: "neutral", blocker: "none" };
    const parsed = parseContinuationLine(line({ real_state: real, sim_state: { ...real, committed_before: true }, judge: "j", instrument: "v1", provenance: "invented", simulator: "s", condition: "persona", sample: 2, position: 30 }), 1);
    expect(parsed).toMatchObject({
      ok: true,
      value: { sample: 2, simulator: "s", condition: "persona", answer: { provenance: "invented", states: { real, simulated: { ...real, committedBefore: true }, judge: "j", instrument: "v1" } } },
    });
  });

  it("may be silence or leave without a text", () => {
    expect(parseContinuationLine(line({ kind: "silence", text: undefined }), 1)).toMatchObject({ ok: true, value: { answer: { kind: "silence", text: "" } } });
    expect(parseContinuationLine(line({ kind: "leave", text: "", sim_state: null }), 1)).toMatchObject({ ok: true, value: { answer: { kind: "leave", text: "" } } });
  });

  it.each([
    ["{", "continuation-not-json", {}],
    ["7", "continuation-not-json", {}],
    ["[]", "continuation-not-json", {}],
    [line({ conversation: 7 }), "continuation-field", { field: "conversation" }],
    [line({ turn: -1 }), "continuation-field", { field: "turn" }],
    [line({ turn: "3" }), "continuation-field", { field: "turn" }],
    [line({ turn: 1.5 }), "continuation-field", { field: "turn" }],
    [line({ kind: "exit" }), "continuation-field", { field: "kind" }],
    [line({ sim_state: { stage: "x" } }), "continuation-field", { field: "sim_state.emotion" }],
    [line({ text: "  " }), "continuation-without-text", {}],
  ])("%s is a problem: %s", (text, id, values) => {
    const parsed = parseContinuationLine(text, 9);
    expect(parsed).toEqual({ ok: false, problem: { line: 9, id, values: { line: 9, ...values } } });
    if (parsed && !parsed.ok) expect(sentence(parsed.problem.id, parsed.problem.values)).toMatch(/^Line 9/u);
  });
});

describe("a file", () => {
  it("uses every good line and names the others by number, BOM, CRLF and blank lines or not", () => {
    const { lines, problems } = parseContinuations(`\uFEFF${line()}\r\n\r\n{"cut": \r\n${line({ turn: 5 })}\n`);
    expect(lines.map((each) => [each.line, each.turn])).toEqual([[1, 3], [4, 5]]);
    expect(problems.map((each) => each.line)).toEqual([3]);
  });
});

describe("a recording", () => {
  const place = (turns: readonly (readonly [turn: number, sample: number])[]) => {
    const recording = new Recording();
    const problems = turns.map(([turn, sample], at) => recording.place(conversation, { line: at + 1, conversation: "c", turn, sample, answer: { kind: "reply", text: `for ${turn}`, provenance: "imported" } }));
    return { recording, problems: problems.map((problem) => problem?.id) };
  };

  it("finds merged turns by the place of their messages in the file", () => {
    const { recording, problems } = place([[1, 0], [5, 0], [4, 1]]);
    expect(problems).toEqual([undefined, undefined, undefined]);
    expect(recording.at("c", 1, 0)?.text).toBe("for 1");
    expect(recording.at("c", 3, 0)?.text).toBe("for 5");
    expect(recording.at("c", 3, 1)?.text).toBe("for 4");
    expect(recording.at("c", 3, 2)).toBeUndefined();
    expect([...recording.conversations]).toEqual(["c"]);
    expect(recording.samples).toBe(2);
  });

  it("says why a line has no place", () => {
    const { recording, problems } = place([[0, 0], [2, 0], [6, 0], [7, 0], [8, 0], [4, 0], [5, 0]]);
    expect(problems).toEqual(["continuation-not-user", "continuation-no-turn", "continuation-not-user", "continuation-turn-cut", "continuation-no-turn", undefined, "continuation-twice"]);
    expect(recording.at("c", 3, 0)?.text).toBe("for 4");
  });
});

const recordings = path.resolve(import.meta.dirname, "../../../../shared/recordings/persuasionforgood");

describe.skipIf(!existsSync(recordings))("the recordings of PersuasionForGood", () => {
  it.each(["persona", "may-disengage"])("%s reads without a problem", (name) => {
    const { lines, problems } = parseContinuations(readFileSync(path.join(recordings, `${name}.jsonl`), "utf8"));
    expect(problems).toEqual([]);
    expect(lines).toHaveLength(360);
    expect(lines.every(({ answer }) => answer.states?.real)).toBe(true);
    expect(lines.filter(({ answer }) => answer.kind === "silence")).toHaveLength(name === "persona" ? 0 : 1);
  });
});
