import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entrySchema } from "../../../../src/core/journal/codec.ts";
import { isPlainEntry } from "../../../../src/core/journal/entryGuard.ts";
import { journal, SEED } from "./entries.ts";

const RUNS = process.env.DF_LONG === "1" ? 100_000 : 3_000;

const report = { model: "served", finishReason: "stop", promptTokens: 3, completionTokens: 4, milliseconds: 5, calls: 2, fingerprint: "fp" };
const full: readonly unknown[] = [
  { v: 1, id: "k", at: "t", setup: "s", kind: "continuation", probe: { conversation: "a", turn: 3, ordinal: 2, position: 33.3 }, context: { outcome: "negative", customer: "u", agent: "b", act: "ask", of: 2 }, sample: 0, continuation: "reply", text: "x", provenance: "generated", promptHash: "h", reported: report, donors: [{ conversation: "b", turn: 1, kind: "reply" }], leaveProbability: 0.25, reused: true },
  { v: 1, id: "v", at: "t", setup: "s", kind: "verdict", target: { branch: "simulated", conversation: "a", turn: 3, sample: 1 }, verdict: { status: "valid", state: { stage: "a", emotion: "b", blocker: "c", committedBefore: true, evidence: "e" }, rung: "json", repaired: false }, judgeHash: "j", cached: false, reported: report },
  { v: 1, id: "w", at: "t", kind: "verdict", target: { branch: "real", conversation: "a", turn: 3 }, verdict: { status: "valid", state: { stage: "a", emotion: "b", blocker: "c" } }, judgeHash: "j", cached: true },
];

/** Values that look like what stands there and are not, or are at an edge. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, "", "reply", "real", 0, -1, -0, 1.5, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e308, [], {}, [null], [{}], { conversation: "a" }, { dropped: ["seed"] }, { status: "invalid", cause: "c" }),
  fc.jsonValue({ maxDepth: 2 }),
);

interface Mutation {
  readonly steps: readonly number[];
  readonly how: "replace" | "remove" | "add" | "rename";
  readonly name: string;
  readonly value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom("replace", "replace", "remove", "add", "rename"),
  name: fc.constantFrom("sample", "extra", "reported", "dropped", "rung", "agent", "__proto__", "constructor", "toString"),
  value: hostile,
});

function mutate(entry: unknown, { steps, how, name, value }: Mutation): void {
  let at = entry as Record<string, unknown>;
  for (const [index, step] of steps.entries()) {
    const fields = Object.keys(at);
    const field = fields[step % (fields.length || 1)];
    if (field === undefined) return;
    const inner = at[field];
    if (index < steps.length - 1 && typeof inner === "object" && inner !== null) {
      at = inner as Record<string, unknown>;
      continue;
    }
    // As JSON.parse makes it: a property of its own, whatever its name.
    const put = (key: string, what: unknown): unknown => Object.defineProperty(at, key, { value: what, writable: true, enumerable: true, configurable: true });
    if (how === "replace") put(field, value);
    else if (Array.isArray(at)) at.splice(step % (at.length + 1), 1, value);
    else if (how === "add") put(name, value);
    else {
      Reflect.deleteProperty(at, field);
      if (how === "rename") put(name, inner);
    }
    return;
  }
}

/** What the schema gives back, or undefined. */
function bySchema(value: unknown): unknown {
  const parsed = entrySchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

describe("the guard of journal entries", () => {
  it("takes every field of continuations and valid verdicts", () => {
    for (const entry of full) expect(isPlainEntry(entry)).toBe(true);
  });

  it("takes only what the schema gives back unchanged, and nearly all of a journal", () => {
    let taken = 0;
    let all = 0;
    fc.assert(
      fc.property(journal, (entries) => {
        for (const entry of entries) {
          const value = JSON.parse(JSON.stringify(entry)) as unknown;
          if (entry.kind === "continuation" || (entry.kind === "verdict" && entry.verdict.status === "valid")) {
            all++;
            taken += Number(isPlainEntry(value));
          }
          if (isPlainEntry(value)) expect(bySchema(value)).toStrictEqual(value);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
    expect(taken).toBe(all);
  });

  it("never takes what the schema refuses or changes", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...full), fc.array(mutation, { minLength: 1, maxLength: 3 }), (entry, mutations) => {
        const value = structuredClone(entry);
        for (const each of mutations) mutate(value, each);
        if (!isPlainEntry(value)) return;
        taken++;
        expect(bySchema(value)).toStrictEqual(value);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(RUNS / 50);
  });

  it("refuses whatever is no entry at all", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        if (isPlainEntry(value)) expect(bySchema(value)).toStrictEqual(value);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
