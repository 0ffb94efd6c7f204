// A run read from stored lines is the run read entry by entry, whatever is in the journal and whatever is asked in between.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeEntry } from "../../../../src/core/journal/codec.ts";
import type { JournalEntry } from "../../../../src/core/journal/entry.ts";
import { RunState } from "../../../../src/core/journal/fold.ts";
import { StoredLineReader } from "../../../../src/core/journal/storedLine.ts";
import { readEntries } from "../../../../src/study/readEntries.ts";
import { entriesOf } from "../../../bench/data/journal.ts";
import { journal, manifestWith, SEED } from "./entries.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A store of one journal that gives its lines in blocks of so many. */
function stored(lines: readonly string[], most: number) {
  return {
    read: () => {
      throw new Error("has blocks");
    },
    async *blocks() {
      for (let at = 0; at < lines.length; at += most) {
        const bytes = await Promise.resolve(encoder.encode(`${lines.slice(at, at + most).join("\n")}\n`));
        yield { bytes, text: (from: number, to: number) => decoder.decode(bytes.subarray(from, to)) };
      }
    },
  };
}

async function* plain(lines: readonly string[]) {
  for (const [index, text] of lines.entries()) if (text !== "") yield await Promise.resolve({ line: index + 1, text, complete: true });
}

/** Everything a state tells. */
function told(state: RunState): unknown {
  const keys = [...state.probes.keys()];
  return {
    counts: state.counts(),
    spending: state.spending.sums,
    models: [[...state.spending.models("simulator")], [...state.spending.models("judge")]],
    noticed: [...state.noticed],
    rest: [state.ended, state.forgotten, state.startedAt, state.manifest, state.revision],
    probes: [...state.probes].map(([key, { probe, context, samples }]) => [key, probe, context, [...samples]]),
    real: ["a", "b", "c", "d", "客#1"].flatMap((id) => [3, 5].map((turn) => state.realVerdict(`${id}#${turn}`))),
    labelled: keys.map((key) => state.labelled(key)),
    finished: state.labelledProbes(true),
    conversations: ["a", "b", "c", "d", "客#1"].map((id) => [state.conversationFinished(id), state.probesOf(id).map(({ probe }) => probe.turn)]),
  };
}

const RARE = [{ reused: true }, { leaveProbability: 0.5 }, { setup: "s" }, { reported: { noticed: ["refusal" as const] } }];

interface Ordered {
  readonly kind: string;
  readonly probe?: { readonly conversation: string; readonly turn: number };
  readonly target?: { readonly branch: string; readonly conversation: string; readonly turn: number; readonly sample?: number };
  readonly sample?: number;
}

/** Each thing said once and a verdict behind its continuation, as a run does it; but for one in `every`. */
function inOrder<Body extends Ordered>(bodies: readonly Body[], every: number): readonly Body[] {
  const said = new Set<string>();
  const late: Body[] = [];
  const early = bodies.filter((body, index) => {
    if (index % every === 1) return true;
    const { conversation, turn } = body.probe ?? body.target ?? { conversation: "", turn: index };
    const sample = body.target ? body.target.sample : body.sample;
    const about = JSON.stringify([body.kind, body.target?.branch, conversation, turn, sample]);
    if (said.has(about)) return false;
    said.add(about);
    if (!body.target || said.has(JSON.stringify(["continuation", undefined, conversation, turn, sample ?? 0]))) return true;
    late.push(body);
    return false;
  });
  return [...early, ...late];
}

/** Entries as the product writes most of them, many about the same thing. */
const common: fc.Arbitrary<readonly JournalEntry[]> = fc.integer({ min: 1, max: 2 }).chain((samples) => {
  const target = fc.record({ conversation: fc.integer({ min: 0, max: 60 }).map((number) => ['d"', "e\\"][number] ?? ["a", "b", "客#1"][number % 3] ?? ""), turn: fc.constantFrom(3, 5) });
  const word = fc.oneof(fc.constantFrom("好的\n呀", 'say "yes"', "\\", "\ud800", "😀", "\u0001", "\u2028"), fc.string({ unit: "binary", maxLength: 5 }));
  const reported = fc.option(
    fc.record(
      { promptTokens: fc.nat(2_000), completionTokens: fc.nat(50), milliseconds: fc.nat(900), calls: fc.nat(3), model: fc.constantFrom("m", "m", "n", "n", "o", "模"), fingerprint: fc.constantFrom("f", "g"), finishReason: fc.constant("stop") },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  );
  // Seldom one beyond the plan.
  const sample = fc.nat(40).map((number) => (number === 0 ? samples : number % samples));
  const continuation = fc.record({ target, sample, reported, text: word, kind: fc.constantFrom("reply" as const, "reply" as const, "leave" as const, "silence" as const), of: fc.nat(2), more: fc.integer({ min: 0, max: 40 }).map((rare) => RARE[rare] ?? {}) });
  const verdict = fc.record({ target, sample: fc.option(sample, { nil: undefined }), reported, cached: fc.boolean(), valid: fc.integer({ min: 0, max: 30 }), evidence: fc.option(word, { nil: undefined }) });
  const one = fc.oneof(
    { weight: 9, arbitrary: continuation.map(({ target: { conversation, turn }, sample: number, reported: report, text, kind, of, more }) => ({
      kind: "continuation" as const, probe: { conversation, turn, ordinal: 2, position: turn / 7 }, context: { outcome: "negative" as const, ...(turn === 3 ? { customer: text } : {}), of }, sample: number, continuation: kind, text, provenance: "generated" as const, promptHash: "h", ...(report ? { reported: report } : {}), ...more,
    })) },
    { weight: 18, arbitrary: verdict.map(({ target: { conversation, turn }, sample: number, reported: report, cached, valid, evidence }) => ({
      kind: "verdict" as const,
      target: number === undefined ? { branch: "real" as const, conversation, turn } : { branch: "simulated" as const, conversation, turn, sample: number },
      verdict: valid > 0 ? { status: "valid" as const, state: { stage: "engaging", emotion: "neutral", blocker: "none", committedBefore: valid > 15, ...(evidence === undefined ? {} : { evidence }) }, ...(valid > 25 ? { rung: "schema" as const } : {}) } : { status: "invalid" as const, cause: "not-json" },
      judgeHash: "j", cached, ...(report ? { reported: report } : {}),
    })) },
    { weight: 1, arbitrary: fc.constant({ kind: "run-ended" as const, reason: "paused" as const, done: 1, failed: 0 }) },
  );
  return fc.tuple(fc.array(one, { minLength: 15, maxLength: 60, size: "max" }), fc.constantFrom(2, 12, 1_000, 1_000)).map(([bodies, every]) => [{ kind: "run-started" as const, manifest: manifestWith(samples) }, ...inOrder(bodies, every)].map((body, index) => ({ v: 1, id: `e${index}`, at: "t", ...body })));
});

const broken = fc.array(fc.tuple(fc.nat(60), fc.constantFrom("", "{", "\r", '{"v":2}', "cut", "wider")), { maxLength: 2 });

describe("a run read from stored lines", () => {
  it.each([["common", common], ["any", journal]])("is the run read entry by entry: %s journals", async (_, entries) => {
    await fc.assert(
      fc.asyncProperty(entries, broken, fc.integer({ min: 1, max: 9 }), fc.array(fc.constantFrom("a", "b", "客#1"), { maxLength: 3 }), async (all, faults, most, asked) => {
        const lines = all.map(encodeEntry);
        for (const [at, fault] of faults) if (at > 0 && lines[at] !== undefined) lines[at] = fault === "cut" ? lines[at].slice(0, -9) : fault === "wider" ? lines[at].replaceAll(",", ", ") : fault;
        const kept = Math.ceil(lines.length * 0.8);
        const [one, other] = [new RunState(), new RunState()];
        const unread = await readEntries({ read: () => plain(lines.slice(0, kept)) }, "", one);
        expect(await readEntries(stored(lines.slice(0, kept), most), "", other)).toEqual(unread);
        expect(other.counts()).toEqual(one.counts());
        expect(other.spending.sums).toEqual(one.spending.sums);
        for (const conversation of asked) expect(other.probesOf(conversation)).toEqual(one.probesOf(conversation));
        for (const entry of all.slice(kept)) expect(other.apply(entry)).toEqual(one.apply(entry));
        expect(told(other)).toEqual(told(one));
        expect(told(other)).toEqual(told(one));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("counts every line once, however often it stands in the journal", async () => {
    const lines = [...entriesOf(3)].flatMap((entry) => [encodeEntry(entry), encodeEntry(entry)]);
    const [one, other] = [new RunState(), new RunState()];
    await readEntries({ read: () => plain(lines) }, "", one);
    await readEntries(stored(lines, 7), "", other);
    expect(told(other)).toEqual(told(one));
    expect(other.counts()).toMatchObject({ probes: 9, finishedProbes: 9, conversations: 3, finishedConversations: 3, reply: 9 });
  });

  it("knows the lines of a large run without reading them", () => {
    const reader = new StoredLineReader();
    const lines = [...entriesOf(3)].map((entry) => encoder.encode(encodeEntry(entry)));
    expect(lines.map((bytes) => reader.read(bytes, 0, bytes.length)?.kind)).toEqual([undefined, ...Array.from({ length: 9 }, () => ["continuation", "real", "simulated"]).flat()]);
  });
});
