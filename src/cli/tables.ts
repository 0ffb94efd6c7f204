// Owns the tables people read in a terminal. Refuses computing any number.
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { RunManifest } from "../core/journal/entry.ts";
import type { Interval, Reported, ShareRow, StatsReport } from "../core/stats/reportShape.ts";
import type { Estimate } from "../core/stats/labelledProbe.ts";
import type { StrataNames } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { LEFT_OUT, type LeftOutReason } from "../datasets/leftOut.ts";

/** Signed, two decimals, with a true minus sign. */
export function signed(value: number): string {
  const rounded = Math.abs(value) < 0.005 ? 0 : value;
  return `${rounded < 0 ? "−" : "+"}${Math.abs(rounded).toFixed(2)}`;
}

function value(reported: Reported, show: (value: number) => string): string {
  return reported.ok ? show(reported.value) : `– (${reported.reason})`;
}

function interval(estimate: Estimate<Interval> | undefined, show: (value: number) => string): string {
  return estimate?.ok ? `[${show(estimate.value.low)}, ${show(estimate.value.high)}]` : "";
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const plain = (value: number): string => value.toFixed(2);

/** Columns padded to their widest cell; East Asian characters count two. The first column is left-aligned. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const pad = " ".repeat((widths[column] ?? 0) - width(cell));
        return column === 0 ? cell + pad : pad + cell;
      })
      .join("   ")
      .trimEnd(),
  );
}

function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character) ? 2 : 1), 0);
}

/** What was read, joined, cut and left out. */
export function ledgerLines({ ledger, strata }: Dataset, language: Language): readonly string[] {
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);
  const rows = [
    [say("ledger-read"), String(ledger.conversationsRead)],
    ...Object.entries(ledger.leftOut).map(([reason, count]) => [`  ${say("ledger-left-out")}: ${say(LEFT_OUT[reason as LeftOutReason].sentence)}`, String(count)]),
    [say("ledger-kept"), String(ledger.conversationsKept)],
    [`  ${strata.positive}`, String(ledger.outcomes.positive)],
    [`  ${strata.negative}`, String(ledger.outcomes.negative)],
    [`  ${say("ledger-unknown")}`, String(ledger.outcomes.unknown)],
    [say("ledger-messages"), String(ledger.messagesRead)],
    [say("ledger-merged"), String(ledger.messagesMerged)],
    [say("ledger-cut", { conversations: ledger.conversationsTruncated }), String(ledger.messagesCut)],
    [say("ledger-system"), String(ledger.systemMessages)],
  ];
  return aligned(rows);
}

/** The bias tables of one run: strata, contrast, positions, stage shares. */
export function biasTables(report: StatsReport, strata: StrataNames, language: Language): readonly string[] {
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);
  const { headline } = report;
  const names = { negative: strata.negative, positive: strata.positive };
  const order = ["negative", "positive"] as const;
  const p = headline.permutation.studentised.twoSided;
  const stages = headline.shares.stage;
  return [
    ...aligned([
      ["", say("table-conversations"), say("table-probes"), say("table-real"), say("table-simulated"), say("table-bias"), say("table-interval")],
      ...order.map((stratum) => {
        const row = headline.strata[stratum];
        return [names[stratum], String(row.conversations), String(row.probes), value(row.real, plain), value(row.simulated, plain), value(row.bias, signed), interval(row.bias.interval, signed)];
      }),
    ]),
    "",
    ...aligned([
      [say("table-delta"), value(headline.delta, signed), interval(headline.delta.interval, signed)],
      [say("table-d"), value(headline.cohensD, signed), interval(headline.cohensD.interval, signed)],
      [say("table-kept"), value(headline.separation.kept, share), interval(headline.separation.kept.interval, share)],
      [say("table-p"), p.ok ? probability(p.value) : `– (${p.reason})`, ""],
    ]),
    "",
    ...aligned([
      [say("table-position"), ...order.flatMap((stratum) => [names[stratum], say("table-interval")]), "Δ", say("table-interval")],
      ...headline.byPosition.map((row) => [
        `${row.position}`,
        ...order.flatMap((stratum) => [value(row.strata[stratum], signed), interval(row.strata[stratum].interval, signed)]),
        value(row.delta, signed),
        interval(row.delta.interval, signed),
      ]),
    ]),
    "",
    ...aligned([
      [say("table-stage"), ...order.flatMap((stratum) => [`${names[stratum]} ${say("table-real")}`, say("table-simulated")])],
      ...stages.map((row: ShareRow) => [row.label, ...order.flatMap((stratum) => [value(row[stratum].real.averaged, share), value(row[stratum].simulated.averaged, share)])]),
    ]),
  ];
}

function probability(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

/** The marks a reader must see above the numbers of this run: invented, control, lexicon, unfinished. */
export function marks(manifest: RunManifest, language: Language): readonly string[] {
  const say = (id: SentenceId): string => sentence(id, {}, language);
  return [
    ...(manifest.provenance === "invented" ? [say("mark-invented")] : []),
    ...(manifest.simulator.kind === "control" ? [say("mark-control")] : []),
    ...(manifest.judge.kind === "lexicon" ? [say("mark-lexicon")] : []),
  ];
}
