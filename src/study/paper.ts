// Owns the folder of a paper: figures, pairs, tables, methods, references and scripts of finished runs on one dataset. Refuses writing it to disk.
import { bibliography } from "../core/paper/references.ts";
import { methodsText, type MethodsRun } from "../core/paper/methods.ts";
import { mainTable, pairedTable, positionTable, shareTable } from "../core/paper/paperTables.ts";
import { pythonScript, rScript } from "../core/paper/scripts.ts";
import { arrows } from "../core/figures/arrows.ts";
import { dots } from "../core/figures/dots.ts";
import { compareDots, positionDots, shareDots } from "../core/figures/dotFigures.ts";
import { svgText } from "../core/figures/drawn.ts";
import { outcomeArrows, type Provenanced } from "../core/figures/outcomes.ts";
import { overviewOf } from "../core/figures/overview.ts";
import { PAPER_STYLE } from "../core/figures/style.ts";
import { latex } from "../core/figures/tableText.ts";
import { say, type Wording } from "../core/figures/words.ts";
import { Failure } from "../core/messages/failure.ts";
import type { StatsEngine } from "../core/ports.ts";
import type { Steps } from "../core/stats/steps.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import { comparisons, type Comparisons } from "./comparison.ts";
import { judgeName, simulatorName } from "./naming.ts";
import { pairsText } from "./pairs.ts";
import { failuresOf, originOf, reportOf, schemeOf } from "./reportOf.ts";
import type { Run } from "./run.ts";

/** One file of the folder; `name` may lead into a folder in it. */
export interface PaperFile {
  readonly name: string;
  readonly text: string;
}

export interface PaperDoors {
  readonly stats: StatsEngine;
  /** Carries a computation out without holding everything else up. */
  finished<T>(steps: Steps<T>, signal: AbortSignal): Promise<T>;
}

const WIDTH = 720;

/**
 * The files of a paper on finished runs of one dataset, the first being what the others are compared with. Rejects with `paper-unfinished` or
 * `paper-datasets`; invented runs carry their watermark, and no p.
 */
export async function paperFiles(runs: readonly [Run, ...Run[]], doors: PaperDoors, signal: AbortSignal): Promise<readonly PaperFile[]> {
  refuse(runs);
  const inputs = await Promise.all(runs.map((run) => paperRun(run, doors, signal)));
  const [first, ...others] = inputs as [MethodsRun, ...MethodsRun[]];
  const { strata, users } = first.manifest.dataset;
  const wording: Wording = { language: "en", strata, human: arePeople(users) };
  const invented = inputs.some(({ manifest }) => manifest.provenance === "invented");
  const compared = invented || others.length === 0 ? undefined : await doors.finished(comparisons(comparable(runs), { seed: first.report.options.seed }), signal);
  return [
    ...inputs.flatMap((each) => ofRun(each, inputs.length > 1 ? `-${each.id}` : "", wording)),
    ...ofAll([first, ...others], compared, invented, wording),
    { name: "pairs.csv", text: (await Promise.all(runs.map((run) => pairsText(run)))).map((text, index) => (index === 0 ? text : text.slice(text.indexOf("\n") + 1))).join("") },
    { name: "methods.md", text: methodsText([first, ...others]) },
    { name: "references.bib", text: bibliography(first.manifest.software) },
    { name: "contrast.R", text: rScript({ stages: first.report.labels.stages, unit: first.report.headline.unit }) },
    { name: "contrast.py", text: pythonScript({ stages: first.report.labels.stages, unit: first.report.headline.unit }) },
  ];
}

function ofRun(run: MethodsRun, suffix: string, wording: Wording): readonly PaperFile[] {
  const overview = overviewOf(run.report);
  const from = provenanced(run);
  const { kind } = run.manifest.rule;
  return [
    { name: `figures/arrows${suffix}.svg`, text: svgText(arrows(outcomeArrows(overview, run.report.labels.stages, wording, from), WIDTH, PAPER_STYLE)) },
    { name: `figures/positions${suffix}.svg`, text: svgText(dots(positionDots(overview, say(`rule-${kind}`, {}, wording), wording, from), WIDTH, PAPER_STYLE)) },
    { name: `figures/shares${suffix}.svg`, text: svgText(dots(shareDots(overview, wording, from), WIDTH, PAPER_STYLE)) },
    { name: `tables/positions${suffix}.tex`, text: latex(positionTable(run, wording), `positions${suffix}`) },
    { name: `tables/shares${suffix}.tex`, text: latex(shareTable(run, wording), `shares${suffix}`) },
  ];
}

function ofAll(runs: readonly [MethodsRun, ...MethodsRun[]], compared: Comparisons | undefined, invented: boolean, wording: Wording): readonly PaperFile[] {
  const title = invented ? " (invented data: an illustration, no result)" : "";
  const main = mainTable(runs, wording);
  const names = runs.map(({ simulator, manifest }) => ({ name: `${simulator}, ${manifest.condition.name}` }));
  const source = sourceOf(runs[0]);
  return [
    { name: "tables/main.tex", text: latex({ ...main, title: `${main.title}${title}` }, "main") },
    ...(compared ? [{ name: "tables/compare.tex", text: latex(pairedTable(compared.comparisons, wording), "compare") }] : []),
    ...(runs.length > 1 ? [{ name: "figures/compare.svg", text: svgText(dots(compareDots(runs.map(({ report: { headline: { strata, delta } } }, index) => ({ name: names[index]?.name ?? "", bias: { negative: strata.negative.bias, positive: strata.positive.bias }, delta })), wording, { invented, source }), WIDTH, PAPER_STYLE)) }] : []),
  ];
}

async function paperRun(run: Run, { stats }: PaperDoors, signal: AbortSignal): Promise<MethodsRun> {
  const { manifest, state } = run;
  const served = (role: "simulator" | "judge"): readonly string[] => [...state.spending.models(role).keys()];
  return {
    id: run.id,
    simulator: simulatorName(manifest.simulator),
    judge: judgeName(manifest.judge),
    manifest,
    report: await reportOf(run, stats, signal),
    failed: failuresOf(state).failed,
    served: { simulator: served("simulator"), judge: served("judge") },
  };
}

function provenanced(run: MethodsRun): Provenanced {
  return { invented: run.manifest.provenance === "invented", source: sourceOf(run) };
}

/** Where a figure comes from, under it. */
function sourceOf({ manifest: { dataset, condition, planHash, software }, simulator, judge }: MethodsRun): string {
  return `${dataset.name}; ${simulator}, ${condition.name}; judge ${judge}; plan ${planHash.slice(0, 8)}; ${software.name} ${software.version}.`;
}

function comparable(runs: readonly [Run, ...Run[]]): Parameters<typeof comparisons>[0] {
  const [first, ...others] = runs.map((run) => ({ name: run.id, probes: run.state.labelledProbes(false), scheme: schemeOf(run.manifest.codebook), origin: originOf(run) }));
  if (!first) throw new Error("a paper has a run");
  return [first, ...others];
}

function refuse(runs: readonly [Run, ...Run[]]): void {
  const [first] = runs;
  for (const run of runs) {
    if (run.status !== "finished") throw new Failure("paper-unfinished", { run: run.id });
    if (run.manifest.dataset.hash !== first.manifest.dataset.hash) throw new Failure("paper-datasets", { a: first.id, b: run.id });
  }
}
