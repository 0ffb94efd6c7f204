// The document of a queue item, its keys, and what people said in words.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { LabelState } from "../../../src/core/labels/fold.ts";
import { LABELS_VERSION, type AnnotationEntry } from "../../../src/core/labels/entry.ts";
import { parseTranscript } from "../../../src/core/transcript/parse.ts";
import { ACTION_KEYS, FIELD_KEYS, labelOfKey } from "../../../src/study/labels/labelKeys.ts";
import { saidLines } from "../../../src/study/labels/labelWords.ts";
import { labelDocument } from "../../../src/views/labels/labelText.ts";
import { revealedLines } from "../../../src/views/labels/revealedLines.ts";

const codebook = CODEBOOK_V1.en;
const text = { prefix: [{ role: "agent", text: "Shall we?" }, { role: "user", text: "Perhaps.\nUser 9 · 10:00" }, { role: "agent", text: "Now?" }] as const, turn: "Yes, gladly." };
const item = { number: 3, of: 20, text, codebook, revealed: [] };

describe("the document of a queue item", () => {
  it("has the turns before, then the one to label, and nothing after it but the definitions", () => {
    const { text: shown, turnLine, lastTurnLine } = labelDocument(item, "en");
    const lines = shown.split("\n");
    expect(lines[0]).toBe("Item 3 of 20");
    expect(lines[turnLine]).toBe("User 4 · label this turn");
    expect(lines.slice(turnLine + 1, lastTurnLine + 1)).toEqual(["  Yes, gladly."]);
    const { turns } = parseTranscript(lines.slice(0, lastTurnLine + 2));
    expect(turns.map(({ role, text: said }) => [role, said])).toEqual([...text.prefix.map(({ role, text: said }) => [role, said]), ["user", "Yes, gladly."]]);
  });

  it("has every label once, with its key and definition, on the line it says", () => {
    const { text: shown, labelLines } = labelDocument(item, "en");
    const lines = shown.split("\n");
    expect(labelLines).toHaveLength(codebook.stages.length + codebook.emotions.length + codebook.blockers.length);
    for (const { name, line } of labelLines) expect(lines[line]).toMatch(new RegExp(`^ {2}[0-9A-Z]  ${name}: `, "u"));
    expect(lines[labelLines[0]!.line]).toMatch(/^ {2}1 {2}resisting: /u);
  });

  it("says nothing of branch, outcome, judge or people before the reveal", () => {
    expect(labelDocument(item, "en").text).not.toMatch(/simulated|real turn|outcome|judge:/iu);
    const place = { conversation: "c-1", turn: 3, position: 1, outcome: "negative", branch: "simulated", run: "r-1", sample: 1, verdict: { status: "valid", state: { stage: "engaging", emotion: "neutral", blocker: "none" } } } as const;
    const said = new LabelState().of("x");
    const lines = revealedLines({ places: [place], said, strata: { positive: "buyer", negative: "non-buyer" }, users: "human", titleOf: () => "persona" }, "en");
    expect(lines).toEqual(["Simulated (persona, sample 2) at turn 4 of c-1; outcome non-buyer; judge: engaging · neutral · none"]);
    expect(labelDocument({ ...item, revealed: lines }, "en").text).toContain("\nWhat it was\n  Simulated (persona, sample 2)");
  });
});

describe("keys", () => {
  it("stand for the labels of a codebook row by row, and for nothing beyond its last label", () => {
    expect(labelOfKey(codebook, "5")).toEqual({ field: "stage", name: "deciding" });
    expect(labelOfKey(codebook, "q")).toEqual({ field: "emotion", name: "positive" });
    expect(labelOfKey(codebook, "j")).toEqual({ field: "blocker", name: "prior-failure" });
    for (const key of ["6", "t", "k", "n", "", "12"]) expect(labelOfKey(codebook, key), key).toBeUndefined();
  });

  it("are those the manifest binds, each once, in the document alone", () => {
    const manifest = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../../package.json"), "utf8")) as { contributes: { keybindings: { command: string; key: string; args?: string; when: string }[] } };
    const bound = manifest.contributes.keybindings.filter(({ command }) => command === "fidelity.labelKey");
    expect(new Set(bound.map(({ key }) => key)).size).toBe(bound.length);
    const labels = Object.values(FIELD_KEYS).flatMap((keys) => [...keys]).map((key) => [key, key]);
    expect(bound.map(({ key, args }) => [key, args]).sort()).toEqual([...labels, ...Object.entries(ACTION_KEYS).map(([action, key]) => [key, action])].sort());
    for (const { when } of bound) expect(when).toBe("resourceScheme == fidelity-label && editorTextFocus");
  });
});

describe("what people said", () => {
  it("is a line each: labels with their reason, what cannot be labelled, notes, disputes and their end", () => {
    const state = new LabelState();
    const base = (id: string, by: string) => ({ v: LABELS_VERSION, id, at: `2026-11-21T08:00:0${id}Z`, by, target: { kind: "turn", conversation: "c-1", turn: 3 }, content: "x" }) as const;
    const instrument = { name: "decision-state", version: "1", hash: "h" };
    const entries: readonly AnnotationEntry[] = [
      { ...base("1", "Ada"), kind: "label", values: { stage: "engaging", emotion: "neutral" }, instrument, blind: false, manner: "agreed" },
      { ...base("2", "Ben"), kind: "label", values: { stage: "deciding" }, instrument, blind: false, manner: "changed", reason: "says yes" },
      { ...base("3", "Cy"), kind: "skip" },
      { ...base("4", "Ben"), kind: "dispute", reason: "too shallow" },
      { ...base("5", "Ada"), kind: "note", text: "read again" },
      { ...base("6", "Ada"), kind: "resolve" },
    ];
    for (const entry of entries) state.apply(entry);
    expect(saidLines(state.of("x"), "en")).toEqual(["Ada: ✓ engaging · neutral", "Ben: deciding (says yes)", "Cy: cannot be labelled", "Disputed by Ben: too shallow", "Note by Ada: read again", "Resolved by Ada"]);
  });
});
