// Owns a planned run before its first call: which probes in which order, and the manifest with everything the receipt needs. Refuses running.
import type { DatasetIdentity, InstrumentIdentity, JudgeIdentity, ProbeContext, RunManifest, SimulatorIdentity } from "../core/journal/entry.ts";
import type { Codebook } from "../core/instrument/codebook.ts";
import { templateText, type Condition } from "../core/probe/condition.ts";
import { balancedOrder } from "../core/probe/order.ts";
import type { Probe, ProbeRule, Provenance } from "../core/probe/probe.ts";
import { probesOf } from "../core/probe/rule.ts";
import type { Digest } from "../core/ports.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
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

/** Chooses the probes of every conversation and fixes the manifest. Reads each conversation once. */
export async function makePlan(
  dataset: Dataset,
  setup: Setup,
  parts: PlanParts,
  options: PlanOptions,
  names: { readonly run: string; readonly title: string },
  digest: Digest,
  signal: AbortSignal,
): Promise<Plan> {
  const eligible = dataset.entries.filter((entry) => options.only?.has(entry.id) ?? true);
  const order = balancedOrder(eligible, options.seed).slice(0, options.limit ?? eligible.length);
  const chosen = new Set(order.map((entry) => entry.id));
  const byId = new Map<string, PlannedConversation>();
  const fields = new Set<string>();
  let invented = parts.provenance === "invented";
  for await (const conversation of dataset.all(signal)) {
    if (!chosen.has(conversation.id)) continue;
    invented ||= conversation.meta.invented === true;
    for (const field of Object.keys(conversation.profile)) fields.add(field);
    byId.set(conversation.id, planned(conversation, options.rule));
  }
  const all = order.map(({ id }) => byId.get(id)).filter((conversation) => conversation !== undefined);
  const conversations = all.filter((conversation) => conversation.probes.length > 0);
  const identity = await dataset.identity(signal);
  const fixed = {
    dataset: identity,
    rule: options.rule,
    orderSeed: options.seed,
    statisticsSeed: options.seed,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    samples: setup.samples,
    simulator: parts.simulator,
    condition: {
      name: parts.condition.name,
      template: templateText(parts.condition),
      hash: digest.sha256(templateText(parts.condition)),
      offersExit: parts.condition.offersExit,
    },
    simulatorSettings: simulatorSettingsOf(setup, parts.simulator),
    judge: parts.judge,
    judgeSettings: judgeSettingsOf(parts.judge),
    instrument: parts.instrument,
    profileFields: [...fields].sort(),
    margin: DEFAULT_MARGIN,
  };
  const manifest: RunManifest = {
    run: names.run,
    title: names.title,
    planned: true,
    ...fixed,
    codebook: parts.codebook,
    privacy: { redaction: parts.redaction ?? [], sentTo: parts.sentTo },
    planHash: planHash({ ...fixed, ...(parts.redaction ? { redaction: parts.redaction } : {}) }, conversations, digest),
    ...(options.extends === undefined ? {} : { extends: options.extends }),
    plannedProbes: conversations.reduce((sum, conversation) => sum + conversation.probes.length, 0),
    plannedConversations: conversations.length,
    conversationsWithoutProbe: all.length - conversations.length,
    provenance: invented ? "invented" : parts.provenance,
    software: parts.software,
  };
  return { manifest, conversations };
}

function planned(conversation: Conversation, rule: ProbeRule): PlannedConversation {
  const probes = probesOf(conversation, rule);
  return { id: conversation.id, probes: probes.map((probe) => ({ probe, context: contextOf(conversation, probe, probes.length) })) };
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

/** Equal hashes are the same plan: the settings, every probe chosen, and the outcome it will be counted under. */
function planHash(fixed: { readonly dataset: DatasetIdentity }, conversations: readonly PlannedConversation[], digest: Digest): string {
  return digest.sha256(JSON.stringify([{ ...fixed, dataset: datasetKey(fixed.dataset) }, conversations]));
}
