import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../../src/core/transcript/normalise.ts";
import { factsOf, type RecordFacts } from "../../../../src/datasets/facts.ts";
import { isPlain } from "../../../../src/datasets/pieces/columns.ts";
import { readNative } from "../../../../src/datasets/readers/native.ts";
import { NativeSkim } from "../../../../src/datasets/skim/native.ts";
import { mayServe } from "../../../../src/datasets/skim/opening.ts";
import { serves } from "../../../../src/datasets/suspicion.ts";
import { timeIn } from "../../../../src/datasets/skim/time.ts";
import { instantOf } from "../../../../src/core/transcript/instant.ts";

const RUNS = process.env.DF_LONG === "1" ? 100_000 : 500;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A line as other programs write it, everything but ASCII escaped. */
const escaped = (line: string): string => line.replace(/[^ -~]/gu, (character) => [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""));

/** The facts of a record with nothing to report, by making it. */
function asEver(line: string, within: number): RecordFacts | undefined {
  const reading = readNative(JSON.parse(line));
  if (!("record" in reading) || reading.findings.length > 0) return undefined;
  const facts = factsOf(reading.record, normalise(reading.record, within));
  return facts.suspicions ? undefined : facts;
}

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  { weight: 3, arbitrary: fc.constantFrom("您好，有什么可以帮您的吗？", "How can I help you?", "thank you for calling", "价格有点高，下个月再说。", "a\"b\\c\n", "　", "\u00a0 x", "\ud800", "😀😀", "已付款") },
  fc.string({ unit: "binary", maxLength: 12 }),
);
const time = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 90 }).map((minutes) => new Date(Date.UTC(2025, 1, 28, 23, minutes)).toISOString().replace(".000Z", "+00:00")) },
  fc.constantFrom("2025-03-01T10:20:00+08:00", "2024-02-29T10:20:00Z", "2025-02-29T10:20:00Z", "2025-03-01 10:20:00.5Z", "2025-03-01T10:20Z", "now", "", "0099-01-01T00:00:00Z", "2025-03-01T24:00:00Z"),
);
const turn = fc.record(
  {
    role: fc.constantFrom("agent", "user", "agent", "user", "system", "boss"),
    text,
    at: fc.oneof({ weight: 4, arbitrary: time }, fc.constant(null)),
    kind: fc.constantFrom("message", "action", null, "other"),
    labels: fc.constantFrom([], null, [{ by: "us", act: "ask" }], [{ by: "us", act: "none" }]),
    note: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ["role", "text"] },
);
const scalar = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("buyer", " Paid", "已付款", "未成交", "Chengdu", "premium", 12, -0.5, 1e21, true, null));
const record = fc.record(
  {
    id: fc.oneof({ weight: 5, arbitrary: fc.stringMatching(/^[a-z]{1,14}$/) }, fc.constantFrom("", 7, -0, 1e15, 1.5, "客户", "__proto__", "a\"b")),
    customer: fc.constantFrom("u-1", null, 5, "", "客户一"),
    agent: fc.constantFrom("a", null, 3),
    outcome: fc.oneof(
      fc.constant(null),
      fc.record({ value: fc.constantFrom("positive", "negative", "unknown", "yes"), label: fc.constantFrom("buyer", "non-buyer", null, "成交客户", "Chengdu"), at: fc.oneof(time, fc.constant(null)), endedBy: fc.constantFrom("user", null), extra: fc.constant(1) }, { requiredKeys: ["value"] }),
    ),
    profile: fc.oneof(fc.constant(null), fc.dictionary(fc.constantFrom("age", "city", "isBuyer", "paid", "年龄", "是否成交", "note"), scalar, { maxKeys: 4 }), fc.constant({ deep: {} })),
    turns: fc.array(turn, { maxLength: 7 }),
    meta: fc.oneof(fc.constant(null), fc.dictionary(fc.constantFrom("task", "x"), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }), fc.constant([])),
    task: fc.jsonValue({ maxDepth: 1 }),
  },
  { requiredKeys: ["id", "turns"] },
);
/** The usual record of a large file. */
const plain = fc.record({
  id: fc.stringMatching(/^[a-z]{1,14}$/),
  customer: fc.constantFrom("u-1", "客户一"),
  outcome: fc.record({ value: fc.constantFrom("positive", "negative", "unknown"), label: fc.constantFrom("buyer", "non-buyer"), at: fc.constant("2025-03-01T00:30:00Z") }, { requiredKeys: ["value"] }),
  profile: fc.record({ age: fc.nat(90), city: fc.constantFrom("成都", "Leeds", "null", "buyer") }),
  turns: fc
    .array(fc.record({ role: fc.constantFrom("agent", "user", "system"), text: fc.constantFrom("您好", "Yes, well.", "\\ \"", "ÀÉ 😀 x", "请问有什么可以帮您"), step: fc.nat(40) }), { minLength: 2, maxLength: 9 })
    .map((turns) => {
      let minutes = 0;
      return turns.map(({ step, ...rest }) => ({ ...rest, at: new Date(Date.UTC(2025, 1, 28, 23, (minutes += step))).toISOString().replace(".000Z", "Z") }));
    }),
});

describe("facts from bytes", () => {
  it("are those of the record, or none", () => {
    let plainOnes = 0;
    let given = 0;
    fc.assert(
      fc.property(fc.oneof(record, plain), fc.constantFrom(undefined, 1), fc.constantFrom(0, 10, 1e9), fc.boolean(), (value, indent, within, ascii) => {
        const written = JSON.stringify(value, undefined, indent).replaceAll("\n", "");
        const line = ascii ? escaped(written) : written;
        const facts = new NativeSkim(within).facts(bytesOf(line));
        const ever = asEver(line, within);
        if (ever && isPlain(ever)) plainOnes++;
        if (!facts) return;
        given++;
        expect(facts).toEqual(ever);
      }),
      { seed: 20_260_821, numRuns: RUNS },
    );
    expect(plainOnes).toBeGreaterThan(RUNS / 10);
    expect(given).toBeGreaterThan(plainOnes * 0.5);
  });

  it("are none for what JSON.parse refuses, and never an error", () => {
    const damage = fc.tuple(fc.nat(), fc.constantFrom("", "x", "\"", "\\", "{", "}", ",", ":", "\u0001", "0", "\\u12", "\\x", "null"), fc.nat(3));
    fc.assert(
      fc.property(fc.oneof(record, plain), fc.array(damage, { minLength: 1, maxLength: 3 }), (value, damages) => {
        let line = JSON.stringify(value);
        for (const [place, put, over] of damages) {
          const at = place % (line.length + 1);
          line = line.slice(0, at) + put + line.slice(at + over);
        }
        const facts = new NativeSkim(10).facts(bytesOf(line));
        if (facts) expect(facts).toEqual(asEver(line, 10));
      }),
      { seed: 20_260_822, numRuns: RUNS },
    );
  });

  it("do not depend on what was read before, nor on what stands beside", () => {
    const skim = new NativeSkim(10);
    const beside = fc.constantFrom("", "\n", "x\n", "\r\n", '{"id":"');
    fc.assert(
      fc.property(fc.oneof(record, plain), beside, beside, fc.nat(12), (value, before, after, cut) => {
        const line = bytesOf(JSON.stringify(value).slice(0, cut === 0 ? undefined : -cut));
        const among = bytesOf(before + new TextDecoder().decode(line) + after);
        const from = bytesOf(before).length;
        expect(skim.facts(among, from, from + line.length)).toEqual(new NativeSkim(10).facts(line));
      }),
      { seed: 20_260_823, numRuns: RUNS },
    );
  });

  it("pass over no opening of the side that serves", () => {
    const phrases = fc.constantFrom("How can I help you", "HOW MAY I ASSIST YOU", "what can i do for you", "Thanks for calling", "请问有什么可以帮您", "有什么能为你", "很高兴为您服务", "竭诚为您服务", "欢迎致电", "感谢您的来电", "thank you", "为您");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 420 }), phrases, fc.string({ unit: "grapheme", maxLength: 9 }), (before, phrase, after) => {
        const said = `${before} ${phrase} ${after}`;
        const bytes = bytesOf(said);
        if (serves(said)) expect(mayServe(bytes, 0, bytes.length)).toBe(true);
      }),
      { seed: 20_260_825, numRuns: RUNS },
    );
  });

  it("read times as they are read elsewhere", () => {
    const digits = fc.stringMatching(/^[0-9]{4}-[0-3][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](?:Z|[+-][0-2][0-9]:[0-6][0-9])$/);
    fc.assert(
      fc.property(fc.oneof(time, digits), (written) => {
        const bytes = bytesOf(written);
        expect(timeIn(bytes, 0, bytes.length)).toBe(instantOf(written));
      }),
      { seed: 20_260_824, numRuns: RUNS },
    );
  });
});
