// Owns the command that writes a paper's folder. Refuses what is in it (study/paper.ts).
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import { finished } from "../node/steps.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { paperFiles } from "../study/paper.ts";
import type { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import { runAt } from "./inputs.ts";
import type { Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** Figures, tables, pairs, methods, references and scripts of finished runs on one dataset. */
export async function paper(session: Session): Promise<number> {
  const { words, doors, signal } = session;
  if (words.out === undefined || words.paths.length === 0) throw new UsageError("paper RUN... -o FOLDER");
  const folder = path.resolve(words.out);
  const runs: Run[] = [];
  for (const each of words.paths) runs.push(await runAt(session, path.resolve(each)));
  const files = await paperFiles(runs as [Run, ...Run[]], { stats: doors.stats, finished }, signal);
  await mkdir(folder, { recursive: true });
  await writeTexts(folder, files);
  process.stderr.write(`${sentence("paper-written", { files: files.length, runs: runs.length, folder }, words.language)}\n`);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-paper", version: 1, folder, files: files.map(({ name }) => name) }, null, 2)}\n`);
  return EXIT.done;
}
