// Owns the tables of a run that people read in a terminal. Refuses computing any number.
import { firmnessTable, leavingTable, likenessTable } from "../core/figures/checkTables.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import { controlNotes } from "../core/figures/controlNotes.ts";
import { headline, plain } from "../core/figures/headline.ts";
import { count, fixed, interval, percent, percentage, probability, signed } from "../core/figures/numbers.ts";
import { overviewOf, type Overview } from "../core/figures/overview.ts";
import { deltaTitle, realWord, reason, say, STRATA, type Wording } from "../core/figures/words.ts";
import { passes } from "../core/instrument/preflight.ts";
import type { RunManifest } from "../core/journal/entry.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { Reported, StatsReport } from "../core/stats/reportShape.ts";
import { aligned, wrapped } from "../core/figures/columns.ts";

/** Title, marks, headline sentence and tables of a run. */
export function runTables(report: StatsReport, manifest: RunManifest, language: Language): readonly string[] {
  const { strata, users } = manifest.dataset;
  const title = `${manifest.title} · ${manifest.dataset.name}`;
  return [title, ...marks(manifest, language), "", ...biasTables(report, { language, strata, human: arePeople(users) })];
}

/** The headline in the dataset's words, then strata, contrast, positions and stage shares. */
export function biasTables(report: StatsReport, wording: Wording): readonly string[] {
  const overview = overviewOf(report);
  const leaving = leavingTable(report, wording);
  return [
    ...wrapped(plain(headline(overview, wording))),
    ...cannotTest(report, wording).flatMap((line) => wrapped(line)),
    "",
    ...strataTable(overview, wording),
    "",
    ...contrastTable(report, wording),
    "",
    ...besideTable(report, wording),
    "",
    ...positionTable(overview, wording),
    "",
    ...stageTable(overview, wording),
    "",
    ...aligned(firmnessTable(report, wording).rows, [0, 2]),
    "",
    ...aligned(likenessTable(report, wording).rows, [0, 2, 3]),
    "",
    ...(leaving ? aligned(leaving.rows) : [say("exit-not-offered", {}, wording)]),
    "",
    ...wrapped(say("samples-ends", overview.samples, wording)),
    ...warnings(report, wording).flatMap((warning) => wrapped(warning)),
  ];
}

/** That the real turns do not separate the outcomes, which no number below can make up for. */
function cannotTest({ headline: { separation: { real, kept } } }: StatsReport, wording: Wording): readonly string[] {
  return real.ok && !kept.ok && kept.reason === "real-gap-includes-zero" ? [say("finding-cannot-test", { gap: signed(real.value), interval: interval(real) }, wording)] : [];
}

function strataTable({ strata, unit }: Overview, wording: Wording): readonly string[] {
  const customers = unit === "customer" ? [say("table-customers", {}, wording)] : [];
  return aligned([
    ["", say("table-conversations", {}, wording), ...customers, say("table-probes", {}, wording), realWord(wording), ...(["table-simulated", "table-bias", "table-interval"] as const).map((id) => say(id, {}, wording))],
    ...STRATA.map((stratum) => {
      const { conversations, units, probes, real, simulated, bias } = strata[stratum];
      return [wording.strata[stratum], count(conversations), ...(unit === "customer" ? [count(units)] : []), count(probes), shown(real, fixed), shown(simulated, fixed), shown(bias, signed), interval(bias, signed)];
    }),
  ]);
}

function contrastTable({ headline: { delta, cohensD, separation, permutation } }: StatsReport, wording: Wording): readonly string[] {
  const share = (value: number): string => percent(value, wording.language);
  const line = (label: string, reported: Reported, show: (value: number) => string, bound = show): readonly string[] => [
    label,
    reported.ok ? show(reported.value) : "–",
    reported.ok ? interval(reported, bound) : reason(reported.reason, wording),
  ];
  return aligned([
    line(deltaTitle(wording), delta, (value) => signed(value)),
    line(say("table-d", {}, wording), cohensD, (value) => signed(value)),
    line(say("table-kept", {}, wording), separation.kept, share, (value) => percentage(value)),
    line(say("table-p", {}, wording), permutation.studentised.twoSided, probability),
  ], [0, 2]);
}

/** The same numbers by the other unit and for replies alone. */
function besideTable({ beside }: StatsReport, wording: Wording): readonly string[] {
  return aligned([
    [say("table-beside", {}, wording), ...STRATA.map((stratum) => wording.strata[stratum]), "Δ", say("table-interval", {}, wording)],
    ...beside.map(({ unit, kind, strata, delta }) => [
      say(kind === "all" ? `table-beside-${unit}` : `table-beside-${unit}-replies`, {}, wording),
      ...STRATA.map((stratum) => shown(strata[stratum].bias, signed)),
      shown(delta, signed),
      interval(delta, signed),
    ]),
  ]);
}

function positionTable({ positions }: Overview, wording: Wording): readonly string[] {
  return aligned([
    [say("table-position", {}, wording), ...STRATA.flatMap((stratum) => [wording.strata[stratum], say("table-interval", {}, wording)]), "Δ", say("table-interval", {}, wording)],
    ...positions.map(({ position, strata, delta }) => [String(position), ...[...STRATA.map((stratum) => strata[stratum]), delta].flatMap((each) => [shown(each, signed), interval(each, signed)])]),
  ]);
}

function stageTable({ stages }: Overview, wording: Wording): readonly string[] {
  const share = (reported: Reported): string => shown(reported, (value) => percent(value, wording.language, 1));
  return aligned([
    [say("table-stage", {}, wording), ...STRATA.flatMap((stratum) => [`${wording.strata[stratum]}: ${realWord(wording)}`, say("table-simulated", {}, wording)])],
    ...stages.map((row) => [row.label, ...STRATA.flatMap((stratum) => [share(row[stratum].real), share(row[stratum].simulated)])]),
  ]);
}

function shown(reported: Reported, show: (value: number) => string): string {
  return reported.ok ? show(reported.value) : "–";
}

/** What a reader must know before trusting the numbers. */
function warnings(report: StatsReport, wording: Wording): readonly string[] {
  const { power, invalidBounds, unknownBounds } = report;
  const { low, high, invalidShare, robust } = invalidBounds;
  const { detectableD, neededPerStratum } = power;
  return [
    ...(power.warning && detectableD.ok ? [say("warn-power", { d: fixed(detectableD.value), needed: neededPerStratum }, wording)] : []),
    ...(robust || !low.ok || !high.ok ? [] : [say("warn-invalid", { share: percent(invalidShare, wording.language, 1), low: signed(low.value), high: signed(high.value) }, wording)]),
    ...(unknownBounds.conversations > 0 ? [say("warn-unknown", { count: count(unknownBounds.conversations) }, wording)] : []),
    ...controlNotes(report, wording),
  ];
}

/** The marks a reader must see above the numbers of a run: invented, control, floor, full window, a judge that did badly. */
function marks({ dataset, provenance, simulator, judge, instrument, preflight }: RunManifest, language: Language): readonly string[] {
  return [
    ...(provenance === "invented" ? wrapped(say("mark-invented", {}, { language })) : []),
    ...(simulator.kind === "control" ? wrapped(say("mark-control", {}, { language, human: arePeople(dataset.users) })) : []),
    ...(judge.kind === "lexicon" ? wrapped(say("mark-lexicon", {}, { language })) : []),
    ...(instrument.window === "full" ? wrapped(say("mark-full-window", {}, { language })) : []),
    ...(preflight && !passes(preflight) ? wrapped(say("mark-preflight", { ...preflight.agreement.stage }, { language })) : []),
  ];
}
