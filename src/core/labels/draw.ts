// Owns the draw of turns or probes to label: cells, how many of each, which, and the probability each had. Refuses texts and files.
import { seededRank } from "../probe/seededRank.ts";
import { runToEnd, type Steps } from "../stats/steps.ts";
import { compare } from "../stats/units.ts";
import type { Difference, QueueCell } from "./queue.ts";

/** A turn or probe that can be drawn, with what its cell is made of. `key` is unique and says where it stands, whatever order it came in. */
export interface Candidate {
  readonly key: string;
  readonly outcome: "positive" | "negative";
  readonly branch?: "real" | "simulated";
  readonly run?: string;
  /** The judge's; undefined where its label is invalid. Turns only. */
  readonly stage?: string;
  /** Probes only. */
  readonly difference?: Difference;
}

export interface DrawSetting {
  readonly unit: "probes" | "turns";
  /** Candidates to draw; more where a cell would get fewer than two. */
  readonly target: number;
  readonly seed: number;
  /** Names of the stages, by depth. */
  readonly stages: readonly string[];
}

export interface Drawn<C extends Candidate> {
  readonly cells: readonly QueueCell[];
  /** In random order. */
  readonly drawn: readonly { readonly candidate: C; readonly inclusion: number }[];
}

/** Labels a cell needs for its error to be known. */
const LEAST = 2;
const DIFFERENCES: readonly Difference[] = ["shallower", "same", "deeper", "invalid"];

/**
 * A stratified random draw without replacement: cells by outcome, branch (and run, for continuations) and the judge's stage, or for probes by
 * outcome, run and difference. Neighbouring stages share a cell where one has fewer than two candidates, and all do where two of each cell
 * were more than the target. A cell gets a number in proportion to the root of its size (M. Bankier, Am. Stat. 42, 1988): rare stages
 * are seen without the weights of the common ones running away. Inclusion = drawn of the cell / its size.
 */
export function* drawSteps<C extends Candidate>(candidates: readonly C[], setting: DrawSetting): Steps<Drawn<C>> {
  const groups = new Map<string, C[]>();
  for (const candidate of candidates) {
    const key = groupKey(candidate);
    const group = groups.get(key);
    if (group) group.push(candidate);
    else groups.set(key, [candidate]);
  }
  const ordered = [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => group);
  const fine: (readonly C[])[] = [];
  for (const group of ordered) {
    fine.push(...cellsOf(group, setting));
    yield;
  }
  const cells = fine.length * LEAST <= setting.target ? fine : ordered;
  const sizes = allocation(cells.map((cell) => cell.length), setting.target);
  const drawn: { readonly candidate: C; readonly inclusion: number }[] = [];
  for (const [i, cell] of cells.entries()) {
    const size = sizes[i] ?? 0;
    for (const candidate of inRandomOrder(cell, setting.seed, "draw").slice(0, size)) drawn.push({ candidate, inclusion: size / cell.length });
    yield;
  }
  const place = new Map(inRandomOrder(drawn.map(({ candidate }) => candidate), setting.seed, "order").map(({ key }, at) => [key, at]));
  return {
    cells: cells.map((cell, i) => ({ ...described(cell, cells !== ordered, setting), of: cell.length, drawn: sizes[i] ?? 0 })),
    drawn: drawn.sort((a, b) => (place.get(a.candidate.key) ?? 0) - (place.get(b.candidate.key) ?? 0)),
  };
}

/** {@link drawSteps} at once. */
export function drawByDesign<C extends Candidate>(candidates: readonly C[], setting: DrawSetting): Drawn<C> {
  return runToEnd(drawSteps(candidates, setting));
}

/** The place of the cell a candidate is of, or −1: of another run or outcome. */
export function cellOf(cells: readonly QueueCell[], { outcome, branch, run, stage, difference }: Omit<Candidate, "key">): number {
  return cells.findIndex((cell) =>
    cell.outcome === outcome
    && (cell.branch === undefined || cell.branch === branch)
    && (cell.run === undefined || cell.run === run)
    && (cell.stages === undefined || cell.stages.includes(stage ?? ""))
    && (cell.differences === undefined || cell.differences.includes(difference ?? "invalid")));
}

/** How many of each cell: at least two, at most all, else in proportion to the root of its size; their sum is the target where that can be. */
export function allocation(sizes: readonly number[], target: number): readonly number[] {
  const given = sizes.map((size) => Math.min(size, LEAST));
  // One at a time to the cell that is furthest behind (Jefferson's divisors on roots): never more than there are, always summing up.
  for (let left = target - given.reduce((sum, n) => sum + n, 0); left > 0; left--) {
    let [best, worth] = [-1, 0];
    sizes.forEach((size, i) => {
      const n = given[i] ?? 0;
      if (n < size && Math.sqrt(size) / (n + 1) > worth) [best, worth] = [i, Math.sqrt(size) / (n + 1)];
    });
    if (best < 0) break;
    given[best] = (given[best] ?? 0) + 1;
  }
  return given;
}

/** A random order that depends on seed, purpose and keys alone. */
export function inRandomOrder<T extends { readonly key: string }>(values: readonly T[], seed: number, purpose: string): readonly T[] {
  return values
    .map((value) => ({ value, rank: seededRank(seed, `${purpose} ${value.key}`) }))
    .sort((a, b) => a.rank - b.rank || compare(a.value.key, b.value.key))
    .map(({ value }) => value);
}

function groupKey({ outcome, branch, run }: Candidate): string {
  return `${outcome} ${branch ?? ""} ${run ?? ""}`;
}

/** A group by stage or difference, in order, neighbours together until each cell has enough. */
function cellsOf<C extends Candidate>(group: readonly C[], setting: DrawSetting): readonly (readonly C[])[] {
  const cells: C[][] = [];
  for (const step of steps(setting)) {
    const own = group.filter((candidate) => stepOf(candidate, setting) === step);
    const before = cells.at(-1);
    if (own.length === 0) continue;
    if (before && (before.length < LEAST || own.length < LEAST)) before.push(...own);
    else cells.push(own);
  }
  return cells;
}

function steps({ unit, stages }: DrawSetting): readonly string[] {
  return unit === "probes" ? DIFFERENCES : [...stages, ""];
}

function stepOf({ stage = "", difference = "invalid" }: Candidate, { unit, stages }: DrawSetting): string {
  return unit === "probes" ? difference : stages.includes(stage) ? stage : "";
}

function described(cell: readonly Candidate[], fine: boolean, setting: DrawSetting): Omit<QueueCell, "of" | "drawn"> {
  const [{ outcome, branch, run }] = cell as readonly [Candidate, ...Candidate[]];
  const common = { outcome, ...(branch ? { branch } : {}), ...(run === undefined ? {} : { run }) };
  if (!fine) return common;
  const own = new Set(cell.map((candidate) => stepOf(candidate, setting)));
  return setting.unit === "turns" ? { ...common, stages: [...setting.stages, ""].filter((stage) => own.has(stage)) } : { ...common, differences: DIFFERENCES.filter((difference) => own.has(difference)) };
}
