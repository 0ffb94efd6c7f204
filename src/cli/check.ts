// Owns the commands that make a run: check and import. Refuses planning and running (study/).
import path from "node:path";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Plan } from "../study/plan.ts";
import { reportOf } from "../study/reportOf.ts";
import type { Run } from "../study/run.ts";
import { DEFAULT_SETUP, type JudgeChoice, type Setup, type SimulatorChoice } from "../study/setup.ts";
import type { OpenDataset } from "../study/study.ts";
import { UsageError } from "./arguments.ts";
import { only } from "./data.ts";
import { COMMAND_LINE, confirmPaid } from "./endpoints.ts";
import { addData, bundleFolder, type Session } from "./session.ts";
import { biasTables, marks } from "./tables.ts";
import { EXIT } from "./usage.ts";

/** One planned run, from probes to bias table. */
export async function check(session: Session): Promise<number> {
  const { words } = session;
  if (words.demo) return demo(session);
  const open = await addData(session, only(words.paths, "check DATA"), outHome(session));
  const setup = setupOf(session);
  return report(session, [await carriedOut(session, open, setup, words.out)]);
}

/** Continuations made elsewhere become a run. */
export async function importRun(session: Session): Promise<number> {
  const [data, continuations, ...more] = session.words.paths;
  if (data === undefined || continuations === undefined || more.length > 0) throw new UsageError("two paths are needed: import DATA CONTINUATIONS");
  const open = await addData(session, data, outHome(session));
  const setup: Setup = { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: path.resolve(continuations) }, judge: judgeOf(session, { kind: "recorded" }) };
  return report(session, [await carriedOut(session, open, setup, session.words.out)]);
}

/** The recorded, invented runs and the control on the built-in sample; needs no editor, key or network. */
async function demo(session: Session): Promise<number> {
  const sample = path.join(bundleFolder(), "..", "media", "sample");
  const open = await addData(session, path.join(sample, "conversations.jsonl"));
  const recorded = (name: string): Setup => ({ ...DEFAULT_SETUP, simulator: { kind: "recorded", path: path.join(sample, "runs", `${name}.jsonl`) }, judge: { kind: "recorded" } });
  const made = [];
  for (const setup of [recorded("persona"), recorded("may-disengage"), DEFAULT_SETUP]) made.push(await carriedOut(session, open, setup, undefined));
  return report(session, made);
}

interface Made {
  readonly run: Run;
  readonly open: OpenDataset;
}

async function carriedOut(session: Session, open: OpenDataset, setup: Setup, out: string | undefined): Promise<Made> {
  const { words, study, signal } = session;
  const options = { rule: words.demo ? DEFAULT_RULE : words.rule, seed: words.seed, ...(words.limit === undefined ? {} : { limit: words.limit }) };
  const { run, plan } = await study.plan(open, setup, options, signal, out === undefined ? undefined : path.basename(out));
  await confirmPaid(words, plan.manifest, run);
  const shown = progress(run, plan, session);
  try {
    await study.carryOut(open, setup, run, plan, signal);
  } finally {
    shown.dispose();
  }
  return { run, open };
}

async function report(session: Session, made: readonly Made[]): Promise<number> {
  const { words, doors, signal } = session;
  const documents = [];
  for (const { run, open } of made) {
    if (signal.aborted) {
      process.stderr.write(`${sentence("run-interrupted", { run: run.id, done: run.progress.done, total: run.progress.total }, words.language)}\n`);
      return EXIT.interrupted;
    }
    const stats = await reportOf(run, doors.stats, signal);
    documents.push({ run: run.id, journal: path.join(open.home, run.name), manifest: run.manifest, counts: run.state.counts(), report: stats });
    if (words.json) continue;
    const { dataset } = open;
    process.stdout.write(`\n${[run.manifest.title, ...marks(run.manifest, words.language), "", ...biasTables(stats, dataset.strata, words.language)].join("\n")}\n`);
    process.stdout.write(`\n${sentence("run-file", { path: path.join(open.home, run.name) }, words.language)}\n`);
  }
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-check", version: 1, runs: documents }, null, 2)}\n`);
  return EXIT.done;
}

/** With --out the journal lies where it says; its folder must be the `runs` folder of a home. */
function outHome({ words, home }: Session): string {
  return words.out === undefined ? home : path.dirname(path.dirname(path.resolve(words.out)));
}

function setupOf(session: Session): Setup {
  const { words } = session;
  const simulator = simulatorOf(session);
  const judge = judgeOf(session, simulator.kind === "recorded" ? { kind: "recorded" } : { kind: "lexicon" });
  return { ...DEFAULT_SETUP, simulator, judge, condition: words.condition, samples: words.samples };
}

function simulatorOf({ words }: Session): SimulatorChoice {
  const { simulator, endpoint } = words;
  if (simulator === undefined) return endpoint ? { kind: "model", endpoint: COMMAND_LINE, model: endpoint.model } : DEFAULT_SETUP.simulator;
  const [name, rung] = simulator.split(":");
  if (name === "control") {
    if (rung === undefined || rung === "C0" || rung === "C1" || rung === "C2") return { kind: "control", rung: rung ?? "C1" };
    throw new UsageError(`--simulator ${simulator}: control:C0, control:C1 or control:C2`);
  }
  if (simulator.endsWith(".jsonl")) return { kind: "recorded", path: path.resolve(simulator) };
  return modelOf("--simulator", simulator);
}

function judgeOf({ words }: Session, otherwise: JudgeChoice): JudgeChoice {
  if (words.judge === undefined) return otherwise;
  return words.judge === "lexicon" || words.judge === "recorded" ? { kind: words.judge } : modelOf("--judge", words.judge);
}

function modelOf(option: string, text: string): { readonly kind: "model"; readonly endpoint: string; readonly model: string } {
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1) throw new UsageError(`${option} ${text}: ENDPOINT/MODEL, or one of the names in the help`);
  return { kind: "model", endpoint: text.slice(0, slash), model: text.slice(slash + 1) };
}

function progress(run: Run, plan: Plan, session: Session): { dispose(): void } {
  const { total } = { total: plan.manifest.plannedProbes };
  const show = (): void => {
    const { done, failed, left } = run.progress;
    const text = sentence("run-progress", { title: plan.manifest.title, done, total, failed, left: left === undefined ? "–" : `${Math.ceil(left / 1000)} s` }, session.words.language);
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  };
  const timer = setInterval(() => run.state.manifest && show(), process.stderr.isTTY ? 250 : 5_000);
  return {
    dispose() {
      clearInterval(timer);
      show();
      if (process.stderr.isTTY) process.stderr.write("\n");
    },
  };
}
