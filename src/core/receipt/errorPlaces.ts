// Owns where errors concentrate: the cells of a report with the largest bias, and the stages most often taken for another. Refuses new statistics.
import { FEWEST_FOR_P } from "../stats/reported.ts";
import type { ConfusionBlock, StatsReport } from "../stats/reportShape.ts";
import type { ErrorPlaces } from "./shape.ts";

const CELLS = 6;
const CONFUSIONS = 3;
const STRATA = ["negative", "positive"] as const;

/** Largest first, ties in the report's order. Acts and positions overlap: they are two ways of cutting the same probes. */
export function errorPlaces({ headline, byAct, confusion }: StatsReport): ErrorPlaces {
  const rows = [...headline.byPosition.map(({ position, strata }) => ({ by: "position" as const, value: String(position), strata })), ...byAct.map(({ value, strata }) => ({ by: "act" as const, value, strata }))];
  const cells = rows.flatMap(({ by, value, strata }) => STRATA.map((stratum) => ({ by, value, stratum, bias: strata[stratum] })));
  return {
    cells: cells.filter(({ bias }) => bias.ok && (bias.n.units ?? 0) >= FEWEST_FOR_P).sort((a, b) => size(b.bias) - size(a.bias)).slice(0, CELLS),
    confusions: STRATA.flatMap((stratum) => mistaken(confusion[stratum]).map((each) => ({ stratum, ...each })).slice(0, CONFUSIONS)),
  };
}

function mistaken({ stages, columns, counts, probes }: ConfusionBlock): readonly Omit<ErrorPlaces["confusions"][number], "stratum">[] {
  const cells = stages.flatMap((real, row) => columns.map((simulated, column) => ({ real, simulated, probes: counts[row]?.[column] ?? 0 })));
  return cells
    .filter((cell) => cell.real !== cell.simulated && cell.probes > 0)
    .sort((a, b) => b.probes - a.probes)
    .map((cell) => ({ ...cell, share: cell.probes / probes }));
}

function size(bias: ErrorPlaces["cells"][number]["bias"]): number {
  return bias.ok ? Math.abs(bias.value) : 0;
}
