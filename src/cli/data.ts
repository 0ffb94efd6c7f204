// Owns the commands about datasets: validate and convert. Refuses formats (datasets/).
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { once } from "node:events";
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import type { Dataset, Problem } from "../datasets/dataset.ts";
import { nativeLine } from "../datasets/nativeWriter.ts";
import { UsageError } from "./arguments.ts";
import { openData, type Session } from "./session.ts";
import { ledgerLines } from "./tables.ts";
import { EXIT } from "./usage.ts";

/** Problems with line and column; exit 1 if any is an error. */
export async function validate(session: Session): Promise<number> {
  const { words } = session;
  const dataset = await openData(session, only(words.paths, "validate DATA"));
  const problems = dataset.problems.map((problem) => ({ ...problem, message: sentence(problem.id, problem.values, words.language) }));
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-validation", version: 1, dataset: dataset.name, format: dataset.format, ledger: dataset.ledger, problems }, null, 2)}\n`);
  else {
    for (const problem of problems) process.stdout.write(`${located(problem)}: ${problem.severity}: ${problem.message}\n`);
    process.stdout.write(`${ledgerLines(dataset, words.language).join("\n")}\n`);
  }
  return problems.some(({ severity }) => severity === "error") ? EXIT.problems : EXIT.done;
}

/** Writes every kept conversation as a native line; the inclusion ledger goes to stderr. The file appears whole or not at all. */
export async function convert(session: Session): Promise<number> {
  const { words, signal } = session;
  if (words.out === undefined) throw new UsageError("convert needs -o OUT.jsonl");
  const out = path.resolve(words.out);
  const dataset = await openData(session, only(words.paths, "convert DATA -o OUT.jsonl"));
  const part = `${out}.part`;
  const file = createWriteStream(part);
  for await (const conversation of dataset.all(signal)) {
    if (!file.write(`${nativeLine(conversation)}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  await rename(part, out);
  process.stderr.write(`${ledgerLines(dataset, words.language).join("\n")}\n`);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-conversion", version: 1, out, ledger: dataset.ledger }, null, 2)}\n`);
  return EXIT.done;
}

function located({ path: file, line, column }: Problem): string {
  return `${path.relative(process.cwd(), file) || file}:${line}:${column}`;
}

export function only(paths: readonly string[], usage: string): string {
  const [first, ...more] = paths;
  if (first === undefined || more.length > 0) throw new UsageError(`one path is needed: ${usage}`);
  return first;
}

export type { Dataset };
