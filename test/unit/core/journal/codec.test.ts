import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntry, encodeEntry } from "../../../../src/core/journal/codec.ts";
import type { JournalEntry } from "../../../../src/core/journal/entry.ts";
import { RunState } from "../../../../src/core/journal/fold.ts";
import { journal, manifestWith, SEED } from "./entries.ts";

describe("a journal line", () => {
  it("reads back as the entry it was, whatever the text, on one line", () => {
    fc.assert(
      fc.property(journal, fc.string({ unit: "binary" }), (entries, text) => {
        for (const entry of entries) {
          const given = entry.kind === "continuation" ? { ...entry, text } : entry;
          const line = encodeEntry(given);
          expect(line).not.toMatch(/[\r\n]/);
          expect(decodeEntry(line)).toEqual({ ok: true, entry: JSON.parse(JSON.stringify(given)) as JournalEntry });
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it("cut anywhere is no entry, and the lines before it are a valid state", () => {
    fc.assert(
      fc.property(journal, fc.nat(), (entries, cut) => {
        fc.pre(entries.length > 0);
        const lines = entries.map(encodeEntry);
        const text = lines.join("\n");
        const kept = text.slice(0, cut % text.length).split("\n");
        const whole = kept.slice(0, -1);
        const last = decodeEntry(kept.at(-1) ?? "");
        expect(last.ok).toBe(lines[whole.length] === kept.at(-1));
        const state = new RunState();
        for (const line of whole) {
          const decoded = decodeEntry(line);
          expect(decoded.ok).toBe(true);
          if (decoded.ok) state.apply(decoded.entry);
        }
        for (const row of state.labelledProbes(false)) expect(row.samples).toBeDefined();
        expect(state.counts().finishedProbes).toBeLessThanOrEqual(state.counts().probes);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  const started = { v: 1, id: "s", at: "2026-11-21T08:00:00Z", kind: "run-started", manifest: manifestWith(1) };
  it.each([
    ["nothing", "", "not-json"],
    ["text", "hello", "not-json"],
    ["a list", "[]", "wrong-shape"],
    ["null", "null", "wrong-shape"],
    ["a later version", JSON.stringify({ ...started, v: 2 }), "newer-version"],
    ["a kind of its own", JSON.stringify({ ...started, kind: "rumour" }), "wrong-shape"],
    ["a manifest without its rule", JSON.stringify({ ...started, manifest: { ...started.manifest, rule: undefined } }), "wrong-shape"],
    ["a count that is text", JSON.stringify({ ...started, manifest: { ...started.manifest, plannedProbes: "6" } }), "wrong-shape"],
  ])("that is %s is told apart and never guessed", (_what, line, reason) => {
    expect(decodeEntry(line)).toMatchObject({ ok: false, reason });
  });

  it("says which field is wrong", () => {
    const decoded = decodeEntry(JSON.stringify({ ...started, manifest: { ...started.manifest, samples: 1.5 } }));
    expect(decoded).toMatchObject({ ok: false, detail: expect.stringContaining("manifest.samples") as string });
  });
});
