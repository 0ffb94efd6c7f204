// Owns the commands that make a run: check and import. Refuses planning and running (study/).
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import type { Language } from "../core/messages/sentence.ts";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import type { StatsReport } from "../core/stats/reportShape.ts";
import { failuresOf, reportOf } from "../study/reportOf.ts";
import type { Plan } from "../study/plan.ts";
import type { Run } from "../study/run.ts";
import { DEFAULT_SETUP, type Setup } from "../study/setup.ts";
import type { OpenDataset } from "../study/study.ts";
import { UsageError } from "./arguments.ts";
import { setupOf } from "./choices.ts";
import { only } from "./data.ts";
import { demoHome } from "./folders.ts";
import { confirmPaid } from "./paying.ts";
import { isJournal, runAt } from "./inputs.ts";
import { triedJobs } from "./preflight.ts";
import { shownProgress } from "./progress.ts";
import { addData, type Session } from "./session.ts";
import { runTables } from "./tables.ts";
import { EXIT } from "./usage.ts";

/** One planned run, from probes to bias table. */
export async function check(session: Session): Promise<number> {
  const { words } = session;
  if (words.demo) return demo(session);
  const data = only(words.paths, "check DATA");
  const setup = setupOf(words);
  const open = await addData(session, data);
  return told(session, [await carriedOut(session, open, setup)]);
}

/** Continuations made elsewhere, or those of a run with another judge, become a run. */
export async function importRun(session: Session): Promise<number> {
  const [data, continuations, ...more] = session.words.paths;
  if (data === undefined || continuations === undefined || more.length > 0) throw new UsageError("two paths are needed: import DATA CONTINUATIONS");
  const file = path.resolve(continuations);
  const setup = setupOf(session.words, { kind: "recorded", path: file });
  if (!(await isJournal(session, file))) return told(session, [await carriedOut(session, await addData(session, data), setup)]);
  if (setup.judge.kind === "recorded") throw new UsageError("import DATA RUN.jsonl needs --judge: who labels the continuations of the run again");
  const { manifest } = await runAt(session, file);
  const { ends: _ends, silence: _silence, ...rule } = manifest.rule;
  const redact = manifest.privacy.redaction.length > 0 ? { redact: true } : {};
  const limit = manifest.limit === undefined ? {} : { limit: manifest.limit };
  const words = { ...session.words, rule, seed: manifest.orderSeed, ...limit };
  return told(session, [await carriedOut({ ...session, words }, await addData(session, data), { ...setup, samples: manifest.samples, ...redact })]);
}

/** The recorded, invented runs and the control on the built-in sample; needs no editor, key or network. */
async function demo(session: Session): Promise<number> {
  if (session.words.paths.length > 0) throw new UsageError("check --demo takes no path");
  const sample = path.join(session.bundle, "..", "media", "sample");
  const open = await addData(session, path.join(sample, "conversations.jsonl"), demoHome(), sample);
  const recorded = (name: string): Setup => ({ ...DEFAULT_SETUP, simulator: { kind: "recorded", path: path.join(sample, "runs", `${name}.jsonl`) }, judge: { kind: "recorded" }, condition: name });
  const made: Made[] = [];
  for (const setup of [recorded("persona"), recorded("may-disengage"), DEFAULT_SETUP]) {
    if (!session.signal.aborted) made.push(await carriedOut(session, open, setup));
  }
  return told(session, made);
}

interface Made {
  readonly run: Run;
  readonly journal: string;
  /** Undefined when it was interrupted. */
  readonly report: Promise<StatsReport | undefined>;
}

/** Makes or goes on with the run. Its report is computed aside, so that the next run need not wait for it. */
export async function carriedOut(session: Session, open: OpenDataset, setup: Setup): Promise<Made> {
  const { words, study, signal, doors } = session;
  const options = { rule: { ...(words.rule ?? open.rule ?? DEFAULT_RULE), ...words.unanswered }, seed: words.seed, ...(words.limit === undefined ? {} : { limit: words.limit }) };
  const out = words.out === undefined || words.demo ? undefined : placeOf(words.out);
  const { run, plan } = await study.plan(open, setup, options, signal, out?.name, out?.home);
  sayUnchosen(plan.unchosen ?? [], words.language);
  const asked = [{ open, setup, run, plan }];
  await confirmPaid(session, asked);
  const jobs = await triedJobs(session, asked);
  const journal = path.join(out?.home ?? open.home, run.name);
  const shown = shownProgress(jobs, words.language, doors.prices);
  try {
    await study.carryOutTogether(jobs, signal, words.budget ? { budget: words.budget } : {});
  } finally {
    shown.dispose();
  }
  return { run, journal, report: reportOf(run, doors.stats, signal).catch(unlessAborted(signal)) };
}

/** Continuations shown of those at turns the rule does not choose. */
const UNCHOSEN_SHOWN = 5;

function sayUnchosen(unchosen: NonNullable<Plan["unchosen"]>, language: Language): void {
  if (unchosen.length === 0) return;
  const shown = unchosen.slice(0, UNCHOSEN_SHOWN).map(({ line, conversation, turn }) => sentence("recording-unchosen-line", { line, conversation, turn: turn + 1 }, language));
  const more = unchosen.length > shown.length ? ", …" : "";
  process.stderr.write(`${sentence("recording-unchosen", { count: unchosen.length, lines: `${shown.join(", ")}${more}` }, language)}\n`);
}

/** For what may be broken off: undefined when it was. */
export function unlessAborted(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    if (!signal.aborted) throw error;
    return undefined;
  };
}

/** Prints the runs, or what was saved of the one that was interrupted. Failures that may pass when tried again are exit code 1. */
export async function told({ words }: Session, made: readonly Made[]): Promise<number> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  let code: number = EXIT.done;
  const runs: { readonly run: Run; readonly journal: string; readonly report: StatsReport }[] = [];
  for (const { run, journal, report: computed } of made) {
    const { done, total } = run.progress;
    const report = await computed;
    if (!report) {
      say(sentence("run-interrupted", { run: journal, done, total }, words.language));
      return EXIT.interrupted;
    }
    const { forgotten } = run.state;
    if (forgotten.conversations > 0) say(`${run.title}: ${sentence("run-has-forgotten", { ...forgotten }, words.language)}`);
    const { failed, causes, again } = failuresOf(run.state);
    if (failed > 0) say(sentence(again ? "run-failures-again" : "run-failures-final", { failed, title: run.title, causes: [...causes].map(([cause, count]) => `${cause} ${count}`).join(", ") }, words.language));
    if (again) code = EXIT.problems;
    runs.push({ run, journal, report });
  }
  if (words.json) {
    const documents = runs.map(({ run, journal, report }) => ({ run: run.id, journal, manifest: run.manifest, counts: run.state.counts(), failures: Object.fromEntries(failuresOf(run.state).causes), report }));
    process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-check", version: 1, runs: documents }, null, 2)}\n`);
  } else {
    const blocks = runs.map(({ run, journal, report }) => [...runTables(report, run.manifest, words.language), "", sentence("run-file", { path: journal }, words.language)].join("\n"));
    process.stdout.write(`${blocks.join("\n\n\n")}\n`);
  }
  return code;
}

/** Where --out leads: the journal's folder and name; its lock lies beside it. */
export function placeOf(out: string): { readonly home: string; readonly name: string } {
  if (!out.endsWith(".jsonl")) throw new UsageError(`--out ${out}: the name of a run ends in .jsonl`);
  const folder = path.dirname(path.resolve(out));
  return { home: path.dirname(folder), name: `${path.basename(folder)}/${path.basename(out)}` };
}
