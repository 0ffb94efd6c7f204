import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Label, LabelledProbe, SampleValue } from "../../../src/core/stats/labelledProbe.ts";
import { readLabelledPairs, writeLabelledPairs, type LabelledPairs, type PairsOrigin } from "../../../src/datasets/labelledPairs.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";

async function read(text: string | Uint8Array, path = "/pairs.csv"): Promise<LabelledPairs> {
  return readLabelledPairs(await new MemoryFiles({ [path]: text }).open(path), path);
}

/** Texts a file may hold: no field of a pair is ever empty once it is there. */
const text = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
const optional = <T>(field: string, value: fc.Arbitrary<T>): fc.Arbitrary<object> => fc.option(value).map((found) => (found === null ? {} : { [field]: found }));
const together = <T>(...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<T> => fc.tuple(...parts).map((found) => Object.assign({}, ...found) as T);

const label: fc.Arbitrary<Label> = fc.oneof(
  together<Label>(fc.record({ status: fc.constant("valid"), stage: text }), optional("emotion", text), optional("blocker", text), optional("committedBefore", fc.boolean())),
  fc.record({ status: fc.constant("invalid" as const), cause: fc.stringMatching(/^[a-z][a-z-]{0,10}$/) }),
);
const more = [optional("donor", text), optional("leaveProbability", fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0))];
const sample: fc.Arbitrary<SampleValue> = fc.oneof(
  together<SampleValue>(fc.record({ kind: fc.constant("reply"), label }), ...more),
  together<SampleValue>(fc.record({ kind: fc.constantFrom("leave", "silence") }), ...more),
);
const outcome = fc.constantFrom("positive" as const, "negative" as const, "unknown" as const);
const conversation = fc.tuple(text, outcome, optional("customer", text), optional("agent", text));
const probes: fc.Arbitrary<readonly LabelledProbe[]> = fc
  .uniqueArray(conversation, { minLength: 1, maxLength: 4, selector: ([id]) => id })
  .chain((conversations) =>
    fc.tuple(
      ...conversations.map(([id, value, customer, agent]) =>
        fc.uniqueArray(
          together<LabelledProbe>(
            fc.record({ conversation: fc.constant(id), outcome: fc.constant(value), position: fc.double({ min: 0.1, max: 100, noNaN: true }), ordinal: fc.integer({ min: 1, max: 99 }), realKind: fc.constantFrom("reply", "ended"), real: label, samples: fc.array(sample, { maxLength: 3 }) }),
            fc.constant(customer),
            fc.constant(agent),
            optional("act", text),
          ),
          { minLength: 1, maxLength: 3, selector: ({ ordinal }) => ordinal },
        ),
      ),
    ),
  )
  .map((all) => all.flat());
const origin: fc.Arbitrary<PairsOrigin> = together(optional("run", text), optional("seed", fc.nat()), optional("provenance", fc.constantFrom("generated", "imported", "invented")), optional("offersExit", fc.boolean()), optional("unfinished", fc.constant(true)));

describe("labelled pairs", () => {
  it("come back from the file as they went in", async () => {
    await fc.assert(
      fc.asyncProperty(probes, origin, async (some, from) => {
        expect(await read(await writeLabelledPairs(some, from))).toEqual({ probes: some, origin: from });
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  it("keep the dataset's names of the strata", async () => {
    const probe = (conversation: string, value: "positive" | "negative" | "unknown"): LabelledProbe => ({ conversation, outcome: value, position: 30, ordinal: 2, realKind: "reply", real: { status: "valid", stage: "engaging" }, samples: [{ kind: "leave" }] });
    const strata = { positive: "buyer", negative: "non-buyer" };
    const { origin: found } = await read(await writeLabelledPairs([probe("a", "negative"), probe("b", "unknown"), probe("c", "positive")], { strata }));
    expect(found).toEqual({ strata });
  });

  it("take a file with nothing but the five columns, rows of one probe being its samples", async () => {
    const csv = "conversation,outcome,position,real_stage,sim_stage\na,positive,30,engaging,deciding\na,positive,30,engaging,\na,positive,60,,resisting\n";
    expect((await read(csv)).probes).toEqual([
      { conversation: "a", outcome: "positive", position: 30, ordinal: 30, realKind: "reply", real: { status: "valid", stage: "engaging" }, samples: [{ kind: "reply", label: { status: "valid", stage: "deciding" } }, { kind: "reply", label: { status: "invalid", cause: "no-stage" } }] },
      { conversation: "a", outcome: "positive", position: 60, ordinal: 60, realKind: "reply", real: { status: "invalid", cause: "no-stage" }, samples: [{ kind: "reply", label: { status: "valid", stage: "resisting" } }] },
    ]);
  });

  it("take JSON lines with numbers and booleans, a byte order mark and CRLF", async () => {
    const rows = [{ conversation: "a", outcome: "negative", position: 30, real_stage: "resisting", sim_kind: "silence", sample: 0, p_leave: 0.25, real_committed_before: true }];
    const { probes: found } = await read(`\uFEFF${rows.map((row) => JSON.stringify(row)).join("\r\n")}\r\n\r\n`, "/pairs.jsonl");
    expect(found).toMatchObject([{ real: { committedBefore: true }, samples: [{ kind: "silence", leaveProbability: 0.25 }] }]);
  });

  const head = "conversation,outcome,position,turn,real_stage,sim_stage,sample,sim_kind,run,p_leave";
  it.each([
    ["no outcome", "a,,30,2,engaging,engaging,0,,,", { id: "pairs-missing", values: { line: 2, column: "outcome" } }],
    ["a foreign outcome", "a,bought,30,2,engaging,engaging,0,,,", { id: "pairs-value", values: { line: 2, column: "outcome", values: "positive, negative, unknown" } }],
    ["a position that is no number", "a,positive,early,2,engaging,engaging,0,,,", { id: "pairs-value", values: { line: 2, column: "position" } }],
    ["a foreign kind", "a,positive,30,2,engaging,engaging,0,gone,,", { id: "pairs-value", values: { line: 2, column: "sim_kind" } }],
    ["a probability that is no number", "a,positive,30,2,engaging,engaging,0,,,often", { id: "pairs-value", values: { line: 2, column: "p_leave" } }],
    ["one conversation with two outcomes", "a,positive,30,2,engaging,engaging,0,,,\na,negative,60,4,engaging,engaging,0,,,", { id: "pairs-two-outcomes", values: { line: 3, conversation: "a" } }],
    ["one sample twice", "a,positive,30,2,engaging,engaging,0,,,\na,positive,30,2,engaging,deciding,0,,,", { id: "pairs-value", values: { line: 3, column: "sample" } }],
    ["one real turn with two stages", "a,positive,30,2,engaging,engaging,0,,,\na,positive,30,2,deciding,deciding,1,,,", { id: "pairs-value", values: { line: 3, column: "real_stage" } }],
    ["two runs", "a,positive,30,2,engaging,engaging,0,,one,\nb,positive,30,2,engaging,deciding,0,,two,", { id: "pairs-several-runs", values: { line: 3, run: "two" } }],
    ["no row", "", { id: "pairs-empty", values: { path: "/pairs.csv" } }],
  ])("refuse %s, at its line", async (_what, rows, failure) => {
    await expect(read(`${head}\n${rows}\n`)).rejects.toMatchObject(failure);
  });

  it("refuse a JSON line that is none", async () => {
    await expect(read('{"conversation":"a"', "/pairs.jsonl")).rejects.toMatchObject({ id: "pairs-not-json", values: { line: 1 } });
    await expect(read("[1]", "/pairs.jsonl")).rejects.toMatchObject({ id: "pairs-not-json", values: { line: 1 } });
  });
});
