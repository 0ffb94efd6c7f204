import { describe, expect, it } from "vitest";
import { parseTranscript } from "../../src/core/transcript/parse.ts";
import { renderTranscript } from "../../src/core/transcript/render.ts";
import type { Problem } from "../../src/datasets/dataset.ts";
import { diagnostics, SHOWN_PROBLEMS } from "../../src/server/diagnostics.ts";
import { folding } from "../../src/server/folding.ts";
import { hover } from "../../src/server/hover.ts";
import { outline } from "../../src/server/outline.ts";
import type { TurnState } from "../../src/protocol/languageServer.ts";
import { turnOf } from "../unit/core/transcript/hostile.ts";

const rendered = renderTranscript(
  {
    id: "c-1",
    outcome: { value: "unknown" },
    profile: {},
    meta: {},
    cut: [],
    turns: [
      turnOf(0, "agent", ["Hello"], "2025-03-01T10:20:00Z", "ask"),
      turnOf(1, "user", ["", "$(trash) yes?"]),
      turnOf(2, "user", [""]),
      turnOf(3, "agent", ["word ".repeat(40)]),
    ],
  },
  { positive: "p", negative: "n" },
  { hideOutcome: true },
);
const transcript = parseTranscript(rendered.text.split("\n"));

describe("outline", () => {
  it("has one flat symbol a turn with speaker, number and first words", () => {
    const symbols = outline(transcript);
    expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
      ["Agent 1: Hello", "2025-03-01 10:20 · ask"],
      ["User 2: $\u2060(trash) yes?", "2 messages"],
      ["User 3", ""],
      [`Agent 4: ${"word ".repeat(40).slice(0, 59)}…`, ""],
    ]);
    expect(symbols[1]).toMatchObject({
      range: { start: { line: 7, character: 0 }, end: { line: 10, character: 0 } },
      selectionRange: { start: { line: 7, character: 0 }, end: { line: 7, character: 6 } },
    });
    expect(symbols.some((symbol) => symbol.children !== undefined)).toBe(false);
  });
});

describe("folding", () => {
  it("ends at the last text line, so that the thread line stays", () => {
    expect(folding(transcript).map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[4, 5], [7, 9], [11, 12], [14, 15]]);
  });
});

describe("hover", () => {
  const text = (line: number, language: "en" | "zh" = "en") =>
    hover(transcript, line, [{ turn: 1, state: { stage: "exploring", emotion: "neutral", blocker: "price" }, judge: "a-model", continuations: 3 }], language)?.contents;
  const known = (state: Omit<TurnState, "turn" | "continuations">) => (hover(transcript, 7, [{ turn: 1, continuations: 0, ...state }], "en")?.contents as { value: string }).value.split("\n").slice(1);

  it("says which turn it is, and what is known of it", () => {
    expect(text(4)).toEqual({ kind: "plaintext", value: "Turn 1 of 4, agent turn 1 of 2" });
    expect(text(7)).toEqual({
      kind: "plaintext",
      value: "Turn 2 of 4, user turn 1 of 2\nReal turn: exploring · neutral · price\nJudge: a-model\n3 continuations",
    });
    expect(text(7, "zh")).toMatchObject({ value: expect.stringContaining("用户第 1 轮") as string });
  });

  it("has the full state and the judge's evidence, and calls turns of no people recorded", () => {
    const state = { stage: "deciding", emotion: "positive", blocker: "none", depth: 3, committedBefore: true, evidence: "I will take it" };
    expect(known({ recorded: true, state, judge: "lexicon", floor: true })).toEqual([
      "Recorded turn: deciding · positive · none", "Depth: 3", "Had committed earlier", "Evidence: “I will take it”", "Judge: lexicon, a rule-based floor",
    ]);
  });

  it("says why a label is invalid", () => {
    expect(known({ invalid: "not-json", judge: "m" })).toEqual(["Real turn: invalid label (not-json)", "Judge: m"]);
  });

  it("shows evidence as text that is no link, no icon and hides nothing", () => {
    const state = { stage: "s", emotion: "e", blocker: "b", evidence: "\u202Ehttps://x.example $(trash) command:run\nnext" };
    const [, evidence = ""] = known({ state, judge: "m" });
    expect(evidence).toContain("⟨U+202E⟩");
    expect(evidence).not.toMatch(/https:\/\/|command:run|\$\(/u);
  });

  it("is on headers only", () => {
    expect([0, 3, 5, 8, 10, 99].map((line) => text(line))).toEqual(Array.from({ length: 6 }, () => undefined));
  });
});

describe("diagnostics", () => {
  const problem = (line: number, more: Partial<Problem> = {}): Problem => ({
    path: "/d/x.jsonl", line, column: 3, severity: "error", id: "file-not-found", values: { path: "y" }, ...more,
  });

  it("are at the place counted from 0, in the asked language", () => {
    expect(diagnostics([problem(7, { endColumn: 9 })], "en")).toEqual([
      {
        range: { start: { line: 6, character: 2 }, end: { line: 6, character: 8 } },
        severity: 1,
        source: "Decision Fidelity",
        code: "file-not-found",
        message: "y does not exist. Check the path.",
      },
    ]);
    expect(diagnostics([problem(1)], "zh")[0]?.message).toContain("不存在");
  });

  it("reach to the end of the line where no end is known, and never before its start", () => {
    expect(diagnostics([problem(0, { column: 0 })], "en")[0]?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 2 ** 31 - 1 } });
  });

  it("show the first ones and count the rest, also those their reader only counted", () => {
    const many = Array.from({ length: SHOWN_PROBLEMS + 5 }, (_, index) => problem(index + 1));
    const counted = problem(1, { id: "problems-more", severity: "information", values: { count: 40 } });
    const shown = diagnostics([...many, counted], "en");
    expect(shown).toHaveLength(SHOWN_PROBLEMS + 1);
    expect(shown.at(-1)).toMatchObject({ severity: 3, range: { start: { line: SHOWN_PROBLEMS } }, message: expect.stringMatching(/^45 more problems/) as string });
    expect(diagnostics(many.slice(0, SHOWN_PROBLEMS), "en")).toHaveLength(SHOWN_PROBLEMS);
  });
});
