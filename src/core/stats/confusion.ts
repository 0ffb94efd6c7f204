// Owns the table real × simulated and exact agreement (E15). Refuses tests of its margins (homogeneity.ts) and people's labels (agreement.ts).
import type { LabelScheme } from "./labelledProbe.ts";
import { compare, type DepthProbe } from "./units.ts";

export interface Confusion {
  /** Rows real stages; columns simulated stages, then leave, then silence; each sample weighs 1/K. */
  readonly counts: readonly (readonly number[])[];
  /** The same with leave and silence in the first stage's column. */
  readonly collapsed: readonly (readonly number[])[];
  readonly total: number;
  /** Weight on the diagonal of the collapsed table. */
  readonly agreeing: number;
}

/** The table of probes as `depthProbes` gives them; `total` is the number of probes. */
export function confusion(probes: readonly DepthProbe[], scheme: Pick<LabelScheme, "stages">): Confusion {
  const stages = scheme.stages.length;
  const counts = scheme.stages.map(() => new Array<number>(stages + 2).fill(0));
  const collapsed = scheme.stages.map(() => new Array<number>(stages).fill(0));
  for (const { real, samples, used } of probes) {
    samples.forEach((depth, i) => {
      const kind = used[i]?.kind;
      const column = kind === "leave" ? stages : kind === "silence" ? stages + 1 : depth;
      add(counts[real], column, 1 / samples.length);
      add(collapsed[real], depth, 1 / samples.length);
    });
  }
  return { counts: tidied(counts), collapsed: tidied(collapsed), total: probes.length, agreeing: collapsed.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) };
}

function add(row: number[] | undefined, column: number, weight: number): void {
  if (row) row[column] = (row[column] ?? 0) + weight;
}

/** Agreeing weight and probes by conversation, for a bootstrap of the ratio. */
export function agreementByConversation(probes: readonly DepthProbe[]): { readonly agreeing: readonly number[]; readonly probes: readonly number[] } {
  const rows = new Map<string, { agreeing: number; probes: number }>();
  for (const { source, real, samples } of probes) {
    const row = rows.get(source.conversation) ?? { agreeing: 0, probes: 0 };
    row.agreeing += samples.filter((depth) => depth === real).length / samples.length;
    row.probes++;
    rows.set(source.conversation, row);
  }
  const ordered = [...rows].sort(([a], [b]) => compare(a, b)).map(([, row]) => row);
  return { agreeing: ordered.map((row) => row.agreeing), probes: ordered.map((row) => row.probes) };
}

/** Sums of thirds printed as the whole numbers they are. */
function tidied(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return rows.map((row) => row.map((value) => (Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value)));
}
