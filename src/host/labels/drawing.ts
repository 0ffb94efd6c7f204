// Owns the questions before a queue is drawn. Refuses the draw itself (study/labels) and labelling.
import * as vscode from "vscode";
import type { Queue, QueueUnit } from "../../core/labels/queue.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import type { Clock, Digest, Ids } from "../../core/ports.ts";
import { drawQueue } from "../../study/labels/drawQueue.ts";
import type { Run } from "../../study/run.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { askAll, type Choice, type Step } from "../asking.ts";
import { language, type Edge } from "../edge.ts";
import { seed } from "../settings.ts";

const TARGET = 100;
const MOST = 100_000;

/** What is asked before a draw; all that a caller gives is not asked. */
export interface DrawAnswers {
  readonly what: QueueUnit;
  readonly runs: readonly Run[];
  readonly target: number;
  readonly annotators: readonly string[];
}

export interface DrawingDoors {
  readonly study: Study;
  readonly edge: Edge;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly ids: Ids;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** Asks and draws; undefined when the person gave up or there is nothing to draw from. `first` is the run it was called with, `by` who labels here. */
export async function drawnQueue(doors: DrawingDoors, first: Run | undefined, of: OpenDataset | undefined, by: string, given: Partial<DrawAnswers>): Promise<{ readonly open: OpenDataset; readonly queue: Queue } | undefined> {
  const { study, edge, digest, clock, ids } = doors;
  const drawable = study.runs.filter((run) => run.status === "finished" && run.manifest.planned && run.manifest.simulator.kind !== "control" && study.datasetOf(run) && (!of || study.datasetOf(run) === of));
  const start = first && drawable.includes(first) ? first : drawable[0];
  if (!start) return void vscode.window.showInformationMessage(say("draw-none"));
  const answers = await askAll<DrawAnswers>(say("draw-title"), { what: "probes", runs: [start], target: TARGET, annotators: [by], ...given }, steps(drawable, given), () => undefined);
  const open = answers?.runs[0] && study.datasetOf(answers.runs[0]);
  if (!answers || !open) return undefined;
  const options = { unit: answers.what, target: answers.target, seed: seed(), annotators: answers.annotators };
  const queue = await edge.progress(say("draw-title"), vscode.ProgressLocation.Window, (_report, signal) => drawQueue(answers.runs, open.dataset, options, { digest, clock, ids }, signal));
  return { open, queue };
}

function steps(drawable: readonly Run[], given: Partial<DrawAnswers>): readonly Step<DrawAnswers>[] {
  const unless = (name: keyof DrawAnswers, step: Step<DrawAnswers>): readonly Step<DrawAnswers>[] => (given[name] === undefined ? [step] : []);
  const whole = (text: string): string | undefined => (/^\d+$/u.test(text.trim()) && Number(text) >= 2 && Number(text) <= MOST ? undefined : say("whole-number", { least: 2, most: MOST }));
  return [
    ...unless("what", (answers, ask) => {
      const units = (["probes", "turns"] as const).map((unit): Choice<QueueUnit> => ({ label: say(`draw-${unit}`), detail: say(`draw-${unit}-detail`), value: unit }));
      return ask.one(say("draw-ask-what"), units, (what) => ({ ...answers, what }));
    }),
    ...unless("runs", async (answers, ask) => {
      const [start] = answers.runs;
      const fitting = drawable.filter(({ manifest }) => manifest.dataset.hash === start?.manifest.dataset.hash && manifest.instrument.hash === start.manifest.instrument.hash);
      if (fitting.length < 2) return "skip";
      return ask.many(say("draw-ask-runs"), fitting.map((run) => ({ label: run.title, description: run.id, picked: run === start, value: run })), (runs) => ({ ...answers, runs }));
    }),
    ...unless("target", (answers, ask) => ask.text(say("draw-ask-target"), String(answers.target), whole, (text) => ({ ...answers, target: Number(text) }))),
    ...unless("annotators", (answers, ask) => ask.text(say("draw-ask-annotators"), answers.annotators.join(", "), () => undefined, (text) => ({ ...answers, annotators: namesIn(text) }))),
  ];
}

function namesIn(text: string): readonly string[] {
  return [...new Set(text.split(/[,，、;；]/u).map((name) => name.trim()).filter((name) => name !== ""))];
}
