import { describe, expect, it } from "vitest";
import { decodeEntry, encodeEntry } from "../../../../src/core/journal/codec.ts";
import type { Ledger, RunStarted } from "../../../../src/core/journal/entry.ts";
import { manifestWith } from "./entries.ts";

const NEWER: Pick<Ledger, "messagesExcluded" | "outcomeReasons" | "payments" | "suspicious"> = {
  messagesExcluded: 2,
  outcomeReasons: { paid: 4, refunded: 1 },
  payments: { payments: 7, before: 1, after: 0, quantiles: [-37_872, -1, 0, 223, 300.5, 13_106.4, 32_283], keysUnused: 1 },
  suspicious: { "empty-turn": 3 },
};

function started(ledger: Partial<Ledger>): RunStarted {
  const manifest = manifestWith(1);
  return { v: 1, id: "e", at: "2026-11-21T10:00:00Z", kind: "run-started", manifest: { ...manifest, dataset: { ...manifest.dataset, ledger: { ...manifest.dataset.ledger, ...ledger } } } };
}

describe("the ledger in a run's journal", () => {
  it("comes back as it was written, with and without what newer ledgers count", () => {
    for (const ledger of [{}, NEWER]) {
      const entry = started(ledger);
      expect(decodeEntry(encodeEntry(entry))).toEqual({ ok: true, entry });
    }
    expect(encodeEntry(started({}))).not.toContain("outcomeReasons");
  });
});
