// Owns the tables of numbers on a receipt's page. Refuses numbers of its own and layout.
import { firmnessTable, leavingTable, likenessTable } from "../figures/checkTables.ts";
import { count, fixed, interval, percentage, probability, signed } from "../figures/numbers.ts";
import { deltaTitle, realWord, say, STRATA, type Wording } from "../figures/words.ts";
import type { ShareRow } from "../stats/reportShape.ts";
import { inPercent, shown } from "./cells.ts";
import type { Block } from "./document.ts";
import type { Receipt } from "./shape.ts";

type Id = Parameters<typeof say>[0];
type Row = readonly string[];

/** Strata, contrast, positions, shares, leaving, and how firm Δ is. */
export function numberTables({ statistics }: Receipt, wording: Wording): readonly Block[] {
  const leaving = leavingTable(statistics, wording);
  return [
    ...strataTable(statistics, wording),
    ...contrastTable(statistics, wording),
    ...positionTable(statistics, wording),
    ...shareTable(statistics, wording),
    leaving ? { kind: "table", table: leaving } : { kind: "text", text: say("exit-not-offered", {}, wording) },
    { kind: "table", table: firmnessTable(statistics, wording) },
    { kind: "table", table: likenessTable(statistics, wording) },
  ];
}

/** The largest biases and the stages most often taken for another. */
export function errorTables({ errors }: Receipt, wording: Wording): readonly Block[] {
  const cells = errors.cells.map(({ by, value, stratum, bias }): Row => [say(`receipt-by-${by}`, { value }, wording), wording.strata[stratum], ...shown(bias, signed, wording), count(bias.n.units ?? 0)]);
  const confusions = errors.confusions.map(({ stratum, real, simulated, probes, share }): Row => [wording.strata[stratum], real, simulated, fixed(probes, Number.isInteger(probes) ? 0 : 1), `${percentage(share, 1)} %`]);
  return [
    ...(cells.length === 0 ? [{ kind: "text", text: say("receipt-errors-few", {}, wording) } as const] : [table("receipt-errors-cells", [head(["receipt-where", "column-outcome", "table-bias", "table-interval", "receipt-units"], wording), ...cells], wording)]),
    ...(confusions.length === 0 ? [] : [table("receipt-confusions", [[say("column-outcome", {}, wording), realWord(wording), ...head(["table-simulated", "table-probes", "receipt-share"], wording)], ...confusions], wording)]),
  ];
}

type Report = Receipt["statistics"];

function strataTable({ headline: { strata, unit, delta }, options }: Report, wording: Wording): readonly Block[] {
  const rows = STRATA.map((stratum): Row => {
    const { conversations, units, probes, real, simulated, bias } = strata[stratum];
    return [wording.strata[stratum], count(conversations), count(units), count(probes), shown(real, fixed, wording)[0], shown(simulated, fixed, wording)[0], ...shown(bias, signed, wording)];
  });
  const top = [say("column-outcome", {}, wording), ...head(["table-conversations", "receipt-units", "table-probes"], wording), realWord(wording), ...head(["table-simulated", "table-bias", "table-interval"], wording)];
  return [{ kind: "text", text: say("receipt-unit", { unit: say(`unit-${unit}`, {}, wording), seed: options.seed, draws: delta.interval?.ok ? count(delta.interval.value.draws ?? 0) : "–" }, wording) }, table("strata-title", [top, ...rows], wording)];
}

function contrastTable({ headline: { delta, cohensD, hedgesG, separation, permutation, positionStandardised } }: Report, wording: Wording): readonly Block[] {
  const p = permutation.studentised.twoSided;
  const rows: readonly Row[] = [
    [deltaTitle(wording), ...shown(delta, signed, wording)],
    [say("table-d", {}, wording), ...shown(cohensD, signed, wording)],
    ["Hedges g", ...shown(hedgesG, signed, wording)],
    [say("receipt-real-gap", {}, wording), ...shown(separation.real, signed, wording)],
    [say("receipt-simulated-gap", {}, wording), ...shown(separation.simulated, signed, wording)],
    [say("receipt-kept", {}, wording), ...shown(separation.kept, inPercent, wording)],
    [say("check-standardised", {}, wording), ...shown(positionStandardised, signed, wording)],
    [say("table-p", {}, wording), p.ok ? probability(p.value) : "–", p.ok ? "" : shown(p, signed, wording)[1]],
  ];
  return [table("receipt-contrast", [["", "", say("table-interval", {}, wording)], ...rows], wording)];
}

function positionTable({ headline: { byPosition } }: Report, wording: Wording): readonly Block[] {
  const rows = byPosition.map(({ position, strata, delta, holm }): Row => [String(position), ...STRATA.flatMap((stratum) => shown(strata[stratum], signed, wording)), ...shown(delta, signed, wording), holm === undefined ? "–" : probability(holm)]);
  const top = [say("column-position", {}, wording), ...STRATA.flatMap((stratum) => [wording.strata[stratum], say("table-interval", {}, wording)]), "Δ", say("table-interval", {}, wording), say("compare-holm", {}, wording)];
  return byPosition.length === 0 ? [] : [table("positions-title", [top, ...rows], wording)];
}

/** Averaged over units; the roles first, then the stages. */
function shareTable({ headline: { shares } }: Report, wording: Wording): readonly Block[] {
  const line = (label: string, row: ShareRow): Row => [label, ...STRATA.flatMap((stratum) => [shown(row[stratum].real.averaged, inPercent, wording)[0], shown(row[stratum].simulated.averaged, inPercent, wording)[0], interval(row[stratum].difference, inPercent)])];
  const role = (id: Id, row: ShareRow | undefined): readonly Row[] => (row ? [line(say(id, {}, wording), row)] : []);
  const top = ["", ...STRATA.flatMap((stratum) => [`${wording.strata[stratum]}: ${realWord(wording)}`, say("table-simulated", {}, wording), say("receipt-difference-interval", {}, wording)])];
  const rows = [...role("receipt-resistance", shares.resistance), ...role("receipt-deliberation", shares.deliberation), ...role("receipt-commitment", shares.commitment), ...shares.stage.map((row) => line(row.label, row))];
  const suppressed = shares.suppression;
  return [
    table("receipt-shares", [top, ...rows], wording),
    ...(suppressed
      ? [table("receipt-suppression", [["", "", say("table-interval", {}, wording)], ...STRATA.map((stratum): Row => [wording.strata[stratum], ...shown(suppressed.strata[stratum], inPercent, wording)]), [say("receipt-suppression-contrast", {}, wording), ...shown(suppressed.delta, inPercent, wording)]], wording)]
      : []),
  ];
}

function table(id: Id, rows: readonly Row[], wording: Wording): Block {
  return { kind: "table", table: { title: say(id, {}, wording), rows } };
}

function head(ids: readonly Id[], wording: Wording): Row {
  return ids.map((id) => say(id, {}, wording));
}
