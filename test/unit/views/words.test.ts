import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/core/messages/sentences.ts";
import { visible } from "../../../src/core/transcript/visible.ts";
import { authorText, differenceText, marksOf, standingText, stepText } from "../../../src/study/turnWords.ts";
import { continuationWords, realWords } from "../../../src/views/comments/wording.ts";
import { countTitle, HINT_LENGTH, hintText, hintTooltip, LENS_LENGTH, stepTitle } from "../../../src/views/transcript/wording.ts";
import { conversationOf } from "../../fakes/conversations.ts";
import { hostileText } from "../core/transcript/hostile.ts";
import { continuation, realState, STATE, turnView } from "./views.ts";

describe("the hint on a real turn", () => {
  it("says stage and emotion, and a blocker where there is one and room", () => {
    expect(hintText(turnView({ real: realState("engaging", "neutral", "none") }), "en")).toBe("engaging · neutral");
    expect(hintText(turnView({ real: realState("engaging", "neutral", "trust") }), "en")).toBe("engaging · neutral");
    expect(hintText(turnView({ real: realState("deciding", "positive", "none") }), "en")).toBe("deciding · positive");
    expect(hintText(turnView({ real: realState("x", "neutral", "trust") }), "en")).toBe("x · neutral · trust");
    expect(hintText(turnView(), "en")).toBeUndefined();
  });

  it("says that a label is invalid, with the cause in the tooltip", () => {
    const view = turnView({ real: { run: "r-1", verdict: { status: "invalid", cause: "no-json" }, judge: { kind: "lexicon", version: "1" } } });
    expect(hintText(view, "en")).toBe("invalid label");
    expect(hintTooltip(view, "human", "en")).toContain("no-json");
  });

  it("never exceeds 25 characters nor shows a hidden character or an icon, whatever the labels", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (stage, emotion, blocker) => {
        const text = hintText(turnView({ real: realState(stage, emotion, blocker) }), "en") ?? "";
        expect(text.length).toBeLessThanOrEqual(HINT_LENGTH + (text.match(/\u2060/gu)?.length ?? 0));
        expect(text).not.toContain("$(");
        expect(visible(text.replaceAll("\u2060", ""))).toBe(text.replaceAll("\u2060", ""));
      }),
      { seed: 7 },
    );
  });

  it("calls a turn recorded where users are known not to be people, and names a rule-based judge a floor", () => {
    const view = turnView({ real: realState() });
    expect(hintTooltip(view, "human", "en")).toBe("Real turn: exploring · neutral · none\nDepth: 1\nJudge: lexicon, a rule-based floor");
    expect(hintTooltip(view, "simulated", "en")).toContain("Recorded turn");
    expect(hintTooltip(view, "mixed", "zh")).toContain("记录轮次");
    expect(hintTooltip(view, "unknown", "en")).toContain("Real turn");
  });

  it("offers no address the editor could make a link of", () => {
    const text = hintTooltip(turnView({ real: realState("https://evil.example", "www.evil.example", "a@evil.example") }), "human", "en");
    expect(text).not.toMatch(/https?:\/\/|www\.[a-z]|@[a-z]/u);
  });
});

describe("lenses", () => {
  it("count continuations in words", () => {
    expect(countTitle(turnView(), "en")).toBeUndefined();
    expect(countTitle(turnView({ continuations: [continuation()] }), "en")).toBe("1 continuation");
    expect(countTitle(turnView({ continuations: [continuation(), continuation({ sample: 1 })] }), "en")).toBe("2 continuations");
  });

  it("say the step of the newest continuation, or of the one our commands point at, marked", () => {
    const view = turnView({ real: realState(), continuations: [continuation({ depth: 3, difference: 2 }), continuation({ sample: 1, depth: 0, difference: -1 })] });
    expect(stepTitle(view, undefined, "en")).toBe("1 → 0 (−1) · planned");
    expect(stepTitle(view, { turn: 1, id: "run/1/0" }, "en")).toBe("▸ 1 → 3 (+2) · planned");
    expect(stepTitle(view, { turn: 9, id: "run/1/0" }, "en")).toBe("1 → 0 (−1) · planned");
  });

  it("mark what is hand-picked, a floor, invented", () => {
    const view = turnView({ real: realState(), continuations: [continuation({ planned: false, floorOnly: true, provenance: "invented", depth: 2, difference: 1 })] });
    expect(stepTitle(view, undefined, "en")).toBe("1 → 2 (+1) · hand-picked · floor only · invented");
  });

  it("stay within 60 characters", () => {
    for (const language of ["en", "zh"] as const) {
      const view = turnView({ continuations: [continuation({ planned: false, floorOnly: true, provenance: "imported", kind: "failed" })] });
      expect(stepTitle(view, { turn: 1, id: "run/1/0" }, language)?.length).toBeLessThanOrEqual(LENS_LENGTH);
    }
  });

  it("compare with the real depth of the same judge", () => {
    expect(stepText(realState("exploring", "neutral", "none", 1), continuation({ depth: 3, difference: 0 }), "en")).toBe("3 → 3 (0)");
  });

  it("say leaving, silence, failure and arriving in words", () => {
    const step = (kind: "leave" | "silence" | "failed" | "arriving", more = {}) => stepText(realState(), continuation({ kind, ...more }), "en");
    expect(step("leave", { depth: 0, difference: -1 })).toBe("1 → leaves (−1)");
    expect(step("silence", { depth: 0, difference: -1 })).toBe("1 → silence (−1)");
    expect(step("failed")).toBe("1 → failed");
    expect(step("arriving")).toBe("1 → arriving");
  });
});

describe("a comment", () => {
  it("says the difference with a real minus sign", () => {
    expect([2, -1, 0, 0.65, -0.35].map(differenceText)).toEqual(["+2", "−1", "0", "+0.65", "−0.35"]);
  });

  it("of a continuation has simulator, condition, sample, state and difference", () => {
    const words = continuationWords(continuation({ state: STATE, depth: 2, difference: 2, sample: 1 }), false, undefined, "en");
    expect(words.author).toBe("small · persona · sample 2");
    expect(words.label).toBe("engaging · neutral · none\u2003+2 · planned");
    expect(words.body).toBe("Maybe.");
    expect(words.flags).toEqual(["continuation", "sent", "labellable", "labelled"]);
    expect(continuationWords(continuation(), true, undefined, "en").label).toContain("▸ current");
  });

  it("of the control says the mean and that the text is one of the donors", () => {
    const words = continuationWords(continuation({ simulator: { kind: "control", rung: "C1", donors: 20 }, donors: 20, difference: 0.65, sent: false }), false, undefined, "en");
    expect(words.author).toBe("control C1 · sample 1");
    expect(words.label).toBe("mean of 20 donors\u2003+0.65 · planned");
    expect(words.body).toMatch(/^Maybe\.\n.*20 turns of other users/u);
    expect(words.flags).toEqual([]);
  });

  it("of a failure says the cause and offers another try, not another sample", () => {
    const words = continuationWords(continuation({ kind: "failed", text: "", failed: { cause: "empty-answer", message: "no answer" }, sent: false }), false, undefined, "en");
    expect(words.body).toBe("No continuation: no answer");
    expect(words.flags).toEqual(["failed"]);
  });

  it("of an invalid label says the cause and offers no other try", () => {
    const words = continuationWords(continuation({ cause: "unknown-stage" }), false, undefined, "en");
    expect(words.label).toContain("invalid label (unknown-stage)");
    expect(words.flags).not.toContain("failed");
  });

  it("of leaving and silence says so in place of a text", () => {
    for (const kind of ["leave", "silence"] as const) {
      expect(continuationWords(continuation({ kind, text: "" }), false, undefined, "en").body).toBe(sentence(`body-${kind}`, {}, "en"));
      expect(standingText(continuation({ kind }), "zh")).toBe(sentence(`kind-${kind}`, {}, "zh"));
    }
  });

  it("that arrives has its text so far and no button", () => {
    expect(continuationWords(continuation({ kind: "arriving", text: "May" }), false, undefined, "en")).toMatchObject({ body: "May …", flags: [] });
  });

  it("of the real turn has its state", () => {
    const conversation = conversationOf("c", ["Hello?", "Yes?"]);
    expect(realWords(conversation, turnView({ real: realState() }), "human", undefined, "en")).toEqual({ author: "Real turn", label: "exploring · neutral · none", body: "Yes?", flags: ["labellable", "labelled"] });
    expect(realWords(conversation, turnView(), "simulated", undefined, "en")).toMatchObject({ author: "Recorded turn", label: "no label yet" });
  });

  it("shows every character of hostile text and names, and no icon in a title", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (text, model, condition) => {
        const view = continuation({ text, condition, simulator: { kind: "model", endpoint: "e", origin: "o", model }, state: { stage: model, emotion: condition, blocker: text } });
        const { author, label, body } = continuationWords(view, false, undefined, "en");
        for (const line of body.split("\n")) expect(visible(line)).toBe(line);
        for (const line of [author, label]) {
          const plain = line.replaceAll("\u2060", "");
          expect(visible(plain)).toBe(plain);
          expect(line).not.toContain("$(");
        }
        expect(authorText(view, "en").split("\n")).toHaveLength(1);
      }),
      { seed: 11 },
    );
  });

  it("says marks in one order", () => {
    expect(marksOf(continuation({ planned: false, floorOnly: true, provenance: "invented" }), "en")).toEqual(["hand-picked", "floor only", "invented"]);
    expect(marksOf(continuation(), "zh")).toEqual(["计划内"]);
  });
});
