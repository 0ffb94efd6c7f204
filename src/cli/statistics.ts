// Owns the commands about statistics: stats and export. Refuses formulas and formats.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { CODEBOOK_V1 } from "../core/instrument/codebookV1.ts";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { StatsReport } from "../core/stats/reportShape.ts";
import { readLabelledPairs } from "../datasets/labelledPairs.ts";
import { reasonOf } from "../node/systemError.ts";
import { pairsText } from "../study/pairs.ts";
import { pairsOptions, reportOf, schemeOf } from "../study/reportOf.ts";
import { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import { wrapped } from "./columns.ts";
import { only } from "./data.ts";
import type { Session } from "./session.ts";
import { biasTables, runTables } from "./tables.ts";
import { EXIT } from "./usage.ts";

/** Statistics of a run journal or of labelled pairs. */
export async function stats(session: Session): Promise<number> {
  const { words } = session;
  const given = path.resolve(only(words.paths, "stats RUN-or-PAIRS"));
  const { report, run, lines } = await measured(session, given);
  const document = { what: "decision-fidelity-stats", version: 1, source: given, ...(run ? { run: run.id, status: run.status, manifest: run.manifest, counts: run.state.counts() } : {}), report };
  process.stdout.write(words.json ? `${JSON.stringify(document, null, 2)}\n` : `${lines().join("\n")}\n`);
  return EXIT.done;
}

/** One row a probe and sample; `stats` of it equals `stats` of the run. */
export async function exportPairs(session: Session): Promise<number> {
  const { words } = session;
  if (words.out === undefined) throw new UsageError("export needs -o pairs.csv");
  const out = path.resolve(words.out);
  if (!out.endsWith(".csv")) throw new UsageError(`-o ${words.out}: labelled pairs are written as CSV`);
  const run = await runAt(session, path.resolve(only(words.paths, "export RUN -o pairs.csv")));
  const count = run.state.labelledProbes(run.status !== "finished").length;
  try {
    await writeFile(out, await pairsText(run));
  } catch (error) {
    throw new Failure("file-not-written", { path: out, reason: reasonOf(error) }, { cause: error });
  }
  process.stderr.write(`${sentence("pairs-written", { count, path: out }, words.language)}\n`);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-export", version: 1, run: run.id, status: run.status, probes: count, out }, null, 2)}\n`);
  return EXIT.done;
}

interface Measured {
  readonly report: StatsReport;
  readonly run?: Run;
  /** The report for a terminal. */
  readonly lines: () => readonly string[];
}

async function measured(session: Session, given: string): Promise<Measured> {
  const { doors, signal, words } = session;
  if (given.endsWith(".jsonl") && (await isJournal(session, given))) {
    const run = await runAt(session, given);
    const report = await reportOf(run, doors.stats, signal);
    const { done, total } = run.progress;
    const look = report.options.look ? wrapped(sentence("state-look", { probes: done, total }, words.language)) : [];
    return { run, report, lines: () => [...look, ...runTables(report, run.manifest, words.language)] };
  }
  if (!/\.(csv|jsonl)$/.test(given)) throw new Failure("not-run-nor-pairs", { path: given });
  const bytes = await doors.files.open(given);
  try {
    const { probes, origin } = await readLabelledPairs(bytes, given, signal);
    const options = pairsOptions(origin, words.seed);
    const report = await doors.stats.report(probes, schemeOf(CODEBOOK_V1.en), options, signal);
    const { language } = words;
    const invented = options.invented ? wrapped(sentence("mark-invented", {}, language)) : [];
    const strata = options.strataNames ?? { positive: "positive", negative: "negative" };
    return { report, lines: () => [path.basename(given), ...invented, "", ...biasTables(report, { language, strata, human: true })] };
  } finally {
    await bytes.close();
  }
}

/** A planned run read from its journal; lines that cannot be read are said on stderr. */
async function runAt({ doors, signal }: Session, given: string): Promise<Run> {
  if ((await doors.files.stat(given))?.kind !== "file") throw new Failure("file-not-found", { path: given });
  const folder = path.dirname(given);
  const run = new Run(`${path.basename(folder)}/${path.basename(given)}`, doors.journals(path.dirname(folder)));
  await run.load(signal);
  for (const { line, reason } of run.unread) doors.log.warn(`${given}:${line}: ${reason}`);
  if (!run.state.manifest) throw new Failure("run-without-manifest", { run: run.id });
  if (!run.manifest.planned) throw new Failure("run-hand-picked", { path: given });
  return run;
}

async function isJournal({ doors, signal }: Session, given: string): Promise<boolean> {
  const bytes = await doors.files.open(given);
  try {
    return /^\{"v":\d+,"id":"[^"]*","at":"[^"]*",(?:"setup":"[^"]*",)?"kind":/.test(new TextDecoder().decode(await bytes.read(0, 4096, signal)));
  } finally {
    await bytes.close();
  }
}
