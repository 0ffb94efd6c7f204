// Owns the command lab: several runs on the same probes beside each other. Refuses computing (study/lab) and its tables (study/lab/labTables.ts).
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import { finished } from "../node/steps.ts";
import { lab as labOf, type LabRun } from "../study/lab/lab.ts";
import { UsageError } from "./arguments.ts";
import { inputAt } from "./inputs.ts";
import { labTables } from "../study/lab/labTables.ts";
import type { Session } from "./session.ts";
import { named, wordingOf } from "./statistics.ts";
import { EXIT } from "./usage.ts";

/** `lab RUN RUN...`: each with the first. Labelled pairs are taken too. */
export async function lab(session: Session): Promise<number> {
  const { words, doors, signal } = session;
  if (words.paths.length < 2) throw new UsageError(sentence("lab-needs-two", {}, words.language));
  const inputs = [];
  for (const given of words.paths) inputs.push(await inputAt(session, path.resolve(given)));
  const names = named(inputs);
  const draws = words.draws === undefined ? {} : { bootstrapDraws: words.draws, permutationDraws: words.draws };
  const runs: LabRun[] = [];
  for (const [at, { probes, scheme, options, origin, run }] of inputs.entries()) {
    const report = await doors.stats.report(probes, scheme, { ...options, ...draws }, signal);
    const condition = run?.manifest.condition.name;
    runs.push({ name: names[at]?.name ?? "", probes, scheme, origin, report, ...(condition === undefined ? {} : { condition }) });
  }
  const [first, ...others] = runs as [LabRun, ...LabRun[]];
  const made = await finished(labOf([first, ...others], { seed: first.origin.seed ?? words.seed, ...(words.margin === undefined ? {} : { margin: words.margin }), ...draws }), signal);
  const [lead] = inputs;
  if (words.json) process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  else if (lead) process.stdout.write(`${labTables(made, wordingOf(session, lead)).join("\n")}\n`);
  return EXIT.done;
}
