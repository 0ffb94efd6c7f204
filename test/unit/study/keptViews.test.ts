import { describe, expect, it } from "vitest";
import { RunState } from "../../../src/core/journal/fold.ts";
import { KeptViews } from "../../../src/study/keptViews.ts";
import type { Source } from "../../../src/study/turnViews.ts";
import { entriesOf, manifestOf } from "../../bench/data/journal.ts";

function sourceOf(id: string): { readonly source: Source; readonly goOn: () => void } {
  const state = new RunState();
  const entries = entriesOf(1);
  const goOn = (): void => {
    const next = entries.next();
    if (next.done !== true) state.apply(next.value);
  };
  // The manifest, then a continuation.
  goOn();
  goOn();
  return { source: { id, manifest: manifestOf(1), state }, goOn };
}

describe("kept views", () => {
  it("are the same while nothing happens, and others after every entry", () => {
    const { source, goOn } = sourceOf("one");
    const kept = new KeptViews();
    const first = kept.of("a", "c-0", [source]);
    expect(first.get(7)?.continuations[0]).toMatchObject({ kind: "reply", run: "one" });
    expect(first.get(7)?.real).toBeUndefined();
    expect(kept.of("a", "c-0", [source])).toBe(first);
    goOn();
    expect(kept.of("a", "c-0", [source]).get(7)?.real).toBeDefined();
  });

  it("are others with other runs, with a run read anew, and for the same conversation elsewhere", () => {
    const [one, two, again] = [sourceOf("one"), sourceOf("two"), sourceOf("one")];
    const kept = new KeptViews();
    const first = kept.of("a", "c-0", [one.source]);
    expect(kept.of("b", "c-0", [two.source]).get(7)?.continuations[0]?.run).toBe("two");
    expect(kept.of("a", "c-0", [one.source])).toBe(first);
    expect(kept.of("a", "c-0", [one.source, two.source]).get(7)?.continuations).toHaveLength(2);
    expect(kept.of("a", "c-0", [again.source])).not.toBe(first);
  });
});
