// What all entries together say does not depend on their order, nor on how often they come; an undo takes back, and is taken back.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAdjudication, decodeAnnotation, encodeLine } from "../../../../src/core/labels/codec.ts";
import type { AdjudicationEntry, AnnotationEntry, LabelEntry } from "../../../../src/core/labels/entry.ts";
import { LabelState } from "../../../../src/core/labels/fold.ts";

const INSTRUMENT = { name: "decision-state", version: "1", hash: "h" };

function at(second: number): string {
  return `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
}

function label(id: string, by: string, content: string, second: number, stage: string, blind = true): LabelEntry {
  return { v: 1, kind: "label", id, at: at(second), by, target: { kind: "item", queue: "q", item: `i-${content}` }, content, values: { stage }, instrument: INSTRUMENT, blind, manner: "own" };
}

const people = fc.constantFrom("ann", "bob");
const contents = fc.constantFrom("x", "y");
const seconds = fc.integer({ min: 0, max: 9 });

/** Entries with their own ids; undos point at any of them, at each other, or at nothing. */
const entries = fc.array(fc.record({ kind: fc.constantFrom("label", "skip", "note", "dispute", "resolve", "undo", "reveal", "adjudication"), by: people, content: contents, second: seconds, of: fc.integer({ min: 0, max: 14 }), stage: fc.constantFrom("resisting", "deciding"), blind: fc.boolean() }), { maxLength: 14 }).map((given) =>
  given.map(({ kind, by, content, second, of, stage, blind }, number): AnnotationEntry | AdjudicationEntry => {
    const base = { v: 1 as const, id: `e${number}`, at: at(second), by };
    const about = { ...base, target: { kind: "turn" as const, conversation: "c", turn: 1 }, content };
    switch (kind) {
      case "undo":
        return { ...base, kind: "undo", of: `e${of}` };
      case "reveal":
        return { ...base, kind: "reveal", queue: "q" };
      case "adjudication":
        return { ...base, kind: "adjudication", queue: "q", item: "i", content, values: { stage }, instrument: INSTRUMENT, between: [], reason: "both" };
      case "note":
        return { ...about, kind: "note", text: stage };
      case "skip":
      case "dispute":
      case "resolve":
        return { ...about, kind };
      default:
        return { ...label(base.id, by, content, second, stage, blind) };
    }
  }));

function folded(all: readonly (AnnotationEntry | AdjudicationEntry)[], looking = false): unknown {
  const state = new LabelState();
  for (const entry of all) {
    state.apply(entry);
    // Whoever looks in between must not change what is seen later.
    if (looking) for (const content of ["x", "y"]) state.of(content);
  }
  return { texts: ["x", "y", "z"].map((content) => state.of(content)), revealed: ["ann", "bob"].map((by) => state.revealed(by, "q")) };
}

describe("the fold of annotations", () => {
  it("is the same for any order and any repetition", () => {
    fc.assert(
      fc.property(entries.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }))), ([all, mixed]) => {
        expect(folded(mixed, true)).toEqual(folded(all));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("survives its own text form", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const read = all.map((entry) => (entry.kind === "adjudication" ? decodeAdjudication(encodeLine(entry)) : decodeAnnotation(encodeLine(entry))));
        expect(read).toEqual(all.map((value) => ({ ok: true, value })));
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it("keeps the latest label, and the latest blind one apart", () => {
    const state = new LabelState();
    for (const entry of [label("a", "ann", "x", 1, "resisting"), label("b", "ann", "x", 2, "deciding", false)]) state.apply(entry);
    expect(state.of("x").opinions).toMatchObject([{ by: "ann", label: { id: "b" }, blind: { id: "a" } }]);
  });

  it("takes back only what the same person said; an undo of an undo brings it back", () => {
    const state = new LabelState();
    state.apply(label("a", "ann", "x", 1, "resisting"));
    state.apply({ v: 1, kind: "undo", id: "u1", at: at(2), by: "bob", of: "a" });
    expect(state.of("x").opinions).toHaveLength(1);
    state.apply({ v: 1, kind: "undo", id: "u2", at: at(3), by: "ann", of: "a" });
    expect(state.of("x").opinions).toHaveLength(0);
    state.apply({ v: 1, kind: "undo", id: "u3", at: at(4), by: "ann", of: "u2" });
    expect(state.of("x").opinions).toMatchObject([{ label: { id: "a" } }]);
    expect(state.lastOf("ann")?.id).toBe("a");
  });

  it("is disputed until somebody resolves it", () => {
    const about = { v: 1 as const, by: "ann", target: { kind: "turn" as const, conversation: "c", turn: 1 }, content: "x" };
    const state = new LabelState();
    state.apply({ ...about, kind: "dispute", id: "d", at: at(1), reason: "courtesy" });
    expect(state.of("x").disputed).toBe(true);
    state.apply({ ...about, kind: "resolve", id: "r", at: at(2) });
    expect(state.of("x").disputed).toBe(false);
  });

  it("does not read what is no line of it", () => {
    expect(decodeAnnotation("<<<<<<< ours")).toMatchObject({ ok: false, reason: "not-json" });
    expect(decodeAnnotation('{"v":2,"kind":"label"}')).toMatchObject({ ok: false, reason: "newer-version" });
    expect(decodeAnnotation('{"v":1,"kind":"label","id":"a"}')).toMatchObject({ ok: false, reason: "wrong-shape" });
  });
});
