// Owns how lines are printed. Refuses measuring.
import { aligned } from "../../src/core/figures/columns.ts";
import type { Line, Unit } from "./row.ts";

const HEAD = ["row", "work", "ours", "beside", "", "ratio", "by cpu", "reach", "met?"];

/** The table, a line a string. */
export function tableOf(rows: readonly { readonly row: string; readonly lines: readonly Line[] }[]): readonly string[] {
  const cells = rows.flatMap(({ row, lines }) => lines.map((line, at) => [at === 0 ? row : "", ...cellsOf(line)]));
  return aligned([HEAD, ...cells], [0, 1, 3, 7, 8]);
}

function cellsOf({ work, ours, beside, unit, ratio, cpuRatio, reach, met, note }: Line): readonly string[] {
  const verdict = met === undefined ? (note ?? "") : met ? "yes" : "NO";
  return [work, ours === undefined ? "–" : amount(ours, unit), beside?.what ?? "", beside?.value === undefined ? "" : amount(beside.value, unit), ratio === undefined ? "" : `${three(ratio)} ×`, cpuRatio === undefined ? "" : `${three(cpuRatio)} ×`, reach ?? "", met === undefined || note === undefined ? verdict : `${verdict} (${note})`];
}

function amount(value: number, unit: Unit): string {
  return `${three(value)} ${unit}`;
}

/** Three significant digits, never in powers of ten. */
function three(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(digits);
}
