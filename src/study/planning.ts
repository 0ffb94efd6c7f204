// Owns making the plan of a run: which probes in which order, and the manifest with everything the receipt needs. Refuses running it.
import type { DatasetIdentity, ProbeContext, RunManifest } from "../core/journal/entry.ts";
import { templateText } from "../core/probe/condition.ts";
import { endOf, unansweredProbesOf, type FollowUp } from "../core/probe/ends.ts";
import { EndsCount } from "../core/probe/endsLedger.ts";
import { balancedOrder } from "../core/probe/order.ts";
import type { Probe, ProbeRule } from "../core/probe/probe.ts";
import { probesOf } from "../core/probe/rule.ts";
import type { Digest } from "../core/ports.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { contextOf, datasetKey, DEFAULT_MARGIN, judgeSettingsOf, simulatorSettingsOf, type Plan, type PlannedConversation, type PlanOptions, type PlanParts } from "./plan.ts";
import type { Setup } from "./setup.ts";

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
  const identity = await dataset.identity(signal);
  const ends = options.rule.ends === undefined && options.rule.silence === undefined ? undefined : new EndsCount(options.rule, identity);
  for await (const conversation of dataset.all(signal)) {
    if (!chosen.has(conversation.id)) continue;
    invented ||= conversation.meta.invented === true;
    for (const field of Object.keys(conversation.profile)) fields.add(field);
    byId.set(conversation.id, planned(conversation, options.rule, identity));
    ends?.add(conversation);
  }
  const all = order.map(({ id }) => byId.get(id)).filter((conversation) => conversation !== undefined);
  const conversations = all.filter((conversation) => conversation.probes.length > 0);
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
    ...(options.gates ? { gates: options.gates } : {}),
    ...(ends ? { ends: ends.ledger() } : {}),
  };
  return { manifest, conversations };
}

function planned(conversation: Conversation, rule: ProbeRule, followUp: FollowUp): PlannedConversation {
  const probes = [...probesOf(conversation, rule), ...unansweredProbesOf(conversation, rule, followUp)].sort((a, b) => a.turn - b.turn);
  const endAt = ({ unanswered }: Probe): Pick<ProbeContext, "end"> => (unanswered === "end" ? { end: endOf(conversation, followUp).ending } : {});
  return { id: conversation.id, probes: probes.map((probe) => ({ probe, context: { ...contextOf(conversation, probe, probes.length), ...endAt(probe) } })) };
}

/** Equal hashes are the same plan: the settings, every probe chosen, and the outcome it will be counted under. */
function planHash(fixed: { readonly dataset: DatasetIdentity }, conversations: readonly PlannedConversation[], digest: Digest): string {
  return digest.sha256(JSON.stringify([{ ...fixed, dataset: datasetKey(fixed.dataset) }, conversations]));
}
