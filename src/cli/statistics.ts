// Owns the commands about statistics: stats and export. Refuses formulas and formats.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { CODEBOOK_V1 } from "../core/instrument/codebookV1.ts";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { StatsReport } from "../core/stats/reportShape.ts";
import { readLabelledPairs, writeLabelledPairs } from "../datasets/labelledPairs.ts";
import { reportOf, schemeOf } from "../study/reportOf.ts";
import { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import { only } from "./data.ts";
import type { Session } from "./session.ts";
import { biasTables, marks } from "./tables.ts";
import { EXIT } from "./usage.ts";

/** Statistics of a run journal or of labelled pairs. */
export async function stats(session: Session): Promise<number> {
  const { words } = session;
  const given = path.resolve(only(words.paths, "stats RUN-or-PAIRS"));
  const { report, run } = await measured(session, given);
  if (words.json) {
    process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-stats", version: 1, source: given, ...(run ? { run: run.id, manifest: run.manifest } : {}), report }, null, 2)}\n`);
    return EXIT.done;
  }
  const strata = run?.manifest.dataset.strata ?? { positive: "positive outcome", negative: "negative outcome" };
  const lines = [path.basename(given), ...(run ? marks(run.manifest, words.language) : []), "", ...biasTables(report, strata, words.language)];
  process.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.done;
}

/** One row a probe and sample; `stats` of it equals `stats` of the run. */
export async function exportPairs(session: Session): Promise<number> {
  const { words } = session;
  if (words.out === undefined) throw new UsageError("export needs -o pairs.csv");
  const run = await runAt(session, path.resolve(only(words.paths, "export RUN -o pairs.csv")));
  const probes = run.state.labelledProbes(run.status !== "finished");
  await writeFile(path.resolve(words.out), await writeLabelledPairs(probes, run.id));
  process.stderr.write(`${sentence("pairs-written", { count: probes.length, path: path.resolve(words.out) }, words.language)}\n`);
  return EXIT.done;
}

async function measured(session: Session, given: string): Promise<{ readonly report: StatsReport; readonly run?: Run }> {
  const { doors, signal, words } = session;
  if (given.endsWith(".jsonl") && (await startsRun(session, given))) {
    const run = await runAt(session, given);
    return { run, report: await reportOf(run, doors.stats, signal) };
  }
  if (!/\.(csv|jsonl)$/.test(given)) throw new Failure("not-run-nor-pairs", { path: given });
  const bytes = await doors.files.open(given);
  try {
    const pairs = await readLabelledPairs(bytes, given, signal);
    return { report: await doors.stats.report(pairs, schemeOf(CODEBOOK_V1.en), { seed: words.seed, look: false, invented: false }, signal) };
  } finally {
    await bytes.close();
  }
}

async function runAt({ doors, signal }: Session, given: string): Promise<Run> {
  const journals = doors.journals(path.dirname(path.dirname(given)));
  const run = new Run(`${path.basename(path.dirname(given))}/${path.basename(given)}`, journals);
  await run.load(signal);
  if (!run.state.manifest) throw new Failure("run-without-manifest", { run: run.id });
  for (const { line, reason } of run.unread) doors.log.warn(`${given}:${line}: ${reason}`);
  return run;
}

async function startsRun({ doors, signal }: Session, given: string): Promise<boolean> {
  const bytes = await doors.files.open(given);
  try {
    return new TextDecoder().decode(await bytes.read(0, 4096, signal)).includes('"kind":"run-started"');
  } finally {
    await bytes.close();
  }
}
