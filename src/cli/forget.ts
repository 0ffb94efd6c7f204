// Owns the command forget: people taken out of what this program wrote. Refuses the dataset, which is the user's.
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import type { ForgetOptions } from "../study/forget.ts";
import { UsageError } from "./arguments.ts";
import { only } from "./data.ts";
import { openData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** `forget DATA-or-HOME --conversation ID | --customer ID [--dry-run]`: of a dataset, its runs alone and its customers too. */
export async function forget(session: Session): Promise<number> {
  const { words, doors, study } = session;
  const given = only(words.paths, "forget DATA-or-HOME --conversation ID | --customer ID");
  if ((words.conversation === undefined) === (words.customer === undefined)) throw new UsageError("forget needs --conversation ID or --customer ID, one of them");
  const isHome = (await doors.files.stat(path.resolve(given, "runs")))?.kind === "folder";
  const { home, conversations, of } = isHome ? { home: path.resolve(given), conversations: [], of: {} } : await inDataset(session, given);
  const whom = { conversations: [...conversations, ...(words.conversation === undefined ? [] : [words.conversation])], customers: words.customer === undefined ? [] : [words.customer] };
  const forgotten = await study.forgetPeople(home, whom, { ...of, dryRun: words.dryRun });
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-forgotten", version: 1, home, dryRun: words.dryRun, ...forgotten }, null, 2)}\n`);
  else process.stdout.write(`${sentence(words.dryRun ? "forget-would" : "forget-done", { home, ...forgotten }, words.language)}\n`);
  process.stderr.write(`${sentence("forget-elsewhere", {}, words.language)}\n`);
  return EXIT.done;
}

async function inDataset(session: Session, given: string): Promise<{ readonly home: string; readonly conversations: readonly string[]; readonly of: Pick<ForgetOptions, "of"> }> {
  const { words, home, signal } = session;
  const { dataset } = await openData(session, given);
  const { hash, path: at } = await dataset.identity(signal);
  const conversations: string[] = [];
  if (words.customer !== undefined) for await (const { id, customer } of dataset.all(signal)) if (customer === words.customer) conversations.push(id);
  return { home, conversations, of: { of: (manifest) => manifest.dataset.hash === hash || manifest.dataset.path === at || manifest.dataset.name === dataset.name } };
}
