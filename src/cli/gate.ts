// Owns the command gate: a stored run, or all of a study, against its gates. Needs no key. Refuses verdicts (core/gates).
import path from "node:path";
import { gateNotes, gateTable, gateWording, junit } from "../core/gates/words.ts";
import { verdictOf } from "../core/gates/judge.ts";
import type { GateReport } from "../core/gates/shape.ts";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { readStudy, STUDY_FILE } from "../datasets/study.ts";
import { finished } from "../node/steps.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { gatesIn } from "../protocol/gates.ts";
import { agreementOf } from "../study/receipts/otherParts.ts";
import { coefficientOf, gatesOf, needsAgreement } from "../study/receipts/gating.ts";
import type { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import { aligned, wrapped } from "../core/figures/columns.ts";
import { studyRunsAt } from "./finishedRuns.ts";
import { runAt } from "./inputs.ts";
import { dataOf } from "./labelSession.ts";
import type { Session } from "./session.ts";
import { studyFolderOf } from "./studyRun.ts";
import { EXIT } from "./usage.ts";

const USAGE = "gate RUN.jsonl or gate fidelity.json, [--baseline RUN.jsonl] [--data DATA] [--json] [--junit FILE.xml]";

/** Exit code 0 where all gates pass, 1 where one fails, 3 where none fails and one is inconclusive. */
export async function gate(session: Session): Promise<number> {
  const { words, doors, signal } = session;
  const [given, ...more] = words.paths;
  if (given === undefined || more.length > 0) throw new UsageError(USAGE);
  const whole = !given.endsWith(".jsonl");
  const runs = whole ? (await studyRunsAt(session, words.paths)).filter(({ manifest }) => manifest.simulator.kind !== "control") : [await runAt(session, path.resolve(given))];
  if (runs.length === 0) throw new Failure("receipt-no-runs", { path: given });
  const baseline = words.baseline === undefined ? undefined : await runAt(session, path.resolve(words.baseline));
  const gates = await gatesAt(session, whole ? studyFolderOf(session) : session.studyFolder);
  const made: { readonly run: Run; readonly report: GateReport }[] = [];
  for (const run of runs) {
    if (run.id === baseline?.id) continue;
    const options = { ...(gates ? { gates } : {}), ...(baseline ? { baseline } : {}), ...(words.draws === undefined ? {} : { draws: words.draws }) };
    const home = whole ? path.join(studyFolderOf(session), ".fidelity") : path.dirname(path.dirname(path.resolve(given)));
    const agreed = needsAgreement(run, options) ? await agreementOf(run, { home, dataset: await dataOf(session, run) }, { ...doors, finished }, signal) : undefined;
    made.push({ run, report: await gatesOf(run, { ...options, ...(agreed ? { agreement: coefficientOf(agreed) } : {}) }, { stats: doors.stats, finished }, signal) });
  }
  const verdict = verdictOf(made.map(({ report }) => report));
  const wording = ({ run, report }: (typeof made)[number]) => gateWording(run.manifest.dataset.strata, report, words.language);
  if (words.junit !== undefined) {
    const file = path.resolve(words.junit);
    const byReport = new Map(made.map((each) => [each.report, wording(each)]));
    await writeTexts(path.dirname(file), [{ name: path.basename(file), text: junit([...byReport.keys()], (report) => byReport.get(report) ?? gateWording({ positive: "positive", negative: "negative" }, report, words.language)) }]);
  }
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-gates", version: 1, verdict, runs: made.map(({ report }) => report) }, null, 2)}\n`);
  else process.stdout.write(`${made.map((each) => gateLines(each.report, wording(each)).join("\n")).join("\n\n")}\n`);
  return verdict === "pass" ? EXIT.done : verdict === "fail" ? EXIT.problems : EXIT.inconclusive;
}

function gateLines(report: GateReport, wording: ReturnType<typeof gateWording>): readonly string[] {
  const { language } = wording;
  const against = report.baseline === undefined ? [] : [sentence("gate-baseline", { baseline: report.baseline }, language)];
  return [`${report.title} (${report.run})`, ...against, "", ...aligned(gateTable(report, wording).rows, [0, 1, 2]), "", ...gateNotes(report, wording).flatMap((note) => wrapped(note)), sentence(`gates-${report.verdict}`, {}, language)];
}

/** The gates of the study file of a folder; undefined without one, or where it has none. */
async function gatesAt({ doors, signal, words }: Session, folder: string): Promise<ReturnType<typeof gatesIn>> {
  const read = await readStudy(folder, doors.files, signal);
  if (read && !read.study) {
    for (const { path: at, line, column, id, values } of read.problems) doors.log.warn(`${at}:${line}:${column}: ${sentence(id, values, words.language)}`);
    throw new Failure("study-file-faults", { path: path.join(folder, STUDY_FILE), count: read.problems.length });
  }
  return read?.study?.file.gates === undefined ? undefined : gatesIn(read.study.file.gates);
}
