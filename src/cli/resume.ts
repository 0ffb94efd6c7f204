// Owns going on with one run by its journal alone: everything else stands in its manifest. Refuses changing any of it.
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { setupOfManifest } from "../study/setup.ts";
import { Run } from "../study/run.ts";
import { carriedOut, placeOf, told } from "./check.ts";
import { only } from "./data.ts";
import { addData, type Session } from "./session.ts";

/** `resume RUN.jsonl`: with the dataset it was made on, or that of --data where it lies elsewhere now. */
export async function resume(session: Session): Promise<number> {
  const { words, doors, signal } = session;
  const journal = only(words.paths, "resume RUN.jsonl");
  const { home, name } = placeOf(journal);
  const stored = new Run(name, doors.journals(home));
  await stored.load(signal);
  const { dataset, rule, orderSeed: seed, limit } = stored.manifest;
  const setup = setupOfManifest(stored.manifest, path.join(session.bundle, "..", "media", "sample", "runs"));
  if (!setup) throw new Failure("resume-needs-continuations", { run: stored.id });
  const open = await addData(session, words.data ?? dataset.path, home);
  const same = { ...session, words: { ...words, rule, seed, out: journal, ...(limit === undefined ? {} : { limit }) } };
  return told(same, [await carriedOut(same, open, setup)]);
}
