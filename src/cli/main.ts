// Owns the entry of the command line: dispatch, interruption, exit codes. Refuses what the commands do.
import { setMaxListeners } from "node:events";
import { isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { agreement } from "./agreement.ts";
import { parseArguments, UsageError, type Arguments } from "./arguments.ts";
import { batch } from "./batch.ts";
import { check, importRun } from "./check.ts";
import { convert } from "./convert.ts";
import { examine } from "./examine.ts";
import { exits } from "./exits.ts";
import { validate } from "./data.ts";
import { gate } from "./gate.ts";
import { receipt } from "./receipt.ts";
import { replicate } from "./replicate.ts";
import { resume } from "./resume.ts";
import { forget } from "./forget.ts";
import { labels } from "./labels.ts";
import { queue } from "./queue.ts";
import { openSession, SOFTWARE, type Session } from "./session.ts";
import { paper } from "./paper.ts";
import { exportPairs, stats } from "./statistics.ts";
import { lab } from "./lab.ts";
import { status } from "./status.ts";
import { runStudy } from "./studyRun.ts";
import { tryCondition } from "./tryOut.ts";
import { EXIT, USAGE } from "./usage.ts";

const COMMANDS: Readonly<Record<string, (session: Session) => Promise<number>>> = { validate, convert, check, run: runStudy, status, forget, examine, exits, lab, replicate, try: tryCondition, batch, resume, import: importRun, stats, export: exportPairs, paper, queue, agreement, labels, receipt, gate };

async function main(): Promise<number> {
  let words: Arguments;
  try {
    words = parseArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (words.version) {
    process.stdout.write(`${SOFTWARE.version}\n`);
    return EXIT.done;
  }
  const command = words.command === undefined ? undefined : COMMANDS[words.command];
  if (words.help || !command) {
    (words.help ? process.stdout : process.stderr).write(USAGE);
    return words.help ? EXIT.done : EXIT.usage;
  }
  // Every call in flight listens to the one signal of its run; Node counts ten as a leak.
  setMaxListeners(100);
  const stop = new AbortController();
  const interrupted = (): void => stop.abort(new Error("interrupted"));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  // A reader such as head may close its end early; that is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") stop.abort(error);
  });
  const session = openSession(words, import.meta.dirname, stop.signal);
  try {
    const code = await command(session);
    return stop.signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (stop.signal.aborted) return EXIT.interrupted;
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${USAGE}`);
      return EXIT.usage;
    }
    if (!isFailure(error)) throw error;
    process.stderr.write(`${sentence(error.id, error.values, words.language)}\n`);
    return EXIT.problems;
  } finally {
    await session.study.close();
  }
}

void main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.problems;
  },
);
