import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntry, encodeEntry } from "../../../../src/core/journal/codec.ts";
import type { ContinuationEntry, FailureEntry, JournalEntry, VerdictEntry } from "../../../../src/core/journal/entry.ts";
import { RunState, type Change, type RunCounts } from "../../../../src/core/journal/fold.ts";
import { probeKey } from "../../../../src/core/probe/probe.ts";
import { journal, manifestWith, SEED } from "./entries.ts";

function folded(entries: readonly JournalEntry[]): RunState {
  const state = new RunState();
  for (const entry of entries) state.apply(entry);
  return state;
}

/** Everything a state says, as plain data. */
function said(state: RunState): object {
  return {
    manifest: state.manifest,
    ended: state.ended,
    probes: [...state.probes].map(([key, { samples, context, probe }]) => [key, context, probe, [...samples.values()].sort((a, b) => a.sample - b.sample), state.realVerdict(key)]).sort(),
    counts: state.counts(),
    forgotten: state.forgotten,
    spent: state.spending.sums,
    labelled: [state.labelledProbes(false), state.labelledProbes(true)],
  };
}

/** The counts by looking at everything. */
function recounted(state: RunState): RunCounts {
  const probes = [...state.probes.values()];
  const samples = probes.flatMap((probe) => [...probe.samples.values()]);
  const ids = [...new Set(probes.map(({ probe }) => probe.conversation))];
  const planned = state.manifest?.samples ?? 1;
  const finished = (id: string): boolean => {
    const own = state.probesOf(id);
    return own.length >= own[0]!.context.of && own.every((probe) => state.finished(probe, planned));
  };
  const kind = (name: string): number => samples.filter(({ continuation }) => continuation?.continuation === name).length;
  return {
    probes: probes.length,
    conversations: ids.length,
    finishedConversations: ids.filter(finished).length,
    finishedProbes: probes.filter((probe) => state.finished(probe, planned)).length,
    reply: kind("reply"),
    leave: kind("leave"),
    silence: kind("silence"),
    invalid: samples.filter(({ verdict }) => verdict?.verdict.status === "invalid").length,
    failed: samples.filter(({ failures }) => failures.length > 0).length,
  };
}

const holds = (property: (entries: readonly JournalEntry[]) => void, numRuns = 400): void => {
  fc.assert(fc.property(journal, property), { seed: SEED, numRuns });
};

describe("the state of a run", () => {
  it("is the same after a replay of what was written, number for number", () => {
    holds((entries) => {
      const read = entries.map(encodeEntry).map(decodeEntry).flatMap((decoded) => (decoded.ok ? [decoded.entry] : []));
      expect(said(folded(read))).toEqual(said(folded(entries)));
    }, 200);
  });

  it("counts as it goes what a recount finds, at every entry", () => {
    holds((entries) => {
      const state = new RunState();
      for (const entry of entries) {
        state.apply(entry);
        expect(state.counts()).toEqual(recounted(state));
      }
    });
  });

  it("is not changed by entries that were applied before, in whatever order they come again", () => {
    fc.assert(
      fc.property(journal, fc.infiniteStream(fc.nat()), (entries, numbers) => {
        const state = folded(entries);
        const before = said(state);
        const again = [...entries, ...[...numbers.take(entries.length)].map((number) => entries[number % entries.length]!)];
        const changes = again.map((entry): Change => state.apply(entry));
        expect(said(state)).toEqual(before);
        expect(changes.every(({ what }) => what === "nothing")).toBe(true);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it("never takes back what counted: the first continuation and the first verdict stay", () => {
    holds((entries) => {
      const state = new RunState();
      const first = new Map<string, string>();
      for (const entry of entries) {
        state.apply(entry);
        for (const [key, { samples }] of state.probes) {
          for (const { sample, continuation, verdict } of samples.values()) {
            for (const [name, found] of [["continuation", continuation], ["verdict", verdict]] as const) {
              if (!found) continue;
              const at = `${key}/${sample}/${name}`;
              expect(first.get(at) ?? found.id).toBe(found.id);
              first.set(at, found.id);
            }
          }
        }
      }
    }, 100);
  });

  it("calls a probe complete only when nothing is left to do or to try again", () => {
    holds((entries) => {
      const state = folded(entries);
      for (const probe of state.probes.values()) {
        const planned = state.manifest?.samples ?? 1;
        if (!state.complete(probe, planned)) continue;
        expect(state.finished(probe, planned)).toBe(true);
        const samples = [...probe.samples.values()].filter(({ sample }) => sample < planned);
        expect(samples.flatMap(({ failures }) => failures)).toEqual([]);
        const row = state.labelled(probeKey(probe.probe))!;
        expect(row.samples.every((sample) => sample.kind !== "reply" || sample.label.status === "valid" || sample.label.cause === "not-json")).toBe(true);
      }
    });
  });
});

const probe = { conversation: "a", turn: 3, ordinal: 2, position: 30 };
const base = { v: 1, at: "2026-11-21T08:00:00.000Z" } as const;
const about = { probe, context: { outcome: "negative", of: 1 }, sample: 0 } as const;
const started: JournalEntry = { ...base, id: "start", kind: "run-started", manifest: manifestWith(1) };
const reply: ContinuationEntry = { ...base, ...about, id: "reply", kind: "continuation", continuation: "reply", text: "ok", provenance: "generated" };
const valid = { status: "valid", state: { stage: "engaging", emotion: "neutral", blocker: "none" } } as const;
const real: VerdictEntry = { ...base, id: "real", kind: "verdict", target: { branch: "real", conversation: "a", turn: 3 }, verdict: valid, judgeHash: "j", cached: false };
const simulated: VerdictEntry = { ...real, id: "simulated", target: { branch: "simulated", conversation: "a", turn: 3, sample: 0 } };
const failure = (stage: FailureEntry["stage"]): FailureEntry => ({ ...base, ...about, id: `failed to ${stage}`, kind: "failure", stage, cause: "endpoint-cut", message: "Cut." });

describe("a failure", () => {
  it("settles a probe until the run goes on, and each is put right by the success it waited for", () => {
    const state = folded([started, failure("simulate")]);
    expect(state.counts()).toMatchObject({ finishedProbes: 1, finishedConversations: 1, failed: 1 });
    for (const entry of [reply, failure("judge-real"), failure("judge-simulated")]) state.apply(entry);
    expect(state.probesOf("a")[0]!.samples.get(0)!.failures.map(({ stage }) => stage)).toEqual(["judge-real", "judge-simulated"]);
    state.apply(simulated);
    expect(state.probesOf("a")[0]!.samples.get(0)!.failures.map(({ stage }) => stage)).toEqual(["judge-real"]);
    expect(state.complete(state.probesOf("a")[0]!, 1)).toBe(false);
    state.apply(real);
    expect(state.counts()).toMatchObject({ finishedProbes: 1, finishedConversations: 1, failed: 0 });
    expect(state.complete(state.probesOf("a")[0]!, 1)).toBe(true);
  });

  it("that comes after its success changes nothing", () => {
    const state = folded([started, reply, real, simulated]);
    for (const stage of ["simulate", "judge-real", "judge-simulated"] as const) expect(state.apply(failure(stage))).toEqual({ what: "nothing" });
    expect(state.counts().failed).toBe(0);
  });

  it("to label a donor is put right when all donors are labelled", () => {
    const donors = [{ conversation: "b", turn: 3, kind: "reply" }, { conversation: "c", turn: 3, kind: "reply" }, { conversation: "c", turn: 7, kind: "silence" }] as const;
    const state = folded([started, { ...reply, donors }, real, failure("judge-simulated")]);
    const donor = (conversation: string): VerdictEntry => ({ ...real, id: conversation, target: { branch: "real", conversation, turn: 3 } });
    state.apply(donor("b"));
    expect(state.counts()).toMatchObject({ failed: 1 });
    expect(state.complete(state.probesOf("a")[0]!, 1)).toBe(false);
    state.apply(donor("c"));
    expect(state.counts()).toMatchObject({ failed: 0, finishedProbes: 1 });
    expect(state.complete(state.probesOf("a")[0]!, 1)).toBe(true);
    expect(state.labelled("a#3")!.samples).toMatchObject([{ kind: "reply", donor: "b", label: { status: "valid" } }, { donor: "c" }, { kind: "silence", donor: "c" }]);
  });
});

describe("a failure that trying again cannot help", () => {
  it.each([["no-donor", true], ["not-recorded", true], ["endpoint-cut", false]])("leaves nothing to do: %s %s", (cause, done) => {
    const state = folded([started, { ...failure("simulate"), cause }]);
    expect(state.complete(state.probesOf("a")[0]!, 1)).toBe(done);
  });
});

describe("the end of a run", () => {
  const ended: JournalEntry = { ...base, id: "end", kind: "run-ended", reason: "paused", done: 0, failed: 0 };

  it("holds until something counts after it", () => {
    const state = folded([started, reply, ended]);
    expect(state.ended).toEqual(ended);
    state.apply(reply);
    expect(state.ended).toEqual(ended);
    state.apply(real);
    expect(state.ended).toBeUndefined();
  });
});
