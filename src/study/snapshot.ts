// Owns what the bias panel is told: one run with its numbers, and the probes behind a mark. Refuses computing and texts.
import { passes } from "../core/instrument/preflight.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import type { SimulatorIdentity, JudgeIdentity } from "../core/journal/entry.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { ProbeRule } from "../core/probe/probe.ts";
import type { LabelledProbe } from "../core/stats/labelledProbe.ts";
import { depthMeasure, depthProbe } from "../core/stats/units.ts";
import type { PanelSnapshot, ProbePage, ProbeQuery, RunLine, ShownRun } from "../protocol/dashboard.ts";
import type { Looks } from "./looks.ts";
import { judgeName, simulatorName } from "./naming.ts";
import type { Reports } from "./reports.ts";
import type { Run } from "./run.ts";
import type { Study } from "./study.ts";

/** The snapshot for a run; without one, what there is to choose from. */
export function snapshotOf(study: Study, run: Run | undefined, reports: Reports, looks: Looks, language: Language): PanelSnapshot {
  const runs = study.runs.filter(({ state }) => state.manifest).map(runLine);
  if (!run?.state.manifest) return { revision: 0, language, page: "overview", state: { kind: "nothing" }, runs, moreRuns: 0, computing: false, handPicked: { count: 0, rows: [] }, cut: [] };
  const report = reports.of(run);
  const live = report ? undefined : looks.report(run);
  const open = study.datasetOf(run);
  const handPicked = open ? [...study.handPicked(open).states.values()].reduce((sum, state) => sum + (state.manifest?.dataset.hash === open.hash ? state.probes.size : 0), 0) : 0;
  return {
    revision: run.revision,
    language,
    page: "overview",
    state: { kind: run.status === "following" ? "running" : run.status },
    runs,
    moreRuns: 0,
    run: shownRun(run),
    ...(report ? { report } : {}),
    ...(live && live.conversations > 0 ? { live } : {}),
    computing: run.status === "finished" && report === undefined && !reports.failed(run),
    handPicked: { count: handPicked, rows: [] },
    cut: [],
  };
}

function runLine(run: Run): RunLine {
  const { manifest, status, progress } = run;
  return { id: run.id, title: manifest.title, dataset: manifest.dataset.name, status, done: progress.done, total: progress.total, failed: progress.failed, invented: manifest.provenance === "invented" };
}

function shownRun(run: Run): ShownRun {
  const { manifest, progress } = run;
  return {
    ...runLine(run),
    ...(progress.left === undefined ? {} : { left: progress.left }),
    strata: manifest.dataset.strata,
    human: arePeople(manifest.dataset.users),
    simulator: simulatorName(manifest.simulator),
    condition: manifest.condition.name,
    judge: judgeName(manifest.judge),
    lexicon: manifest.judge.kind === "lexicon",
    ...(manifest.instrument.window === "full" ? { fullWindow: true } : {}),
    ...(manifest.preflight && !passes(manifest.preflight) ? { preflightBelow: manifest.preflight.agreement.stage } : {}),
    control: manifest.simulator.kind === "control",
    sameFamily: sameFamily(manifest.simulator, manifest.judge),
    instrument: `${manifest.instrument.name} ${manifest.instrument.version} (${manifest.instrument.hash.slice(0, 8)})`,
    rule: ruleText(manifest.rule),
    seed: manifest.statisticsSeed,
    planHash: manifest.planHash,
  };
}

/** The family of a model is the first word of its name, e.g. "qwen" of "qwen3-32b" or "org/qwen3". */
function sameFamily(simulator: SimulatorIdentity, judge: JudgeIdentity): boolean {
  const family = (model: string): string => /[a-z]+/i.exec(model.replace(/^.*\//, ""))?.[0].toLowerCase() ?? model;
  return simulator.kind === "model" && judge.kind === "model" && family(simulator.model) === family(judge.model);
}

function ruleText(rule: ProbeRule): string {
  switch (rule.kind) {
    case "fractions":
      return rule.fractions.map((fraction) => `${Math.round(fraction * 1000) / 10} %`).join(", ");
    case "landmark":
      return rule.ordinals.join(", ");
    case "every":
      return "1, 2, 3, …";
  }
}

/** A page of the probes behind a mark. Unfinished runs show finished conversations only, like their numbers; probes without a bias come last by size. */
export function probePage(run: Run, query: ProbeQuery): ProbePage {
  const { stages } = run.manifest.codebook;
  const depths = new Map(stages.map(({ name }, depth) => [name, depth]));
  const found = run.state
    .labelledProbes(run.status !== "finished")
    .filter((probe) => behind(probe, query, stages[0]?.name))
    .map((probe) => ({ probe, bias: biasOf(probe, depths) }));
  if (query.order === "bias") found.sort((a, b) => size(b.bias) - size(a.bias));
  return { total: found.length, rows: found.slice(query.from, query.from + query.count).map(({ probe, bias }) => rowOf(probe, bias, run)) };
}

/** `first` is the stage of depth 0, with which leaving and silence count in the shares. */
function behind({ outcome, position, real, samples }: LabelledProbe, query: ProbeQuery, first: string | undefined): boolean {
  if (query.outcome !== undefined && outcome !== query.outcome) return false;
  if (query.position !== undefined && position !== query.position) return false;
  if (query.realStage !== undefined && !(real.status === "valid" && real.stage === query.realStage)) return false;
  if (query.simulatedStage === undefined) return true;
  return samples.some((sample) => stageOf(sample) === query.simulatedStage || (sample.kind !== "reply" && query.simulatedStage === first));
}

function stageOf(sample: LabelledProbe["samples"][number]): string {
  if (sample.kind !== "reply") return sample.kind;
  return sample.label.status === "valid" ? sample.label.stage : "invalid";
}

/** The bias of one probe as the statistics take it (E2); undefined where it is unusable. */
function biasOf(probe: LabelledProbe, depths: ReadonlyMap<string, number>): number | undefined {
  const usable = depthProbe(probe, depths, "all");
  return usable && depthMeasure(usable)?.bias;
}

function size(bias: number | undefined): number {
  return bias === undefined ? -1 : Math.abs(bias);
}

function rowOf({ conversation, position, outcome, real, samples, ordinal }: LabelledProbe, bias: number | undefined, { state }: Run): ProbePage["rows"][number] {
  const turn = state.probesOf(conversation).find(({ probe }) => probe.ordinal === ordinal)?.probe.turn ?? 0;
  return {
    conversation,
    turn,
    position,
    outcome,
    ...(real.status === "valid" ? { realStage: real.stage } : {}),
    simulatedStages: samples.map(stageOf),
    ...(bias === undefined ? {} : { bias }),
  };
}
