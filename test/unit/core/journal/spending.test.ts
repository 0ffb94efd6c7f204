import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/journal/entry.ts";
import { RunState } from "../../../../src/core/journal/fold.ts";
import { NOTHING_SPENT } from "../../../../src/core/journal/spent.ts";

type Body = JournalEntry extends infer E ? (E extends JournalEntry ? Omit<E, "v" | "id" | "at"> : never) : never;

const probe = { conversation: "a", turn: 3, ordinal: 2, position: 30 };
const context = { outcome: "negative", of: 1 } as const;
const reported = { model: "served", promptTokens: 100, completionTokens: 20, milliseconds: 50 };
const state = { stage: "resisting", emotion: "neutral", blocker: "none" };

function spent(...bodies: readonly Body[]): RunState {
  const run = new RunState();
  bodies.forEach((body, index) => run.apply({ v: 1, id: `e${index}`, at: "2026-11-21T08:00:00Z", ...body }));
  return run;
}

const reply: Body = { kind: "continuation", probe, context, sample: 0, continuation: "reply", text: "x", provenance: "generated", reported };

describe("what a run spent", () => {
  it("sums up what the server reported, by who was paid", () => {
    const { spending } = spent(
      reply,
      { kind: "verdict", target: { branch: "real", conversation: "a", turn: 3 }, verdict: { status: "valid", state }, judgeHash: "r", cached: false, reported: { ...reported, calls: 2, fingerprint: "fp1" } },
      { kind: "verdict", target: { branch: "simulated", conversation: "a", turn: 3, sample: 0 }, verdict: { status: "valid", state }, judgeHash: "s", cached: false, reported: {} },
    );
    expect(spending.sums).toEqual({
      simulator: { calls: 1, promptTokens: 100, completionTokens: 20, unreported: 0, milliseconds: 50 },
      judge: { calls: 3, promptTokens: 100, completionTokens: 20, unreported: 1, milliseconds: 50 },
    });
    expect([...spending.models("simulator")]).toEqual([["served", 1]]);
    expect([...spending.models("judge")]).toEqual([["served (fp1)", 1]]);
  });

  it("counts nothing for what was reused, cached or drawn, nor an entry twice", () => {
    expect(spent({ ...reply, reused: true }, { ...reply, reused: true }).spending.sums.simulator).toEqual(NOTHING_SPENT);
    expect(spent({ kind: "verdict", target: { branch: "real", conversation: "a", turn: 3 }, verdict: { status: "valid", state }, judgeHash: "r", cached: true, reported }).spending.sums.judge).toEqual(NOTHING_SPENT);
    expect(spent({ ...reply, donors: [{ conversation: "b", turn: 1, kind: "reply" }], reported: undefined } as unknown as Body).spending.sums.simulator).toEqual(NOTHING_SPENT);
    expect(spent(reply, reply).spending.sums.simulator.calls).toBe(1);
  });

  it("counts an answer that could not be used, and no call that got none", () => {
    const failure = (cause: string, more = {}): Body => ({ kind: "failure", stage: "simulate", probe, context, sample: 0, cause, values: {}, ...more });
    expect(spent(failure("answer-cut-by-length", { reported })).spending.sums.simulator).toMatchObject({ calls: 1, completionTokens: 20 });
    expect(spent(failure("answer-cut-by-length")).spending.sums.simulator).toMatchObject({ calls: 1, unreported: 1 });
    expect(spent(failure("endpoint-cut")).spending.sums.simulator).toEqual(NOTHING_SPENT);
  });

  it("still counts what was forgotten since, and what was forgotten", () => {
    const run = spent(reply, { kind: "forgotten", conversations: 1, probes: 3, entries: 7, spent: { simulator: { ...NOTHING_SPENT, calls: 3 }, judge: NOTHING_SPENT } });
    expect(run.spending.sums.simulator.calls).toBe(4);
    expect(run.forgotten).toEqual({ conversations: 1, probes: 3 });
  });

  it("stands beside what was noticed, each continuation once", () => {
    const reply = { kind: "continuation", probe, context, sample: 0, continuation: "reply", text: "x", provenance: "generated", reported: { noticed: ["refusal", "over-long"] } } as const;
    const state = spent(reply, reply, { ...reply, sample: 1, reported: { noticed: ["refusal"] } });
    expect([...state.noticed]).toEqual([["refusal", 2], ["over-long", 1]]);
  });
});
