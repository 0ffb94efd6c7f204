// Owns what a planned run is before its first call, and what makes two of them the same. Refuses choosing probes (planning.ts) and running.
import type { DatasetIdentity, InstrumentIdentity, JudgeIdentity, ProbeContext, RunManifest, SimulatorIdentity } from "../core/journal/entry.ts";
import type { Codebook } from "../core/instrument/codebook.ts";
import type { Condition } from "../core/probe/condition.ts";
import type { Probe, ProbeRule, Provenance } from "../core/probe/probe.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { RecordedPlace } from "../models/continuationsFile.ts";
import type { Setup } from "./setup.ts";

/** Default equivalence margin in depth units. Source: method.md §6. */
export const DEFAULT_MARGIN = 0.15;

/** Seed of the control's order among equally near donors; part of its definition, not of a run. */
export const CONTROL_SEED = 1;

/** What a person may choose for a planned run beside the setup. */
export interface PlanOptions {
  readonly rule: ProbeRule;
  readonly seed: number;
  /** Number of conversations drawn in balanced order; all when absent. */
  readonly limit?: number;
  /** The run whose findings are taken over; see again.ts. */
  readonly extends?: string;
  /** Only these conversations, e.g. those a recording has. */
  readonly only?: ReadonlySet<string>;
  /** Thresholds of the study, stored in the manifest. They are no part of the plan: another threshold does not pay the same probes again. */
  readonly gates?: RunManifest["gates"];
}

/** The planned probes of one conversation. */
export interface PlannedConversation {
  readonly id: string;
  readonly probes: readonly { readonly probe: Probe; readonly context: ProbeContext }[];
}

export interface Plan {
  readonly manifest: RunManifest;
  readonly conversations: readonly PlannedConversation[];
  /** Of a recording: lines at turns the rule does not choose. They are not used. */
  readonly unchosen?: readonly RecordedPlace[];
}

/** Who and what takes part, resolved from a setup. */
export interface PlanParts {
  readonly simulator: SimulatorIdentity;
  readonly condition: Condition;
  readonly judge: JudgeIdentity;
  readonly instrument: InstrumentIdentity;
  readonly codebook: Codebook;
  readonly provenance: Provenance;
  readonly software: { readonly name: string; readonly version: string };
  /** Origins text is sent to; empty when everything stays on the machine. */
  readonly sentTo: readonly string[];
  /** Kinds of what simulator and judge see as placeholders; absent when they see the texts as they are. */
  readonly redaction?: readonly string[];
}

/** What the statistics need to know of a probe's conversation; `of` counts its planned probes. */
export function contextOf(conversation: Conversation, probe: Probe, of: number): ProbeContext {
  const act = conversation.turns[probe.turn - 1]?.act;
  return {
    outcome: conversation.outcome.value,
    ...(conversation.customer === undefined ? {} : { customer: conversation.customer }),
    ...(conversation.agent === undefined ? {} : { agent: conversation.agent }),
    ...(act === undefined ? {} : { act }),
    of,
  };
}

/** What a simulator was set to, as far as it can change an answer. */
export function simulatorSettingsOf(setup: Setup, simulator: SimulatorIdentity): RunManifest["simulatorSettings"] {
  switch (simulator.kind) {
    case "model":
      return { temperature: setup.temperature, maxTokens: setup.maxTokens };
    case "control":
      return { seed: CONTROL_SEED };
    case "recorded":
      return {};
  }
}

/** A model judges at temperature 0. */
export function judgeSettingsOf(judge: JudgeIdentity): RunManifest["judgeSettings"] {
  return judge.kind === "model" ? { temperature: 0 } : {};
}

/** What makes two datasets the same for a run: content and how it was read, not where it lies or what it is called. */
export function datasetKey({ hash, format, mergeWithinMinutes, outcomeDefinition, followUpDays, asOf }: DatasetIdentity): readonly unknown[] {
  return [hash, format, mergeWithinMinutes, outcomeDefinition, followUpDays ?? null, asOf ?? null];
}
