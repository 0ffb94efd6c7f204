// Owns which runs a study file asks for: each with dataset, setup, options and budget. Refuses planning them and opening anything.
import { Failure } from "../core/messages/failure.ts";
import { TEMPLATE_ENDING } from "../core/probe/conditionTemplate.ts";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import { pathIn, type OpenedStudy } from "../datasets/study.ts";
import type { StudyDataset, StudyFile } from "../protocol/studyFile.ts";
import type { Files } from "../core/ports.ts";
import { judgeNamed, simulatorNamed } from "./choices.ts";
import type { Budget } from "./paid/budget.ts";
import type { PlanOptions } from "./plan.ts";
import { DEFAULT_INSTRUMENT, DEFAULT_SETUP, type JudgeChoice, type Setup } from "./setup.ts";

/** A run a study file asks for. */
export interface StudyRun {
  /** What the file calls it; one name may stand for several conditions. */
  readonly name?: string;
  /** Absolute path of its dataset. */
  readonly dataset: string;
  readonly setup: Setup;
  readonly options: PlanOptions;
  readonly budget?: Budget;
}

/** In the order of the file; an entry without a condition stands for each of the study's. Throws what is missing, by the entry's number from 1. */
export function studyRuns({ file, folder }: OpenedStudy, files: Pick<Files, "join">): readonly StudyRun[] {
  const place = (path: string): string => pathIn(folder, path, files);
  return (file.runs ?? []).flatMap((run, index) => {
    const number = index + 1;
    const dataset = place(datasetOf(file.datasets ?? [], run.dataset, number).path);
    const simulator = simulatorNamed(run.simulator, run.model, place);
    if (!simulator) throw new Failure("study-run-simulator", { number, simulator: run.simulator });
    const judge = judgeOf(run, simulator.kind === "recorded" ? "recorded" : "lexicon", place, number);
    const conditions = run.condition === undefined && simulator.kind === "model" ? (file.conditions ?? []) : [];
    const named = conditions.length > 0 ? conditions : [run.condition ?? DEFAULT_SETUP.condition];
    const options = { rule: file.rule ?? DEFAULT_RULE, seed: run.seed ?? 1, ...(run.limit === undefined ? {} : { limit: run.limit }) };
    const budget = typeof run.budget === "number" ? { calls: run.budget } : budgetOf(run.budget);
    return named.map((condition): StudyRun => ({
      ...(run.name === undefined ? {} : { name: run.name }),
      dataset,
      setup: { ...DEFAULT_SETUP, simulator, judge, condition: condition.endsWith(TEMPLATE_ENDING) ? place(condition) : condition, samples: run.samples ?? DEFAULT_SETUP.samples },
      options,
      ...(budget ? { budget } : {}),
    }));
  });
}

type RunEntry = NonNullable<StudyFile["runs"]>[number];

function judgeOf({ judge, judgeModel, instrument }: RunEntry, otherwise: "recorded" | "lexicon", place: (path: string) => string, number: number): JudgeChoice {
  const choice = judgeNamed(judge ?? otherwise, judgeModel);
  if (!choice) throw new Failure("study-run-judge", { number, judge: judge ?? "" });
  if (choice.kind === "lexicon" && instrument !== undefined && instrument !== DEFAULT_INSTRUMENT) throw new Failure("codebook-needs-model", { codebook: instrument });
  return instrument === undefined || choice.kind === "lexicon" ? choice : { ...choice, instrument: instrument.endsWith(".json") ? place(instrument) : instrument };
}

/** The one a run names, by its name or path; the only one when it names none. Patterns name no single dataset. */
function datasetOf(datasets: readonly StudyDataset[], named: string | undefined, number: number): StudyDataset {
  const found = named === undefined ? datasets : datasets.filter(({ name, path }) => name === named || path === named);
  const [only, ...more] = found;
  const known = datasets.map(({ name, path }) => name ?? path).join(", ");
  if (!only || more.length > 0 || only.path.includes("*")) throw new Failure("study-run-dataset", { number, dataset: named ?? "-", known: known === "" ? "-" : known });
  return only;
}

function budgetOf(budget: Exclude<RunEntry["budget"], number>): Budget | undefined {
  if (!budget) return undefined;
  const { calls, tokens, money } = budget;
  return { ...(calls === undefined ? {} : { calls }), ...(tokens === undefined ? {} : { tokens }), ...(money === undefined ? {} : { money }) };
}
