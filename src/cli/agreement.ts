// Owns the command agreement: a judge against people, against another judge, and people against each other. Refuses statistics (core/stats).
import path from "node:path";
import { reportBlocks, type AgreementBlock } from "../core/figures/agreementBlocks.ts";
import { CODEBOOK_V1 } from "../core/instrument/codebookV1.ts";
import { labelOf } from "../core/journal/labels.ts";
import { sentence } from "../core/messages/sentences.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import { probeKey } from "../core/probe/probe.ts";
import { agreementReport } from "../core/stats/agreementReport.ts";
import { lexiconState } from "../core/instrument/lexicon.ts";
import { finished } from "../node/steps.ts";
import { runAgreement } from "../study/labels/agreementReport.ts";
import { agreementBlocks } from "../study/labels/agreementWords.ts";
import { datasetRatings, type JudgedAt } from "../study/labels/datasetLabels.ts";
import { judgesCompared } from "../study/labels/judges.ts";
import { scalesCalled } from "../study/labels/scales.ts";
import { usableLabels } from "../study/labels/usableLabels.ts";
import { judgeName } from "../study/naming.ts";
import { schemeOf } from "../study/reportOf.ts";
import { aligned, wrapped } from "../core/figures/columns.ts";
import { only } from "./data.ts";
import { runAt } from "./inputs.ts";
import { dataOf, labelSession } from "./labelSession.ts";
import { openData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

const USAGE = "agreement RUN [--data DATA], agreement RUN --against RUN, or agreement RUN-or-DATA --people DATA [--scale S]";

/** Of a run: drawn, blind labels of its folder; with `--people` the labels a dataset came with; with `--against` another run's judge. */
export async function agreement(session: Session): Promise<number> {
  const { words } = session;
  const given = path.resolve(only(words.paths, USAGE));
  if (words.people !== undefined) return ofDataset(session, given, words.people);
  if (words.against !== undefined) return againstJudge(session, given, path.resolve(words.against));
  return ofRun(session, given);
}

async function ofRun(session: Session, given: string): Promise<number> {
  const { doors, signal, words } = session;
  const run = await runAt(session, given);
  const { home, annotations, queues } = await labelSession(session, given);
  const runs = [run];
  for (const id of new Set(queues.filter(({ manifest }) => manifest.runs.includes(run.id)).flatMap(({ manifest }) => manifest.runs))) {
    const file = path.join(home, "runs", `${id}.jsonl`);
    if (id !== run.id && (await doors.files.stat(file))?.kind === "file") runs.push(await runAt(session, file));
  }
  const usable = await usableLabels({ run, runs, queues, state: annotations.state, dataset: await dataOf(session, run), digest: doors.digest }, signal);
  const found = await finished(runAgreement(usable, schemeOf(run.manifest.codebook), drawsOf(session, run.manifest.statisticsSeed)), signal);
  printed(session, { what: "decision-fidelity-agreement", version: 1, source: given, agreement: found }, agreementBlocks(found, { language: words.language, strata: run.manifest.dataset.strata, title: run.title }));
  return found.report ? EXIT.done : EXIT.inconclusive;
}

/** A second judge over the same turns: another judge, the same once more, or one that sees later turns. */
async function againstJudge(session: Session, given: string, other: string): Promise<number> {
  const { signal, words } = session;
  const [first, second] = [await runAt(session, given), await runAt(session, other)];
  const compared = await finished(judgesCompared(first, second, drawsOf(session, first.manifest.statisticsSeed)), signal);
  const { judgeBlocks } = await import("../study/labels/judgeWords.ts");
  printed(session, { what: "decision-fidelity-judges", version: 1, sources: [given, other], ...compared }, judgeBlocks(compared, { language: words.language, strata: first.manifest.dataset.strata }));
  return EXIT.done;
}

async function ofDataset(session: Session, given: string, people: string): Promise<number> {
  const { doors, signal, words } = session;
  const run = given.endsWith(".jsonl") && /[/\\]runs[/\\]/u.test(given) ? await runAt(session, given) : undefined;
  const judged = run ? await dataOf(session, run) : (await openData(session, given)).dataset;
  const labels = path.resolve(people) === judged.path ? judged : (await openData(session, people)).dataset;
  const { name, scales } = await scalesCalled(words.scale ?? labels.format, doors.files);
  const codebook = run?.manifest.codebook ?? CODEBOOK_V1.en;
  const lexicon: JudgedAt = (conversation, turn) => ({ label: { status: "valid", ...lexiconState({ prefix: prefixAt(conversation, turn).turns, turn: conversation.turns[turn]?.text ?? "", language: prefixAt(conversation, turn).language }) }, outcome: conversation.outcome.value });
  const verdicts: JudgedAt = ({ id }, turn) => {
    const verdict = run?.state.realVerdict(probeKey({ conversation: id, turn }));
    const outcome = run?.state.probes.get(probeKey({ conversation: id, turn }))?.context.outcome;
    return verdict && outcome && { label: labelOf(verdict), outcome };
  };
  const judge = run ? judgeName(run.manifest.judge) : words.judge === "none" ? undefined : judgeName({ kind: "lexicon", version: "1" });
  const rated = await datasetRatings({ labels, judged, scales, codebook, ...(judge === undefined ? {} : { judge: run ? verdicts : lexicon }) }, signal);
  const report = await finished(agreementReport(rated.turns, rated.scheme, { ...drawsOf(session, run?.manifest.statisticsSeed ?? words.seed), correct: false }), signal);
  const categories = scales.flatMap((scale) => scale.categories ?? []).join(", ");
  const title = sentence("agreement-of-dataset", { judge: judge ?? "–", scale: name, people: rated.annotators.length > 6 ? String(rated.annotators.length) : rated.annotators.join(", "), categories: categories === "" ? "codebook" : categories }, words.language);
  const joined = sentence("agreement-joined", { joined: rated.joined, labelled: rated.labelled, lost: rated.labelled - rated.joined }, words.language);
  const wording = { language: words.language, strata: judged.strata, title };
  const { turns: _turns, scheme: _scheme, ...counts } = rated;
  printed(session, { what: "decision-fidelity-agreement", version: 1, source: given, people, scale: name, judge: judge ?? null, ...counts, report }, [{ title, paragraphs: [joined], head: [], rows: [] }, ...reportBlocks(report, wording)]);
  return EXIT.done;
}

function drawsOf({ words }: Session, seed: number): { readonly seed: number; readonly draws?: number } {
  return { seed, ...(words.draws === undefined ? {} : { draws: words.draws }) };
}

function printed({ words }: Session, document: object, blocks: readonly AgreementBlock[]): void {
  if (words.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else process.stdout.write(`${blocks.map(({ title, paragraphs, head, rows }) => [title, ...paragraphs.flatMap((each) => wrapped(each)), ...(rows.length === 0 ? [] : ["", ...aligned([head, ...rows], [0, 1, 2].slice(0, textColumns(head)))])].join("\n")).join("\n\n")}\n`);
}

/** The first columns name what a row is of. */
function textColumns(head: readonly string[]): number {
  const numbers = head.findIndex((name, at) => at > 0 && name !== "");
  return Math.max(1, numbers);
}
