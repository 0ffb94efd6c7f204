// Arbitrary journals: a few conversations, probes and samples, about which entries come in any order, many of them about the same thing.
import fc from "fast-check";
import { CODEBOOK_V1 } from "../../../../src/core/instrument/codebookV1.ts";
import type { JournalEntry, RunManifest, Verdict } from "../../../../src/core/journal/entry.ts";
import { NOTHING_SPENT } from "../../../../src/core/journal/spent.ts";
import type { Donor, Probe } from "../../../../src/core/probe/probe.ts";

export const SEED = 20_261_121;

const PROBES: readonly Probe[] = ["a", "b", "c"].flatMap((conversation) => [3, 5].map((turn): Probe => ({ conversation, turn, ordinal: (turn + 1) / 2, position: turn * 10, ...(conversation === "c" && turn === 5 ? { unanswered: "end" } : {}) })));

export function manifestWith(samples: number): RunManifest {
  return {
    run: "2026-11-21-fake-persona-abcd",
    title: "fake · persona",
    planned: true,
    dataset: {
      name: "data",
      path: "/data.jsonl",
      format: "native",
      hash: "d".repeat(64),
      users: "human",
      strata: { positive: "buyer", negative: "non-buyer" },
      ledger: { conversationsRead: 3, conversationsKept: 3, leftOut: {}, messagesRead: 18, messagesMerged: 0, messagesCut: 0, conversationsTruncated: 0, systemMessages: 0, outcomes: { positive: 1, negative: 2, unknown: 0 } },
      outcomeDefinition: "outcome.value",
      mergeWithinMinutes: 10,
    },
    rule: { kind: "fractions", fractions: [0.3, 0.6] },
    orderSeed: 1,
    statisticsSeed: 1,
    samples,
    simulator: { kind: "model", endpoint: "local", origin: "http://127.0.0.1:1", model: "fake" },
    condition: { name: "persona", template: "Be.", hash: "c".repeat(64), offersExit: false },
    simulatorSettings: { temperature: 1, maxTokens: 300 },
    judge: { kind: "lexicon", version: "1" },
    judgeSettings: {},
    instrument: { name: "decision-state", version: "1", hash: "i".repeat(64), window: "causal" },
    codebook: CODEBOOK_V1.en,
    profileFields: ["age"],
    privacy: { redaction: [], sentTo: ["http://127.0.0.1:1"] },
    planHash: "p".repeat(64),
    plannedProbes: 6,
    plannedConversations: 3,
    conversationsWithoutProbe: 0,
    provenance: "generated",
    software: { name: "decision-fidelity", version: "0" },
    margin: 0.15,
  };
}

const stage = fc.constantFrom(...CODEBOOK_V1.en.stages.map(({ name }) => name));
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  stage.map((name): Verdict => ({ status: "valid", state: { stage: name, emotion: "neutral", blocker: "none", committedBefore: false } })),
  fc.constant<Verdict>({ status: "invalid", cause: "not-json", raw: "{" }),
);
const probe = fc.constantFrom(...PROBES);
const donors: fc.Arbitrary<readonly Donor[]> = fc.uniqueArray(
  probe.map(({ conversation, turn }): Donor => ({ conversation, turn, kind: turn === 5 ? "silence" : "reply" })),
  { minLength: 1, maxLength: 3, selector: ({ conversation, turn }) => `${conversation}#${turn}` },
);
const context = { outcome: "negative", customer: "u", of: 2 } as const;

type Body = JournalEntry extends infer E ? (E extends JournalEntry ? Omit<E, "v" | "id" | "at"> : never) : never;

function body(samples: number): fc.Arbitrary<Body> {
  const sample = fc.nat(samples);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant<Body>({ kind: "run-started", manifest: manifestWith(samples) }) },
    { weight: 8, arbitrary: fc.record({ probe, sample, continuation: fc.constantFrom("reply", "reply", "leave", "silence"), text: fc.string() }).map((each): Body => ({ kind: "continuation", context, provenance: "generated", promptHash: "h", ...each })) },
    { weight: 3, arbitrary: fc.record({ probe, sample, donors }).map((each): Body => ({ kind: "continuation", context, provenance: "generated", continuation: "reply", text: "shown", ...each })) },
    { weight: 8, arbitrary: fc.record({ probe, verdict }).map(({ probe: { conversation, turn }, verdict: given }): Body => ({ kind: "verdict", target: { branch: "real", conversation, turn }, verdict: given, judgeHash: "j", cached: false })) },
    { weight: 8, arbitrary: fc.record({ probe, sample, verdict }).map(({ probe: { conversation, turn }, sample: number, verdict: given }): Body => ({ kind: "verdict", target: { branch: "simulated", conversation, turn, sample: number }, verdict: given, judgeHash: "j", cached: false, reported: { model: "served", promptTokens: 3 } })) },
    { weight: 5, arbitrary: fc.record({ probe, sample, stage: fc.constantFrom("simulate", "judge-real", "judge-simulated"), cause: fc.constantFrom("endpoint-cut", "empty-answer") }).map((each): Body => ({ kind: "failure", context, ...(each.sample === 0 ? { message: "No." } : { values: { endpoint: "local", attempts: 5 } }), ...each })) },
    { weight: 1, arbitrary: fc.record({ conversations: fc.nat(2), probes: fc.nat(4), entries: fc.nat(9) }).map((each): Body => ({ kind: "forgotten", spent: { simulator: { ...NOTHING_SPENT, calls: each.probes }, judge: NOTHING_SPENT }, ...each })) },
    { weight: 1, arbitrary: fc.record({ reason: fc.constantFrom("finished", "paused"), done: fc.nat(9), failed: fc.nat(9) }).map((each): Body => ({ kind: "run-ended", ...each })) },
  );
}

/** A journal as it might be written: each entry with an id of its own, no label of a continuation that is not there. Samples beyond the plan occur too. */
export const journal: fc.Arbitrary<readonly JournalEntry[]> = fc
  .integer({ min: 1, max: 2 })
  .chain((samples) => fc.array(body(samples), { maxLength: 60 }))
  .map((bodies) => bodies.filter((each, index) => !isOrphan(each, bodies.slice(0, index))))
  .map((bodies) => bodies.map((each, index) => ({ v: 1, id: `e${index}`, at: "2026-11-21T08:00:00.000Z", ...each })));

function isOrphan(body: Body, before: readonly Body[]): boolean {
  if (body.kind !== "verdict" || body.target.branch === "real") return false;
  const { conversation, turn, sample } = body.target;
  return !before.some((each) => each.kind === "continuation" && each.sample === sample && each.probe.conversation === conversation && each.probe.turn === turn);
}
