import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTS, type ConversationRecord, type Message, type Outcome, type TurnLabel } from "../../../../src/core/transcript/conversation.ts";
import { readNative } from "../../../../src/datasets/readers/native.ts";
import { nativeLine } from "../../../../src/datasets/writers/nativeWriter.ts";

const KNOWN = new Set(["id", "customer", "agent", "outcome", "profile", "turns", "meta", "role", "text", "at", "kind", "labels", "__proto__"]);

const time = fc.date({ min: new Date("2000-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }).map((date) => date.toISOString());
const text = fc.string({ unit: "binary", maxLength: 12 });
const name = fc.string({ minLength: 1, maxLength: 8 });
const kept = fc.dictionary(name.filter((field) => !KNOWN.has(field)), fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown), { maxKeys: 3, noNullPrototype: true });

const label: fc.Arbitrary<TurnLabel> = fc.record({ by: name, act: fc.constantFrom(...ACTS), stage: name, emotion: name, blocker: name }, { requiredKeys: ["by"], noNullPrototype: true });
const message = fc.record(
  {
    role: fc.constantFrom("agent" as const, "user" as const, "system" as const),
    text,
    at: time,
    labels: fc.array(label, { maxLength: 2 }),
    kind: fc.constantFrom("message" as const, "action" as const),
    extra: kept.filter((fields) => Object.keys(fields).length > 0),
  },
  { requiredKeys: ["role", "text", "labels"], noNullPrototype: true },
);
const outcome: fc.Arbitrary<Outcome> = fc.record(
  { value: fc.constantFrom("positive" as const, "negative" as const, "unknown" as const), label: text, at: time, endedBy: text, end: text },
  { requiredKeys: ["value"], noNullPrototype: true },
);
const record: fc.Arbitrary<ConversationRecord> = fc
  .record(
    { id: name, customer: name, agent: name, outcome, profile: fc.dictionary(name.filter((field) => field !== "__proto__"), text, { maxKeys: 3, noNullPrototype: true }), messages: fc.array(message, { maxLength: 6 }), meta: kept },
    { requiredKeys: ["id", "outcome", "profile", "messages", "meta"], noNullPrototype: true },
  )
  .map((made) => ({ ...made, messages: made.messages.map((each, fileIndex): Message => ({ fileIndex, ...each })) }));

function read(line: string): ConversationRecord {
  const reading = readNative(JSON.parse(line));
  if (!("record" in reading)) throw new Error(JSON.stringify(reading.findings));
  return reading.record;
}

describe("a native line", () => {
  it("gives the record back that it was written from", () => {
    fc.assert(
      fc.property(record, (record) => {
        const line = nativeLine(record);
        expect(line).not.toMatch(/[\n\r]/u);
        expect(read(line)).toEqual(record);
      }),
      { seed: 31, numRuns: 1000 },
    );
  });

  it("keeps reserved fields at their place and unknown ones under meta, value for value", () => {
    const filed = {
      id: "c",
      outcome: { value: "negative", price: 12.5 },
      turns: [
        { role: "agent", text: "a", channel: "web" },
        { role: "user", text: "b", kind: "action", action: { type: "click", target: "#buy", text: "Buy" }, labels: [{ by: "x", stage: "exploring", confidence: 0.5 }] },
      ],
      task: { goal: ["g"] },
      reward: 0,
      survey: { q1: null },
      colour: "red",
      meta: { uid: "0042" },
    };
    const written = JSON.parse(nativeLine(read(JSON.stringify(filed)))) as unknown;
    const { colour, outcome: { price, ...outcome }, meta, ...rest } = filed;
    expect(written).toEqual({ ...rest, outcome, meta: { ...meta, colour, outcome: { price } } });
    expect(JSON.parse(nativeLine(read(JSON.stringify(written))))).toEqual(written);
  });
});
