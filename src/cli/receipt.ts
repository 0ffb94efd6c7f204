// Owns the command receipt: writing one of a run or a study, verifying one, two side by side. Refuses what is in them (study/receipts).
import path from "node:path";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { compareReceipts, comparedTables } from "../core/receipt/compare.ts";
import { wordingOf } from "../core/receipt/page.ts";
import type { Receipt } from "../core/receipt/shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { STUDY_FILE } from "../datasets/study.ts";
import { finished } from "../node/steps.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { otherParts } from "../study/receipts/otherParts.ts";
import { refuseReceipt } from "../study/receipts/refused.ts";
import { receiptOf } from "../study/receipts/receiptOf.ts";
import { readReceipt, receiptText, RECEIPTS_FOLDER, type AnyReceipt } from "../study/receipts/stored.ts";
import { studyReceiptOf, type WithReceipt } from "../study/receipts/studyReceipt.ts";
import { verifyAny } from "../study/receipts/verifyAny.ts";
import { verifiedText } from "../study/receipts/verifyWords.ts";
import type { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import { aligned, wrapped } from "../core/figures/columns.ts";
import { journalAt } from "./inputs.ts";
import { studyRunsAt } from "./finishedRuns.ts";
import { openData, type Session } from "./session.ts";
import { studyFolderOf } from "./studyRun.ts";
import { EXIT } from "./usage.ts";

const USAGE = "receipt RUN.jsonl... [-o FILE], receipt fidelity.json, receipt --verify RECEIPT.json [RUN.jsonl] [--data DATA], or receipt A.json B.json";

/** Writes, verifies or compares, by what it is given. */
export async function receipt(session: Session): Promise<number> {
  const { words } = session;
  const paths = words.paths.map((each) => path.resolve(each));
  const [first, ...more] = paths;
  if (first === undefined) throw new UsageError(USAGE);
  if (words.verify) return verify(session, first, more);
  if (isReceipt(first) && more[0] !== undefined && isReceipt(more[0]) && more.length === 1) return compare(session, first, more[0]);
  if (paths.some(isReceipt)) throw new UsageError(USAGE);
  return write(session, paths);
}

function isReceipt(file: string): boolean {
  return file.endsWith(".json") && path.basename(file) !== STUDY_FILE;
}

async function write(given: Session, paths: readonly string[]): Promise<number> {
  const { doors, signal, words } = given;
  const whole = paths.some((each) => !each.endsWith(".jsonl"));
  const study = whole || paths.length > 1;
  const folder = whole ? studyFolderOf(given) : given.studyFolder;
  const session = { ...given, studyFolder: folder, home: path.join(folder, ".fidelity") };
  const runs = whole ? (await studyRunsAt(session, paths)).map((run) => ({ run, home: session.home })) : paths.map((each) => ({ run: journalAt(doors, each), home: homeOf(each) }));
  const made: WithReceipt[] = [];
  for (const { run, home } of runs) {
    await run.load(signal);
    refuseReceipt(run);
    const dataset = await datasetOf(session, run);
    const others = await otherParts(run, { home, ...(dataset ? { dataset } : {}), ...(words.draws === undefined ? {} : { draws: words.draws }) }, { ...doors, finished }, signal);
    const own = await receiptOf(run, { home: session.home, withExamples: words.withExamples, ...others }, doors, signal);
    made.push({ run, receipt: own });
  }
  const [only] = made;
  if (!only) throw new UsageError(USAGE);
  const document: AnyReceipt = study ? await studyReceiptOf(made, { software: doors.software, now: doors.clock.now(), finished }, signal) : only.receipt;
  const title = study ? path.basename(session.studyFolder) : only.receipt.run.title;
  for (const file of placesOf(session, study ? undefined : only.run, paths[0] ?? "")) {
    await writeTexts(path.dirname(file), [{ name: path.basename(file), text: receiptText(document, file, words.language) }]);
    process.stderr.write(`${sentence("receipt-written", { title, path: file }, words.language)}\n`);
  }
  if (words.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return EXIT.done;
}

/** What -o names, else JSON and Markdown in the `.fidelity` folder of the run, else of the study. */
function placesOf({ words, home }: Session, run: Run | undefined, given: string): readonly string[] {
  if (words.out !== undefined) {
    if (!/\.(?:json|md|html?)$/u.test(words.out)) throw new UsageError(`-o ${words.out}: the name of a receipt ends in .json, .md or .html`);
    return [path.resolve(words.out)];
  }
  const own = homeOf(given);
  const folder = path.join(run && path.basename(own) === ".fidelity" ? own : home, RECEIPTS_FOLDER);
  return ["json", "md"].map((ending) => path.join(folder, `${run?.id ?? "study"}.${ending}`));
}

async function verify(session: Session, file: string, more: readonly string[]): Promise<number> {
  const { words, doors, signal } = session;
  const document = await readReceipt(file, doors.files);
  if (more.length > (document.what === "decision-fidelity-receipt" ? 1 : document.receipts.length)) throw new UsageError(USAGE);
  const found = await verifyAny(
    document,
    async (id, index) => {
      const journal = more[index] ?? (await journalOf(session, id, file));
      const run = journalAt(doors, journal);
      await run.load(signal);
      return { run, home: session.home, beside: homeOf(journal), dataset: await datasetOf(session, run) };
    },
    doors,
    finished,
    signal,
  );
  const { verified, runs, over } = found;
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-verification", version: 1, receipt: file, verified, runs: runs.map(({ run, found: own }) => ({ run: run.id, ...own })), ...(over ? { study: over } : {}) }, null, 2)}\n`);
  else process.stdout.write(verifiedText(found, words.language));
  return verified ? EXIT.done : EXIT.problems;
}

/** Beside the receipts' folder, else in the study's `.fidelity`. */
async function journalOf({ doors, home }: Session, run: string, file: string): Promise<string> {
  const places = [path.join(path.dirname(file), "..", "runs"), path.join(home, "runs"), path.resolve("runs")].map((folder) => path.join(folder, `${run}.jsonl`));
  for (const place of places) if ((await doors.files.stat(place))?.kind === "file") return place;
  return places[0] ?? "";
}

/** The folder that holds the folder of a journal: a `.fidelity` folder, or what stands for it. */
function homeOf(journal: string): string {
  return path.dirname(path.dirname(journal));
}

/** The dataset as it is now: that of --data, else where the run found it; undefined where it is not there. */
async function datasetOf(session: Session, { state }: Run): Promise<Dataset | undefined> {
  const { words, doors, signal } = session;
  const place = words.data ?? state.manifest?.dataset.path;
  if (place === undefined || (words.data === undefined && (await doors.files.stat(place)) === undefined)) return undefined;
  try {
    return (await openData(session, place)).dataset;
  } catch (error) {
    if (signal.aborted || !isFailure(error) || words.data !== undefined) throw error;
    doors.log.warn(sentence(error.id, error.values, words.language));
    return undefined;
  }
}

async function compare({ words, doors }: Session, one: string, other: string): Promise<number> {
  const [a, b] = [await readReceipt(one, doors.files), await readReceipt(other, doors.files)];
  for (const [file, document] of [[one, a], [other, b]] as const) if (document.what !== "decision-fidelity-receipt") throw new Failure("receipt-not-one", { path: file, reason: document.what });
  const [first, second] = [a as Receipt, b as Receipt];
  const wording = wordingOf(first, words.language);
  const compared = compareReceipts(first, second, wording);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-receipts-compared", version: 1, ...compared }, null, 2)}\n`);
  else {
    const [numbers, settings] = comparedTables(compared, wording);
    const say = (id: "receipts-compared" | "receipts-same-settings" | "receipts-other-dataset" | "receipts-no-test"): readonly string[] => wrapped(sentence(id, { a: compared.a, b: compared.b }, words.language));
    const lines = [
      ...say("receipts-compared"),
      ...(compared.sameDataset ? [] : say("receipts-other-dataset")),
      "",
      ...aligned(numbers.rows),
      ...say("receipts-no-test"),
      "",
      ...(compared.settings.length === 0 ? say("receipts-same-settings") : [settings.title, ...aligned(settings.rows, [0, 1, 2])]),
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return EXIT.done;
}
