// Owns the questions before a queue is drawn. Refuses the draw itself (study/labels) and labelling.
import * as vscode from "vscode";
import type { Queue, QueuePurpose, QueueUnit } from "../../core/labels/queue.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import type { Clock, Digest, Ids } from "../../core/ports.ts";
import { differingQueue } from "../../study/labels/differing.ts";
import { drawQueue } from "../../study/labels/drawQueue.ts";
import type { Run } from "../../study/run.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { askAll, type Choice, type Step } from "../asking.ts";
import { language, type Edge } from "../edge.ts";
import { seed } from "../settings.ts";
import type { People } from "./people.ts";

const TARGET = 100;
const MOST = 100_000;
/** Items between two words about how far it is. */
const TOLD_ITEMS = 50;

/** Drawn by design, by probes or turns; or chosen because labels differ. */
type What = QueueUnit | Exclude<QueuePurpose, "design">;

/** What is asked before a draw; all that a caller gives is not asked. */
export interface DrawAnswers {
  readonly what: What;
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
  readonly people: People;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** Asks and draws; undefined when the person gave up or there is nothing to draw from. `first` is the run it was called with, `by` who labels here. */
export async function drawnQueue(doors: DrawingDoors, first: Run | undefined, of: OpenDataset | undefined, by: string, given: Partial<DrawAnswers>): Promise<{ readonly open: OpenDataset; readonly queue: Queue } | undefined> {
  const { study, edge, digest, clock, ids, people } = doors;
  const drawable = study.runs.filter((run) => run.status === "finished" && run.manifest.planned && run.manifest.simulator.kind !== "control" && study.datasetOf(run) && (!of || study.datasetOf(run) === of));
  const start = first && drawable.includes(first) ? first : drawable[0];
  if (!start) return void vscode.window.showInformationMessage(say("draw-none"));
  const answers = await askAll<DrawAnswers>(say("draw-title"), { what: "probes", runs: [start], target: TARGET, annotators: [by], ...given }, steps(drawable, given), () => undefined);
  const open = answers?.runs[0] && study.datasetOf(answers.runs[0]);
  if (!answers || !open) return undefined;
  const { what, runs, ...rest } = answers;
  const options = { ...rest, seed: seed() };
  const { state } = await people.of(open.home);
  const queue = await edge.progress(say("draw-title"), vscode.ProgressLocation.Notification, (report, signal) => {
    const made = (items: number, of: number): void => {
      if (items % TOLD_ITEMS === 0) report(say("draw-making", { items, of }), (100 * TOLD_ITEMS) / of);
    };
    const making = { digest, clock, ids, made };
    return what === "probes" || what === "turns"
      ? drawQueue(runs, open.dataset, { ...options, unit: what }, making, signal)
      : differingQueue(runs, state, { ...options, purpose: what }, { ...making, dataset: open.dataset }, signal);
  });
  return { open, queue };
}

function steps(drawable: readonly Run[], given: Partial<DrawAnswers>): readonly Step<DrawAnswers>[] {
  const unless = (name: keyof DrawAnswers, step: Step<DrawAnswers>): readonly Step<DrawAnswers>[] => (given[name] === undefined ? [step] : []);
  const whole = (text: string): string | undefined => (/^\d+$/u.test(text.trim()) && Number(text) >= 2 && Number(text) <= MOST ? undefined : say("whole-number", { least: 2, most: MOST }));
  return [
    ...unless("what", (answers, ask) => {
      const drawn = (["probes", "turns"] as const).map((unit): Choice<What> => ({ label: say(`draw-${unit}`), detail: say(`draw-${unit}-detail`), value: unit }));
      const chosen = (["judge-people", "people", "judges"] as const).map((purpose): Choice<What> => ({ label: say(`draw-${purpose}`), detail: say("draw-chosen-detail"), value: purpose }));
      return ask.one(say("draw-ask-what"), [...drawn, ...chosen], (what) => ({ ...answers, what }));
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
