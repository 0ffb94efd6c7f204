// Owns the command exits: the exit audit of a run. Refuses making it (study/exits) and its tables (study/exits/exitTables.ts).
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { finished } from "../node/steps.ts";
import { modelNamed } from "../study/choices.ts";
import { exitAudit, textsToRead, type AuditParts } from "../study/exits/audit.ts";
import { exitLexiconJudge, exitModelJudge } from "../study/exits/exitJudge.ts";
import { instrumentCalled } from "../study/instruments.ts";
import { MODEL_WIDTH } from "../study/parts.ts";
import type { Run } from "../study/run.ts";
import { VerdictCache } from "../study/verdictCache.ts";
import { UsageError } from "./arguments.ts";
import { codebookOf } from "./choices.ts";
import { only } from "./data.ts";
import { confirmCalls, endpointNamed } from "./endpoints.ts";
import { exitTables } from "../study/exits/exitTables.ts";
import { runAt } from "./inputs.ts";
import { openData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** `exits RUN [--data DATA] [--judge ENDPOINT/MODEL [--codebook C]]`. */
export async function exits(session: Session): Promise<number> {
  const { words, signal } = session;
  const given = path.resolve(only(words.paths, "exits RUN --data DATA"));
  const run = await runAt(session, given);
  const dataset = words.data === undefined ? undefined : await datasetOf(session, run, given, words.data);
  const judge = await judgeOf(session, dataset ? textsToRead(run) : 0);
  try {
    const audit = await exitAudit({ run, judge, ...(dataset ? { dataset } : {}), ...(words.draws === undefined ? {} : { draws: words.draws }) }, finished, signal);
    if (words.json) process.stdout.write(`${JSON.stringify(audit, null, 2)}\n`);
    else {
      const { strata, users, name } = run.manifest.dataset;
      const title = sentence("exit-audit-title", { title: run.title, dataset: name }, words.language);
      process.stdout.write(`${[title, "", ...exitTables(audit, { language: words.language, strata, human: arePeople(users) })].join("\n")}\n`);
    }
  } finally {
    await judge.cache?.close();
  }
  return EXIT.done;
}

/** The dataset the run was made on; another one is refused. */
export async function datasetOf(session: Session, run: Run, given: string, data: string): Promise<Dataset> {
  const { dataset } = await openData(session, data);
  const { hash } = await dataset.identity(session.signal);
  const made = run.manifest.dataset;
  if (made.hash !== hash) throw new Failure("data-differs", { run: path.basename(given), runDataset: `${made.name} ${made.hash.slice(0, 12)}`, data, dataDataset: hash.slice(0, 12) });
  return dataset;
}

/** The lexicon, or a model that is asked about each text once, after it was said what that takes. */
async function judgeOf({ words, doors, home, signal }: Session, texts: number): Promise<AuditParts["judge"]> {
  if (words.judge === undefined || words.judge === "lexicon") return { judge: exitLexiconJudge(doors.digest), width: 1 };
  const named = modelNamed(words.judge);
  if (!named) throw new UsageError(`--judge ${words.judge}: lexicon, or ENDPOINT/MODEL`);
  const codebook = words.codebook === undefined ? undefined : (await instrumentCalled(doors, home, codebookOf(words.codebook))).codebook;
  const { address } = await endpointNamed(named.endpoint, words);
  if (texts > 0) await confirmCalls(words, texts, [new URL(address).origin], signal);
  const chat = await doors.chatModel(named.endpoint, named.model);
  const judge = exitModelJudge(chat, doors.digest, codebook);
  const name = `cache/verdicts-${named.model.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40)}-${judge.instrument.hash.slice(0, 8)}.jsonl`;
  const cache = await VerdictCache.open(doors.journals(home), name, doors.log);
  return { judge, cache, width: chat.atOnce ?? MODEL_WIDTH, ...(codebook ? { codebook } : {}) };
}
