// Builders of labelled probes for tests of the statistics.
import fc from "fast-check";
import type { LabelledProbe, LabelScheme, OutcomeValue, SampleValue } from "../../../../src/core/stats/labelledProbe.ts";

export const STAGES = ["resisting", "exploring", "engaging", "considering", "deciding"] as const;

export const SCHEME: LabelScheme = {
  stages: [
    { name: "resisting", definition: "", role: "resists" },
    { name: "exploring", definition: "" },
    { name: "engaging", definition: "" },
    { name: "considering", definition: "", role: "deliberates" },
    { name: "deciding", definition: "", role: "commits" },
  ],
  emotions: ["positive", "neutral", "hesitant", "negative"],
  blockers: ["none", "price", "trust", "capability", "timing", "external", "prior-failure"],
};

/** A sample by depth, or by kind. */
export type SampleShort = number | "leave" | "silence" | "invalid";

export function sampleOf(short: SampleShort): SampleValue {
  if (typeof short === "number") return { kind: "reply", label: { status: "valid", stage: STAGES[short]! } };
  return short === "invalid" ? { kind: "reply", label: { status: "invalid", cause: "no-json" } } : { kind: short };
}

export interface ProbeShort {
  readonly conversation: string;
  readonly outcome: OutcomeValue;
  readonly real: number | "invalid";
  readonly samples: readonly SampleShort[];
  readonly position?: number;
  readonly ordinal?: number;
  readonly customer?: string;
  readonly act?: string;
}

export function probeOf({ conversation, outcome, real, samples, position = 30, ordinal, customer, act }: ProbeShort): LabelledProbe {
  return {
    conversation,
    outcome,
    position,
    ordinal: ordinal ?? position,
    ...(customer === undefined ? {} : { customer }),
    ...(act === undefined ? {} : { act }),
    realKind: "reply",
    real: real === "invalid" ? { status: "invalid", cause: "no-json" } : { status: "valid", stage: STAGES[real]! },
    samples: samples.map(sampleOf),
  };
}

const shortSample = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.constantFrom("leave" as const, "silence" as const, "invalid" as const));

/** Probes of up to 14 conversations of any outcome with up to three positions, up to three samples, repeated customers. */
export const anyProbes: fc.Arbitrary<readonly LabelledProbe[]> = fc
  .array(
    fc.record({
      outcome: fc.constantFrom("negative" as const, "positive" as const, "negative" as const, "positive" as const, "unknown" as const),
      customer: fc.option(fc.constantFrom("u1", "u2", "u3", "u4"), { nil: undefined }),
      probes: fc.array(
        fc.record({ real: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.constant("invalid" as const)), samples: fc.array(shortSample, { maxLength: 3 }) }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 0, maxLength: 14 },
  )
  .map((conversations) =>
    conversations.flatMap(({ outcome, customer, probes }, c) =>
      probes.map((each, p) => probeOf({ conversation: `c${c}`, outcome, ...(customer === undefined ? {} : { customer }), ...each, position: [30, 60, 90][p]! })),
    ),
  );
