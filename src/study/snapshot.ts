// Owns what the bias panel is told: one run with its numbers and what belongs to the shown page. Refuses computing and texts.
import { passes } from "../core/instrument/preflight.ts";
import type { SimulatorIdentity, JudgeIdentity } from "../core/journal/entry.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { ProbeRule } from "../core/probe/probe.ts";
import { descriptionOnly, partOf } from "../core/stats/reportPart.ts";
import type { StatsReport } from "../core/stats/reportShape.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import type { PanelFilter, PanelPage, PanelSnapshot, RunLine, ShownRun } from "../protocol/dashboard.ts";
import { judgeName, simulatorName } from "./naming.ts";
import { filterChoices, filterWords, probeFilterOf } from "./panel/filters.ts";
import { handPickedStrip } from "./panel/handPickedStrip.ts";
import { panelState } from "./panel/panelState.ts";
import type { DatasetProfiles } from "./panel/profiles.ts";
import type { PanelServices } from "./panel/services.ts";
import { trustOf } from "./panel/trust.ts";
import type { PartOfRun } from "./reports.ts";
import type { Run } from "./run.ts";
import type { Study } from "./study.ts";

/** What the person chose to see. `field`: the profile field page Where splits by. */
export interface PanelView {
  readonly page: PanelPage;
  readonly filter?: PanelFilter;
  readonly field?: string;
}

/** Runs listed at most, and positions of a look. */
const MOST_RUNS = 100;
const MOST_POSITIONS = 60;

/** The snapshot for a run; without one, what there is to choose from. */
export function snapshotOf(services: PanelServices, run: Run | undefined, { page, filter = {}, field }: PanelView, language: Language): PanelSnapshot {
  const { study, looks, reports } = services;
  const all = study.runs;
  const listed = filter.dataset === undefined ? all : all.filter(({ manifest }) => manifest.dataset.hash === filter.dataset);
  const runs = { runs: listed.slice(0, MOST_RUNS).map(runLine), moreRuns: Math.max(0, listed.length - MOST_RUNS) };
  if (!run?.state.manifest) return { revision: 0, language, page, state: panelState(undefined, services, false, language), ...runs, computing: false, handPicked: { count: 0, rows: [] }, cut: [] };
  const open = study.datasetOf(run);
  const profiles = profilesOf(run, services, page === "where" || filter.field !== undefined, language);
  const part: PartOfRun = { filter: probeFilterOf(filter), ...(typeof profiles === "string" ? {} : { profileOf: profiles.of }) };
  const waiting = filter.field !== undefined && typeof profiles === "string";
  const whole = reports.of(run);
  const report = part.filter ? (waiting ? undefined : reports.of(run, part)) : whole;
  const live = report || part.filter ? undefined : looks.report(run);
  const shown = report && partOf(report, page);
  const numbers = report !== undefined || (live !== undefined && live.conversations > 0);
  return {
    revision: run.revision,
    language,
    page,
    state: panelState(run, services, numbers, language),
    ...runs,
    run: shownRun(run),
    ...(shown ? { report: part.filter ? descriptionOnly(shown.part) : shown.part } : {}),
    ...(live && live.conversations > 0 ? { live: { ...live, byPosition: live.byPosition.slice(0, MOST_POSITIONS) } } : {}),
    computing: report === undefined && !reports.failed(run, part.filter ? part : {}) && (run.status === "finished" || part.filter !== undefined),
    handPicked: handPickedStrip(study, open),
    ...(part.filter ? { filter: inForce(filter, report, run, language) } : {}),
    filters: filterChoices(run, all, whole ?? live ?? looks.report(run), looks.acts(run), profiles),
    ...(page === "overview" ? { strip: [...looks.strip(run)], ...spendingOf(run, services) } : {}),
    ...(page === "where" && field !== undefined ? { field: fieldOf(run, field, part, profiles, services) } : {}),
    ...(page === "trust" ? { trust: trustOf(run, services, language) } : {}),
    cut: [...(shown?.cut ?? [])],
  };
}

/** In place of a run whose dataset nothing is to be known of, for a queue of it is labelled blind. */
export function hiddenSnapshot(services: PanelServices, view: PanelView, language: Language): PanelSnapshot {
  return { ...snapshotOf(services, undefined, view, language), state: { kind: "loading", because: sentence("panel-hidden-blind", {}, language) } };
}

/** The run asked for, else the one that runs, else the newest; of the dataset filtered by. */
export function runToShow(study: Study, asked: string | undefined, filter: PanelFilter = {}): Run | undefined {
  const runs = study.runs.filter(({ manifest }) => filter.dataset === undefined || manifest.dataset.hash === filter.dataset);
  return runs.find(({ id }) => id === asked) ?? runs.find(({ status }) => status === "running") ?? runs[0];
}

/** Profiles of the run's dataset, or why there are none. Read only where they are needed. */
function profilesOf(run: Run, { study, profiles }: PanelServices, needed: boolean, language: Language): DatasetProfiles | string {
  const { name, path } = run.manifest.dataset;
  const why = (id: "filter-needs-dataset" | "filter-reading" | "filter-no-fields"): string => sentence(id, { dataset: name, path }, language);
  const open = study.datasetOf(run);
  if (!open) return why("filter-needs-dataset");
  const known = needed || profiles.quick(open) ? profiles.of(open) : undefined;
  if (!known) return why("filter-reading");
  return known.fields.length > 0 ? known : why("filter-no-fields");
}

function inForce(chosen: PanelFilter, report: StatsReport | undefined, { state }: Run, language: Language): NonNullable<PanelSnapshot["filter"]> {
  return { chosen, words: filterWords(chosen, language), description: chosen.label !== undefined, ...(report ? { kept: report.counts.probes } : {}), of: state.probes.size };
}

function fieldOf(run: Run, name: string, part: PartOfRun, profiles: DatasetProfiles | string, { reports }: PanelServices): NonNullable<PanelSnapshot["field"]> {
  if (typeof profiles === "string") return { name, because: profiles };
  const report = reports.of(run, { ...part, field: name });
  const rows = (part.filter && report ? descriptionOnly(report) : report)?.byField.find(({ field }) => field === name)?.rows;
  return { name, ...(rows ? { rows: [...rows] } : {}) };
}

function spendingOf(run: Run, { parts }: PanelServices): Pick<PanelSnapshot, "spending"> {
  const spending = parts.spending?.(run);
  return spending ? { spending } : {};
}

function runLine(run: Run): RunLine {
  const { manifest, status, progress } = run;
  return { id: run.id, title: run.title, dataset: manifest.dataset.name, status, done: progress.done, total: progress.total, failed: progress.failed, invented: manifest.provenance === "invented" };
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
