// Owns which probes a filter or a mark keeps. Refuses sources of profiles and words for filters.
import type { Label, LabelledProbe, OutcomeValue, SampleValue } from "./labelledProbe.ts";

/** A label asked for in one branch. Filtering by it conditions on an endpoint: what comes out is description, not bias. */
export interface LabelFilter {
  readonly branch: "real" | "simulated";
  readonly what: "stage" | "emotion" | "blocker";
  /** A label of the codebook; of simulated stages also `leave` and `silence`. */
  readonly value: string;
}

/** All that is given must hold. */
export interface ProbeFilter {
  readonly outcome?: OutcomeValue;
  readonly position?: number;
  /** Act of the agent turn before the probe. */
  readonly act?: string;
  readonly field?: { readonly name: string; readonly value: string };
  readonly label?: LabelFilter;
}

/** Profile of a conversation, where it is known. */
export type ProfileOf = (conversation: string) => Readonly<Record<string, string>> | undefined;

/** Whether a probe is kept. A simulated label holds when at least one sample has it; the probe is then kept with all its samples. */
export function keeps(filter: ProbeFilter, probe: LabelledProbe, profileOf?: ProfileOf): boolean {
  const { outcome, position, act, field, label } = filter;
  if (outcome !== undefined && probe.outcome !== outcome) return false;
  if (position !== undefined && probe.position !== position) return false;
  if (act !== undefined && probe.act !== act) return false;
  if (field && (probe.profile ?? profileOf?.(probe.conversation))?.[field.name] !== field.value) return false;
  return label === undefined || carries(probe, label);
}

/** Whether a probe has a label in a branch. */
export function carries({ real, samples }: LabelledProbe, { branch, what, value }: LabelFilter): boolean {
  return branch === "real" ? labelled(real, what, value) : samples.some((sample) => (sample.kind === "reply" ? labelled(sample.label, what, value) : what === "stage" && sample.kind === value));
}

/** The stage of a sample, `leave`, `silence` or `invalid`. */
export function stageOfSample(sample: SampleValue): string {
  if (sample.kind !== "reply") return sample.kind;
  return sample.label.status === "valid" ? sample.label.stage : "invalid";
}

function labelled(label: Label, what: LabelFilter["what"], value: string): boolean {
  return label.status === "valid" && label[what] === value;
}
