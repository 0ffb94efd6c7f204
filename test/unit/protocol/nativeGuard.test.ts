import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNativeRecord } from "../../../src/protocol/nativeGuard.ts";
import { nativeRecordSchema } from "../../../src/protocol/nativeRecord.ts";

const WHOLE = {
  id: "c-1",
  customer: 17,
  agent: null,
  outcome: { value: "positive", label: "buyer", at: "2025-03-01T10:20:00+08:00", endedBy: null, end: "paid", other: 1 },
  profile: { age: 52, city: "Chengdu", member: true, note: null },
  turns: [
    { role: "agent", text: "Hello", at: "2025-03-01T10:20:00Z", kind: "message", labels: [{ by: "a", act: "ask", stage: null, emotion: "x", blocker: "y", z: {} }] },
    { role: "user", text: "", action: { type: "click" } },
  ],
  meta: { any: [1] },
  task: {},
};

type Step = string | number;

function places(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function replaced(value: unknown, [step, ...rest]: readonly Step[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return (value as unknown[]).flatMap((each, index) => (index === step ? [replaced(each, rest, by)] : [each])).filter((each) => each !== undefined);
  return Object.fromEntries(Object.entries(value as object).flatMap(([key, each]) => (key === step ? [[key, replaced(each, rest, by)]] : [[key, each]])).filter(([, each]) => each !== undefined));
}

describe("the guard of native records", () => {
  it("accepts the whole format", () => {
    expect(isNativeRecord(WHOLE)).toBe(true);
  });

  it("answers as the schema does wherever a record is changed", () => {
    const others = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, "", "text", 0, -1.5, true, [], {}, [[]], [null], ["a"], { by: "x" }, "agent", "positive", "action", "2025-03-01T10:20:00", "2025-02-30T10:20:00Z", "2025-03-01 10:20Z"),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const paths = places(WHOLE);
    fc.assert(
      fc.property(fc.nat({ max: paths.length - 1 }), others, (place, other) => {
        const changed = replaced(WHOLE, paths[place] ?? [], other);
        expect(isNativeRecord(changed), JSON.stringify(changed)).toBe(nativeRecordSchema.safeParse(changed).success);
      }),
      { seed: 41, numRuns: 5000 },
    );
  });
});
