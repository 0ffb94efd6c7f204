// Owns the commands about datasets: validate and convert. Refuses formats (datasets/).
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Dataset, Problem } from "../datasets/dataset.ts";
import { nativeLine } from "../datasets/writers/nativeWriter.ts";
import { factsOf, hintsOf } from "../datasets/understanding.ts";
import { codeOf, reasonOf } from "../node/systemError.ts";
import { UsageError } from "./arguments.ts";
import { openData, type Session } from "./session.ts";
import { ledgerLines } from "./ledger.ts";
import { EXIT } from "./usage.ts";

/** Problems with line and column; exit 1 if any is an error. */
export async function validate(session: Session): Promise<number> {
  const { words } = session;
  const { dataset } = await openData(session, only(words.paths, "validate DATA"));
  const problems = dataset.problems.map((problem) => ({ ...problem, message: sentence(problem.id, problem.values, words.language) }));
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-validation", version: 1, dataset: dataset.name, format: dataset.format, ledger: dataset.ledger, hints: hintsOf(dataset, words.language), problems }, null, 2)}\n`);
  else {
    for (const problem of problems) process.stdout.write(`${located(problem)}: ${problem.severity}: ${problem.message}\n`);
    process.stdout.write(`${[factsOf(dataset, words.language), ...hintsOf(dataset, words.language), ...ledgerLines(dataset, words.language)].join("\n")}\n`);
  }
  return problems.some(({ severity }) => severity === "error") ? EXIT.problems : EXIT.done;
}

/** Writes every kept conversation as filed, one native line each; the inclusion ledger goes to stderr. The file appears whole or not at all. */
export async function convert(session: Session): Promise<number> {
  const { words, signal } = session;
  if (words.out === undefined) throw new UsageError("convert needs -o OUT.jsonl");
  const out = path.resolve(words.out);
  const { dataset } = await openData(session, only(words.paths, "convert DATA -o OUT.jsonl"));
  if (await sameFile(out, dataset.path)) throw new UsageError(`-o ${words.out}: this is the dataset itself; choose another file`);
  const part = `${out}.part`;
  try {
    await pipeline(Readable.from(linesOf(dataset, signal)), createWriteStream(part), { signal });
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw codeOf(error) === undefined || signal.aborted ? error : new Failure("file-not-written", { path: out, reason: reasonOf(error) }, { cause: error });
  }
  process.stderr.write(`${ledgerLines(dataset, words.language).join("\n")}\n`);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-conversion", version: 1, out, ledger: dataset.ledger }, null, 2)}\n`);
  return EXIT.done;
}

async function* linesOf(dataset: Dataset, signal: AbortSignal): AsyncGenerator<string> {
  for await (const record of dataset.records(signal)) yield `${nativeLine(record)}\n`;
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((each) => stat(each).catch(() => undefined)));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

function located({ path: file, line, column }: Problem): string {
  return `${path.relative(process.cwd(), file) || file}:${line}:${column}`;
}

/** The one path a command takes. */
export function only(paths: readonly string[], usage: string): string {
  const [first, ...more] = paths;
  if (first === undefined || more.length > 0) throw new UsageError(`one path is needed: ${usage}`);
  return first;
}
