// Input of every bad kind through every document: a value or a reason that people have a sentence for, never NaN, infinity or an exception.
import fc from "fast-check";
import { describe, it } from "vitest";
import { compareRuns } from "../../../../src/core/stats/compareRuns.ts";
import type { Label, LabelledProbe, LabelScheme, OutcomeValue, SampleValue } from "../../../../src/core/stats/labelledProbe.ts";
import { liveReport, statsReport, type ReportOptions } from "../../../../src/core/stats/report.ts";
import { Tally } from "../../../../src/core/stats/tally.ts";
import { findings } from "../../../../src/core/stats/verdictSentence.ts";
import { checkPlain } from "./documents.ts";
import { SCHEME, STAGES } from "./probes.ts";

const OPTIONS: ReportOptions = { seed: 3, bootstrapDraws: 12, permutationDraws: 12, look: false, invented: false, splitFields: ["sex", "nobody has it"] };

/** What may be wrong with a whole run; `nothing` leaves its probes mixed. */
const FLAWS = ["nothing", "one outcome", "unknown outcomes", "ties everywhere", "invalid real labels", "invalid answers", "no answers", "foreign stages", "only ends", "only leaving", "one conversation", "strata apart"] as const;
type Flaw = (typeof FLAWS)[number];

const stage = fc.constantFrom(...STAGES);
const label: fc.Arbitrary<Label> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ status: fc.constant("valid" as const), stage, emotion: fc.constantFrom("neutral", "positive", "no emotion of v1"), blocker: fc.constantFrom("none", "price"), committedBefore: fc.boolean() }, { requiredKeys: ["status", "stage"] }) },
  { weight: 1, arbitrary: fc.constant({ status: "invalid", cause: "no-json" } as const) },
  { weight: 1, arbitrary: fc.constant({ status: "valid", stage: "a stage of another codebook" } as const) },
);
const stated = { donor: fc.constantFrom("c0", "c1", "c2", "nobody"), leaveProbability: fc.constantFrom(0, 0.5, 1) };
const sample: fc.Arbitrary<SampleValue> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("reply" as const), label, ...stated }, { requiredKeys: ["kind", "label"] }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("leave" as const, "silence" as const), ...stated }, { requiredKeys: ["kind"] }) },
);
const probe = fc.record(
  {
    position: fc.constantFrom(1, 2, 30, 60, 90), ordinal: fc.integer({ min: 1, max: 4 }), realKind: fc.constantFrom("reply" as const, "reply" as const, "ended" as const),
    real: label, samples: fc.array(sample, { maxLength: 3 }), act: fc.constantFrom("ask", "pitch"), profile: fc.constantFrom({ sex: "f" }, { sex: "m" }, {}),
  },
  { requiredKeys: ["position", "ordinal", "realKind", "real", "samples"] },
);
const conversation = fc.record(
  { outcome: fc.constantFrom<OutcomeValue>("negative", "positive", "unknown"), customer: fc.constantFrom("u1", "u2", "u3"), agent: fc.constantFrom("a1", "a2"), dataset: fc.constantFrom("d1", "d2"), probes: fc.array(probe, { maxLength: 3 }) },
  { requiredKeys: ["outcome", "probes"] },
);
const runs = fc.tuple(fc.array(conversation, { maxLength: 9 }), fc.constantFrom(...FLAWS)).map(([conversations, flaw]) =>
  flawed(conversations.slice(0, flaw === "one conversation" ? 1 : undefined).flatMap(({ probes, ...who }, c) => probes.map((each): LabelledProbe => ({ ...who, ...each, conversation: `c${c}` }))), flaw),
);

function flawed(probes: readonly LabelledProbe[], flaw: Flaw): readonly LabelledProbe[] {
  const tie: Label = { status: "valid", stage: "engaging" };
  const reply = (of: Label): SampleValue => ({ kind: "reply", label: of });
  const change: Readonly<Record<Flaw, (probe: LabelledProbe) => Partial<LabelledProbe>>> = {
    "nothing": () => ({}),
    "one conversation": () => ({}),
    "one outcome": () => ({ outcome: "positive" }),
    "unknown outcomes": () => ({ outcome: "unknown" }),
    "ties everywhere": () => ({ realKind: "reply", real: tie, samples: [reply(tie)] }),
    "invalid real labels": () => ({ realKind: "reply", real: { status: "invalid", cause: "refused" } }),
    "invalid answers": ({ samples }) => ({ samples: samples.map(() => reply({ status: "invalid", cause: "refused" })) }),
    "no answers": () => ({ samples: [] }),
    "foreign stages": () => ({ realKind: "reply", real: { status: "valid", stage: "?" }, samples: [reply({ status: "valid", stage: "?" })] }),
    "only ends": () => ({ realKind: "ended", real: { status: "invalid", cause: "ended" } }),
    "only leaving": ({ samples }) => ({ samples: samples.map(() => ({ kind: "leave" as const })) }),
    "strata apart": ({ outcome }) => ({ realKind: "reply", real: { status: "valid", stage: outcome === "negative" ? "resisting" : "deciding" }, samples: [reply(tie), reply(tie)] }),
  };
  return probes.map((each) => ({ ...each, ...change[flaw](each) }));
}

describe("any input at all", () => {
  it("gives a report of values and reasons, and findings on it", () => {
    const options = fc.record({ look: fc.boolean(), invented: fc.boolean(), offersExit: fc.boolean(), bootstrapDraws: fc.constantFrom(1, 12), permutationDraws: fc.constantFrom(1, 12) });
    fc.assert(
      fc.property(runs, options, (probes, chosen) => {
        const report = statsReport(probes, SCHEME, { ...OPTIONS, ...chosen });
        checkPlain(report);
        checkPlain(findings(report));
      }),
      { seed: 41, numRuns: 150 },
    );
  });

  it("gives a look of values and reasons, whatever is finished", () => {
    fc.assert(
      fc.property(runs, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (probes, finished) => {
        const tally = new Tally(SCHEME);
        checkPlain(liveReport(tally, SCHEME));
        for (const each of probes) tally.put(each);
        finished.forEach((value, c) => tally.finish(`c${c}`, value));
        checkPlain(liveReport(tally, SCHEME));
      }),
      { seed: 42, numRuns: 150 },
    );
  });

  it("gives a comparison of values and reasons, also with itself and with nothing", () => {
    fc.assert(
      fc.property(runs, runs, fc.constantFrom<"all" | "replies">("all", "replies"), fc.constantFrom(0, 0.15), (a, b, kind, margin) => {
        for (const [one, other] of [[a, b], [a, a], [a, []], [[], []], [a, a.slice(1)]] as const) checkPlain(compareRuns(one, other, SCHEME, { seed: 1, bootstrapDraws: 12, permutationDraws: 12, margin, kind }));
      }),
      { seed: 43, numRuns: 60 },
    );
  });

  it("takes codebooks of any size: no stage, one stage, no roles, no emotions", () => {
    const schemes: readonly LabelScheme[] = [
      { stages: [], emotions: [], blockers: [] },
      { stages: [{ name: "engaging", definition: "" }], emotions: [], blockers: [] },
      { stages: SCHEME.stages.slice(0, 2).map(({ name, definition }) => ({ name, definition })), emotions: ["neutral"], blockers: ["none"] },
    ];
    fc.assert(
      fc.property(runs, fc.constantFrom(...schemes), (probes, scheme) => {
        checkPlain(statsReport(probes, scheme, OPTIONS));
        checkPlain(compareRuns(probes, probes.slice(1), scheme, { seed: 1, bootstrapDraws: 5, permutationDraws: 5, margin: 0.15 }));
        const tally = new Tally(scheme);
        for (const each of probes) tally.put(each);
        for (const each of probes) tally.finish(each.conversation);
        checkPlain(liveReport(tally, scheme));
      }),
      { seed: 44, numRuns: 60 },
    );
  });

  it("takes many conversations that are all alike, and very unequal strata", () => {
    const alike = (n: number, outcome: OutcomeValue, depth: number): readonly LabelledProbe[] =>
      Array.from({ length: n }, (_, i) => ({ conversation: `${outcome}${i}`, outcome, position: 30, ordinal: 3, realKind: "reply", real: { status: "valid", stage: STAGES[depth]! }, samples: [{ kind: "reply", label: { status: "valid", stage: "engaging" } }] }));
    for (const [n, m] of [[5000, 1], [1, 5000], [3000, 3000]] as const) checkPlain(statsReport([...alike(n, "negative", 0), ...alike(m, "positive", 4)], SCHEME, { ...OPTIONS, splitFields: [] }));
  });
});
