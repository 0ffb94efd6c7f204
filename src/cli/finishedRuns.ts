// Owns which runs of a study a receipt or gate is about. Refuses making either.
import path from "node:path";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { refuseReceipt } from "../study/receipts/refused.ts";
import type { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import type { Session } from "./session.ts";
import { studyFolderOf } from "./studyRun.ts";

/** The finished planned runs of the study of a `fidelity.json` or folder, oldest first; the others are named on stderr. Those put away are left out. */
export async function studyRunsAt(session: Session, paths: readonly string[]): Promise<readonly Run[]> {
  const { study, signal, words, doors } = session;
  if (paths.length > 1) throw new UsageError("runs, or one study: RUN.jsonl..., or fidelity.json");
  const folder = studyFolderOf(session);
  await study.openHome(path.join(folder, ".fidelity"), signal);
  const runs: Run[] = [];
  for (const run of study.runs.filter(({ archived, state }) => !archived && state.manifest)) {
    try {
      refuseReceipt(run);
      runs.unshift(run);
    } catch (error) {
      if (!isFailure(error)) throw error;
      doors.log.warn(sentence("receipt-skipped", { run: run.id, reason: sentence(error.id, error.values, words.language) }, words.language));
    }
  }
  if (runs.length === 0) throw new Failure("receipt-no-runs", { path: folder });
  return runs;
}
