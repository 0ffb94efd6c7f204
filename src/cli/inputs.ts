// Owns reading what stats and export are given: a run journal, or labelled pairs. Refuses statistics and printing.
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { LabelledProbe, LabelScheme } from "../core/stats/labelledProbe.ts";
import type { ReportOptions } from "../core/stats/reportShape.ts";
import { readLabelledPairs, type PairsOrigin } from "../datasets/labelledPairs.ts";
import { instrumentOfPairs } from "../study/instruments.ts";
import { originOf, pairsOptions, reportOptions, schemeOf } from "../study/reportOf.ts";
import { Run } from "../study/run.ts";
import { codebookOf } from "./choices.ts";
import type { Session } from "./session.ts";

/** Labelled probes with what they come from; `run` where it is a journal. */
export interface Input {
  /** Absolute. */
  readonly path: string;
  readonly probes: readonly LabelledProbe[];
  readonly scheme: LabelScheme;
  readonly options: ReportOptions;
  readonly origin: PairsOrigin;
  readonly run?: Run;
}

/** Rejects with a failure where the file is missing, of another kind, or holds hand-picked probes. */
export async function inputAt(session: Session, given: string): Promise<Input> {
  const { doors, signal, words, home } = session;
  if (given.endsWith(".jsonl") && (await isJournal(session, given))) {
    const run = await runAt(session, given);
    const options = reportOptions(run);
    return { path: given, run, probes: run.state.labelledProbes(options.look), scheme: schemeOf(run.manifest.codebook), options, origin: originOf(run) };
  }
  if (!/\.(csv|jsonl)$/.test(given)) throw new Failure("not-run-nor-pairs", { path: given });
  const bytes = await doors.files.open(given);
  try {
    const { probes, origin } = await readLabelledPairs(bytes, given, signal);
    const { codebook } = await instrumentOfPairs(doors, home, origin, given, words.codebook === undefined ? undefined : codebookOf(words.codebook));
    return { path: given, probes, scheme: schemeOf(codebook), options: pairsOptions(origin, words.seed), origin };
  } finally {
    await bytes.close();
  }
}

/** A planned run read from its journal; lines that cannot be read are said on stderr. */
export async function runAt({ doors, signal, words }: Session, given: string): Promise<Run> {
  if ((await doors.files.stat(given))?.kind !== "file") throw new Failure("file-not-found", { path: given });
  const run = journalAt(doors, given);
  await run.load(signal);
  for (const { line, reason } of run.unread) doors.log.warn(`${given}:${line}: ${reason}`);
  if (!run.state.manifest) throw new Failure("run-without-manifest", { run: run.id });
  if (run.state.forgotten.conversations > 0) doors.log.warn(`${given}: ${sentence("run-has-forgotten", { ...run.state.forgotten }, words.language)}`);
  if (!run.manifest.planned) throw new Failure("run-hand-picked", { path: given });
  return run;
}

/** The run of a journal's path; nothing is read yet. */
export function journalAt(doors: Pick<Session["doors"], "journals">, given: string): Run {
  const folder = path.dirname(given);
  return new Run(`${path.basename(folder)}/${path.basename(given)}`, doors.journals(path.dirname(folder)));
}

/** Whether a file begins as run journals do. */
export async function isJournal({ doors, signal }: Pick<Session, "doors" | "signal">, given: string): Promise<boolean> {
  const bytes = await doors.files.open(given);
  try {
    return /^\{"v":\d+,"id":"[^"]*","at":"[^"]*",(?:"setup":"[^"]*",)?"kind":/.test(new TextDecoder().decode(await bytes.read(0, 4096, signal)));
  } finally {
    await bytes.close();
  }
}
