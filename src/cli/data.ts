// Owns the command validate. Refuses formats (datasets/) and writing (convert.ts).
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import type { Problem } from "../datasets/dataset.ts";
import { factsOf, hintsOf } from "../datasets/understanding.ts";
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

function located({ path: file, line, column }: Problem): string {
  return `${path.relative(process.cwd(), file) || file}:${line}:${column}`;
}

/** The one path a command takes. */
export function only(paths: readonly string[], usage: string): string {
  const [first, ...more] = paths;
  if (first === undefined || more.length > 0) throw new UsageError(`one path is needed: ${usage}`);
  return first;
}
