// Owns names of runs and the manifest of hand-picked probes. Refuses uniqueness beyond its four random characters.
import type { DatasetIdentity, JudgeIdentity, RunManifest, SimulatorIdentity } from "../core/journal/entry.ts";
import { templateText } from "../core/probe/condition.ts";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import type { Digest } from "../core/ports.ts";
import { datasetKey, DEFAULT_MARGIN, judgeSettingsOf, simulatorSettingsOf, type PlanParts } from "./plan.ts";
import type { Setup } from "./setup.ts";

/** A short name of a simulator for people and file names. */
export function simulatorName(simulator: SimulatorIdentity): string {
  switch (simulator.kind) {
    case "model":
      return simulator.model;
    case "recorded":
      return simulator.name;
    case "control":
      return `control ${simulator.rung}`;
  }
}

/** `runs/<date>-<simulator>-<condition>-<four characters>.jsonl`, safe on every file system. */
export function runName(parts: PlanParts, now: string, four: string): string {
  const condition = parts.simulator.kind === "control" ? "" : `-${slug(parts.condition.name)}`;
  return `runs/${now.slice(0, 10)}-${slug(simulatorName(parts.simulator))}${condition}-${four}.jsonl`;
}

export function runTitle(parts: PlanParts): string {
  const name = simulatorName(parts.simulator);
  return parts.simulator.kind === "control" ? name : `${name} · ${parts.condition.name}`;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40) || "model";
}

/** Describes hand-picked probes of one setup; it plans nothing and has no statistics. */
export function handPickedManifest(dataset: DatasetIdentity, setup: Setup, parts: PlanParts, digest: Digest): RunManifest {
  const template = templateText(parts.condition);
  const fixed = {
    simulator: parts.simulator,
    condition: { name: parts.condition.name, template, hash: digest.sha256(template), offersExit: parts.condition.offersExit },
    simulatorSettings: simulatorSettingsOf(setup, parts.simulator),
    judge: parts.judge,
    judgeSettings: judgeSettingsOf(parts.judge),
    instrument: parts.instrument,
  };
  const planHash = digest.sha256(JSON.stringify({ handPicked: true, dataset: datasetKey(dataset), ...fixed, ...(parts.redaction ? { redaction: parts.redaction } : {}) }));
  return {
    run: `hand-picked-${planHash.slice(0, 8)}`,
    title: runTitle(parts),
    planned: false,
    dataset,
    rule: DEFAULT_RULE,
    orderSeed: 0,
    statisticsSeed: 0,
    samples: 1,
    ...fixed,
    codebook: parts.codebook,
    profileFields: [],
    privacy: { redaction: parts.redaction ?? [], sentTo: parts.sentTo },
    planHash,
    plannedProbes: 0,
    plannedConversations: 0,
    conversationsWithoutProbe: 0,
    provenance: parts.provenance,
    software: parts.software,
    margin: DEFAULT_MARGIN,
  };
}

/** A judge in one short word. */
export function judgeName(judge: JudgeIdentity): string {
  switch (judge.kind) {
    case "model":
      return judge.model;
    case "recorded":
      return judge.name;
    case "lexicon":
      return `lexicon ${judge.version}`;
  }
}
