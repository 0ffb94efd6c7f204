// Owns the one input of every statistic: probes with labels of both branches. Refuses texts, files and sources of labels.
import type { StageDefinition } from "../instrument/codebook.ts";

/** Stratum by real outcome. `unknown` is kept in its own row and never enters a contrast. */
export type OutcomeValue = "positive" | "negative" | "unknown";

/** A label of one turn: a valid state, or invalid with its cause. Names are those of the codebook. */
export type Label =
  | { readonly status: "valid"; readonly stage: string; readonly emotion?: string; readonly blocker?: string; readonly committedBefore?: boolean }
  | { readonly status: "invalid"; readonly cause: string };

/** One continuation at a probe. `leave` and `silence` carry no label and count as depth 0 in the primary line. */
export type SampleValue =
  | { readonly kind: "reply"; readonly label: Label; readonly donor?: string; readonly leaveProbability?: number }
  | { readonly kind: "leave" | "silence"; readonly donor?: string; readonly leaveProbability?: number };

/**
 * One probe of a planned run with the labels of both branches (E1, E2).
 * `position` is the label of the rule (100·f for fractions, the user-turn ordinal for landmark and every-turn rules);
 * `ordinal` counts user turns of the truncated conversation from 1. `samples` may be empty: the probe is then unused.
 */
export interface LabelledProbe {
  readonly conversation: string;
  readonly customer?: string;
  readonly agent?: string;
  readonly dataset?: string;
  readonly outcome: OutcomeValue;
  readonly position: number;
  readonly ordinal: number;
  readonly act?: string;
  readonly profile?: Readonly<Record<string, string>>;
  /**
   * `ended`: the conversation ended here (end probe); `silent`: the person did not answer and the agent wrote again (silence probe). There is
   * no real label, so such probes are in the exit statistics and in no depth bias.
   */
  readonly realKind: "reply" | "ended" | "silent";
  readonly real: Label;
  readonly samples: readonly SampleValue[];
}

/** The ordered stages (depth = place) and label sets a set of probes was labelled with. */
export interface LabelScheme {
  readonly stages: readonly StageDefinition[];
  readonly emotions: readonly string[];
  readonly blockers: readonly string[];
}

/** A statistic, or the reason why it is not defined for this data. Never NaN, never a silent 0. */
export type Estimate<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: StatReason };

/** Machine-readable reasons; `core/messages` has the sentence for each. */
export type StatReason =
  | "no-units"
  | "negative-stratum-empty"
  | "positive-stratum-empty"
  | "fewer-than-two-units"
  | "fewer-than-ten-units"
  | "zero-variance"
  | "no-variation"
  | "real-gap-includes-zero"
  | "no-discordant-pairs"
  | "singular"
  | "no-usable-probe"
  | "no-pairs"
  | "not-enough-labels"
  | "sensitivity-plus-specificity-not-above-1"
  | "empty-judge-class"
  | "not-offered"
  | "not-every-turn"
  | "judged-once"
  | "not-identified"
  | "run-unfinished"
  | "filtered"
  | "invented";
