// Owns the commands about statistics: stats and export. Refuses formulas and formats.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { endsSentence, knowledgeTable } from "../core/figures/knowledgeTables.ts";
import { fixed } from "../core/figures/numbers.ts";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { profileScan } from "../core/stats/profileScan.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { Wording } from "../core/figures/words.ts";
import { reasonOf } from "../node/systemError.ts";
import { comparisons, type Comparable, type Comparisons } from "../study/comparison.ts";
import { pairsText } from "../study/pairs.ts";
import { prefixKnowledge, prefixMoments, type PrefixKnowledge } from "../study/prefixKnowledge.ts";
import { UsageError } from "./arguments.ts";
import { aligned, wrapped } from "../core/figures/columns.ts";
import { comparisonTables } from "./comparisonTables.ts";
import { only } from "./data.ts";
import { inputAt, runAt, type Input } from "./inputs.ts";
import { openData, type Session } from "./session.ts";
import { finished } from "../node/steps.ts";
import { biasTables, runTables } from "./tables.ts";
import { EXIT } from "./usage.ts";

/** Statistics of a run journal or of labelled pairs; of several, each compared with the first. */
export async function stats(session: Session): Promise<number> {
  const { words } = session;
  const [first, ...others] = words.paths.map((each) => path.resolve(each));
  if (first === undefined) throw new UsageError("one path is needed: stats RUN-or-PAIRS");
  return others.length === 0 ? statsOfOne(session, first) : statsOfSeveral(session, first, others);
}

async function statsOfOne(session: Session, given: string): Promise<number> {
  const { doors, signal, words } = session;
  if (words.margin !== undefined) throw new UsageError("--margin belongs to a comparison: stats A B");
  const input = await inputAt(session, given);
  const { probes, scheme, options, run } = input;
  const report = await doors.stats.report(probes, scheme, options, signal);
  const known = words.data === undefined ? undefined : await knowledgeOf(session, input, words.data);
  if (words.json) {
    const of = run ? { run: run.id, status: run.status, manifest: run.manifest, counts: run.state.counts() } : {};
    printed({ what: "decision-fidelity-stats", version: 2, source: given, ...of, report, ...known });
    return EXIT.done;
  }
  const { language } = words;
  const wording = wordingOf(session, input);
  const look = options.look && run ? wrapped(sentence("state-look", { probes: run.progress.done, total: run.progress.total }, language)) : [];
  const tables = run ? runTables(report, run.manifest, language) : [path.basename(given), ...(options.invented ? wrapped(sentence("mark-invented", {}, language)) : []), "", ...biasTables(report, wording)];
  const more = known ? ["", ...aligned(knowledgeTable(known, wording).rows, [0, 2]), "", ...wrapped(endsSentence(known.ends, wording))] : [];
  process.stdout.write(`${[...look, ...tables, ...more].join("\n")}\n`);
  return EXIT.done;
}

async function statsOfSeveral(session: Session, first: string, others: readonly string[]): Promise<number> {
  const { signal, words } = session;
  if (words.data !== undefined) throw new UsageError("--data belongs to one run: stats RUN --data DATA");
  const inputs: Input[] = [];
  for (const each of [first, ...others]) inputs.push(await inputAt(session, each));
  const [reference, ...rest] = named(inputs) as [Comparable, ...Comparable[]];
  const options = { seed: reference.origin.seed ?? words.seed, ...(words.margin === undefined ? {} : { margin: words.margin }), ...(words.draws === undefined ? {} : { bootstrapDraws: words.draws, permutationDraws: words.draws }) };
  const compared: Comparisons = await finished(comparisons([reference, ...rest], options), signal);
  const [lead] = inputs;
  if (words.json) printed({ what: "decision-fidelity-comparisons", version: 1, sources: inputs.map((input) => input.path), ...compared });
  else if (lead) process.stdout.write(`${comparisonTables(compared, wordingOf(session, lead)).join("\n")}\n`);
  return EXIT.done;
}

/** Runs by title and pairs by file name; where two are called the same, by id or path. */
export function named(inputs: readonly Input[]): readonly Comparable[] {
  const short = inputs.map(({ run, path: file }) => run?.manifest.title ?? path.basename(file));
  return inputs.map(({ run, path: file, probes, scheme, origin }, i) => {
    const alone = short.filter((name) => name === short[i]).length === 1;
    return { name: alone ? (short[i] ?? file) : (run?.id ?? file), probes, scheme, origin };
  });
}

/** What the dataset of a run tells besides; says what it is that was read, and what of the run it does not have. */
interface Known extends Omit<PrefixKnowledge, "probes" | "unmatched"> {
  readonly data: { readonly path: string; readonly hash: string; readonly probes: number; readonly unmatched: number };
}

async function knowledgeOf(session: Session, { probes, scheme, options, origin, path: given }: Input, data: string): Promise<Known> {
  const { signal, doors, words } = session;
  const { dataset } = await openData(session, data);
  const { hash } = await dataset.identity(signal);
  if (origin.datasetHash !== undefined && origin.datasetHash !== hash) {
    throw new Failure("data-differs", { run: path.basename(given), runDataset: `${origin.datasetName ?? ""} ${origin.datasetHash.slice(0, 12)}`.trim(), data, dataDataset: hash.slice(0, 12) });
  }
  const moments = await prefixMoments(probes, scheme, dataset, signal);
  if (moments.unmatched > 0) doors.log.warn(sentence("data-unmatched", { count: moments.unmatched, data }, words.language));
  for (const { field, auc, suspicious } of profileScan(moments.people, options.seed)) {
    if (suspicious && auc.ok) doors.log.warn(sentence("warn-profile-field", { field: visibleLabel(field, 40), auc: fixed(auc.value) }, words.language));
  }
  const { probes: count, unmatched, ...blocks } = await finished(prefixKnowledge(moments, { seed: options.seed }), signal);
  return { data: { path: path.resolve(data), hash, probes: count, unmatched }, ...blocks };
}

export function wordingOf({ words: { language } }: Session, { options, run }: Input): Wording {
  const strata = options.strataNames ?? { positive: "positive", negative: "negative" };
  return { language, strata, human: run ? arePeople(run.manifest.dataset.users) : true };
}

function printed(document: object): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
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
  if (words.json) printed({ what: "decision-fidelity-export", version: 1, run: run.id, status: run.status, probes: count, out });
  return EXIT.done;
}
