// Owns the command replicate: the recorded continuations of both conditions on somebody's own copy of PersuasionForGood. Refuses other data.
import path from "node:path";
import { count, interval, percent, signed } from "../core/figures/numbers.ts";
import { deltaTitle, say, STRATA, type Wording } from "../core/figures/words.ts";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import type { ContrastBlock, Reported, StatsReport } from "../core/stats/reportShape.ts";
import { finished } from "../node/steps.ts";
import { lab, type Lab, type LabRun } from "../study/lab/lab.ts";
import { originOf, schemeOf } from "../study/reportOf.ts";
import { DEFAULT_SETUP } from "../study/setup.ts";
import { carriedOut } from "./check.ts";
import { aligned } from "../core/figures/columns.ts";
import { only } from "./data.ts";
import { labTables } from "../study/lab/labTables.ts";
import { addData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

const CONDITIONS = ["persona", "may-disengage"] as const;

/** `replicate FOLDER`: imports both recordings as runs, then prints what was published of them and the lab of the two. */
export async function replicate(session: Session): Promise<number> {
  const { words, signal } = session;
  const open = await addData(session, only(words.paths, "replicate FOLDER"));
  // The plan of the recordings, whatever a study file says.
  const { rule: _rule, out: _out, limit: _limit, ...others } = words;
  const asPlanned: Session = { ...session, words: { ...others, rule: DEFAULT_RULE, unanswered: {}, seed: 1 } };
  const runs: LabRun[] = [];
  for (const condition of CONDITIONS) {
    const recording = path.join(session.bundle, "..", "media", "replication", `${condition}.jsonl`);
    const { run, journal, report: computed } = await carriedOut(asPlanned, open, { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: recording }, judge: { kind: "recorded" }, condition });
    const report = await computed;
    if (!report) return EXIT.interrupted;
    process.stderr.write(`${say("run-file", { path: journal }, { language: words.language })}\n`);
    runs.push({ name: condition, condition, report, probes: run.state.labelledProbes(false), scheme: schemeOf(run.manifest.codebook), origin: originOf(run) });
  }
  const made = await finished(lab(runs as unknown as readonly [LabRun, ...LabRun[]], { seed: 1, ...(words.draws === undefined ? {} : { bootstrapDraws: words.draws, permutationDraws: words.draws }) }), signal);
  const { strata, users, name } = open.dataset;
  const wording: Wording = { language: words.language, strata, human: arePeople(users) };
  if (words.json) process.stdout.write(`${JSON.stringify(replicationDocument(runs, made), null, 2)}\n`);
  else process.stdout.write(`${[say("replicate-title", { dataset: name }, wording), "", ...publishedTable(runs, wording), "", ...labTables(made, wording)].join("\n")}\n`);
  return EXIT.done;
}

function replicationDocument(runs: readonly LabRun[], made: Lab): object {
  return { what: "decision-fidelity-replication", version: 1, conditions: runs.map(({ name, report }) => ({ condition: name, blocks: blocksOf(report) })), lab: made };
}

/** As published first: conversations and replies; then every other unit and kind. */
function blocksOf({ headline, beside }: StatsReport): readonly ContrastBlock[] {
  const place = ({ unit, kind }: ContrastBlock): number => (unit === "conversation" ? 0 : 2) + (kind === "replies" ? 0 : 1);
  return [headline, ...beside].sort((a, b) => place(a) - place(b));
}

function publishedTable(runs: readonly LabRun[], wording: Wording): readonly string[] {
  const cell = (reported: Reported): string => (reported.ok ? signed(reported.value) : "–");
  const share = (reported: Reported): string => (reported.ok ? percent(reported.value, wording.language) : "–");
  return aligned([
    ["", ...STRATA.map((stratum) => `n ${wording.strata[stratum]}`), ...STRATA.map((stratum) => say("compare-bias", { stratum: wording.strata[stratum] }, wording)), deltaTitle(wording), say("table-interval", {}, wording), ...STRATA.map((stratum) => say("lab-resistance-change", { stratum: wording.strata[stratum] }, wording))],
    ...runs.flatMap(({ name, report }) =>
      blocksOf(report).map(({ unit, kind, strata, delta, shares: { resistance } }) => [
        say("replicate-row", { condition: name, units: say(unit === "customer" ? "replicate-customers" : "replicate-conversations", {}, wording), kind: say(kind === "all" ? "replicate-all" : "replicate-replies", {}, wording) }, wording),
        ...STRATA.map((stratum) => count(strata[stratum].units)),
        ...STRATA.map((stratum) => cell(strata[stratum].bias)),
        cell(delta),
        interval(delta, (value) => signed(value)),
        ...STRATA.map((stratum) => (resistance ? `${share(resistance[stratum].real.pooled)} → ${share(resistance[stratum].simulated.pooled)}` : "–")),
      ]),
    ),
  ]);
}
