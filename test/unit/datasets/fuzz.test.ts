import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { isFailure } from "../../../src/core/messages/failure.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest } from "./inMemory.ts";
import { limits } from "./limits.ts";

const CASES = Number(process.env.DF_FUZZ ?? (process.env.DF_LONG === "1" ? 100_000 : 200));

const record = fc.record(
  {
    id: fc.oneof(fc.constantFrom("a", "b", "__proto__", "", 1e308), fc.string({ maxLength: 3 })),
    turns: fc.array(
      fc.record(
        { role: fc.constantFrom("agent", "user", "system", "boss"), text: fc.string({ unit: "grapheme", maxLength: 8 }), at: fc.constantFrom("2025-03-01T10:20:00+08:00", "2025-03-01T10:30:00Z", "now") },
        { requiredKeys: ["role", "text"] },
      ),
      { maxLength: 5 },
    ),
    outcome: fc.record({ value: fc.constantFrom("positive", "negative", "unknown"), at: fc.constantFrom(null, "2025-03-01T02:25:00Z") }, { requiredKeys: ["value"] }),
    meta: fc.oneof(fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }), fc.jsonValue({ maxDepth: 1 })),
  },
  { requiredKeys: ["id", "turns"] },
);

const line = fc.oneof(
  { weight: 6, arbitrary: record.map((value) => JSON.stringify(value)) },
  fc.json({ maxDepth: 3 }),
  fc.constantFrom("", " ", "null", '{"id":"n","turns":1e999}', '{"id":-0,"turns":[]}', '{"id":"s","turns":[{"role":"user","text":"\\ud800"},{"role":"agent","text":"\\udfff x"}]}', '{"id":"k","turns":[{"role":"user","text":"u"},{"role":"agent","text":"a"}],"constructor":{"prototype":{"x":1}},"__proto__":{"y":2}}'),
  fc.integer({ min: 1, max: 3000 }).map((depth) => `{"id":"deep","turns":[],"x":${"[".repeat(depth)}${"]".repeat(depth)}}`),
  fc.integer({ min: 1, max: 3000 }).map((depth) => '{"a":'.repeat(depth)),
);

const ending = fc.constantFrom("\n", "\r\n", "\r", "\n\n", "\u2028", "");
const damage = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), byte: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat(), length: fc.nat({ max: 300 }) }),
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), bytes: fc.constantFrom([0], [0xff, 0xfe], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [10], [13], [0x22], [0x7b], [0x5b]) }),
);

const file = fc.tuple(fc.array(fc.tuple(line, ending), { maxLength: 8 }), fc.array(damage, { maxLength: 4 })).map(([lines, damages]) => {
  let bytes: number[] = [...new TextEncoder().encode(lines.flat().join(""))];
  for (const each of damages) {
    const at = each.at % (bytes.length + 1);
    if (each.kind === "flip") bytes[at] = each.byte;
    else if (each.kind === "cut") bytes = bytes.slice(0, at);
    else if (each.kind === "double") bytes.splice(at, 0, ...bytes.slice(at, at + each.length));
    else bytes.splice(at, 0, ...each.bytes);
  }
  return Uint8Array.from(bytes);
});

async function checkAccounts(dataset: Dataset, bytes: Uint8Array): Promise<void> {
  const { ledger, entries, problems } = dataset;
  const left = Object.values(ledger.leftOut).reduce((sum, count) => sum + count, 0);
  expect(ledger.conversationsRead).toBe(ledger.conversationsKept + left);
  expect(entries).toHaveLength(ledger.conversationsKept);
  expect(ledger.outcomes.positive + ledger.outcomes.negative + ledger.outcomes.unknown).toBe(ledger.conversationsKept);
  const lines = new TextDecoder().decode(bytes).split("\n").length;
  for (const problem of problems) {
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines);
    expect(problem.column).toBeGreaterThanOrEqual(1);
  }
  let turns = 0;
  const ids: string[] = [];
  for await (const conversation of dataset.all()) {
    turns += conversation.turns.length;
    ids.push(conversation.id);
    expect(conversation.turns.some(({ role }) => role === "user")).toBe(true);
  }
  expect(ids).toEqual(entries.map(({ id }) => id));
  expect(turns).toBe(ledger.messagesRead - ledger.messagesMerged - ledger.messagesCut - ledger.systemMessages);
}

describe("damaged files", () => {
  it(`give problems or data and never an error of ours, a hang or much memory, ${CASES} times`, { timeout: 1_800_000 }, async () => {
    const within = limits();
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom("data.jsonl", "data.json"), (bytes, name) => within(async () => {
        const files = new MemoryFiles({ [`/folder/${name}`]: bytes });
        const dataset = await openDataset({ path: `/folder/${name}`, files, digest }).catch((error: unknown) => {
          if (isFailure(error) && (error.id === "shape-unknown" || error.id === "shape-not-json")) return undefined;
          throw error;
        });
        if (dataset) await checkAccounts(dataset, bytes);
        expect(files.openNow).toBe(0);
      })),
      { seed: 20_260_818, numRuns: CASES },
    );
  });
});
