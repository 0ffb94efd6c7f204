// Owns which runs may be compared, and comparing several with the first (E21–E23, E39). Refuses formulas (core/stats/compareRuns.ts) and files.
import { Failure } from "../core/messages/failure.ts";
import type { OutcomeValue, LabelledProbe, LabelScheme } from "../core/stats/labelledProbe.ts";
import { compareRunsSteps, type RunComparison } from "../core/stats/compareRuns.ts";
import { holm } from "../core/stats/multiplicity.ts";
import type { ProbeKind, Reported, UnitKind } from "../core/stats/reportShape.ts";
import type { Steps } from "../core/stats/steps.ts";
import { customersRepeat } from "../core/stats/units.ts";
import type { PairsOrigin } from "../datasets/labelledPairs.ts";
import { DEFAULT_MARGIN } from "./plan.ts";

/** A finished run or a file of labelled pairs, as the statistics take it. `name` is what people call it. */
export interface Comparable {
  readonly name: string;
  readonly probes: readonly LabelledProbe[];
  readonly scheme: LabelScheme;
  readonly origin: PairsOrigin;
}

/** What a reader must know before believing a comparison. */
export type ComparisonNote =
  /** The real turns have other labels in the two; the difference is that of biases, not of simulated depths. */
  | "other-real-labels"
  | "other-judge"
  | "other-instrument"
  /** A file of pairs does not say which dataset it is of: sameness rests on the ids. */
  | "dataset-unknown"
  /** One of them is the human-resample control, a mark: intervals ignore that its donors are shared. */
  | "control"
  /** The margin was not stored before the runs. */
  | "margin-not-stored";

export interface ComparisonOptions {
  readonly seed: number;
  /** Equivalence margin in depth steps given now; else the smallest stored one, else the default. */
  readonly margin?: number;
  readonly bootstrapDraws?: number;
  readonly permutationDraws?: number;
}

/** One run against the first. p adjusted over all comparisons of the document; absent where there is no p. */
export interface ComparedPair {
  readonly a: string;
  readonly b: string;
  readonly notes: readonly ComparisonNote[];
  readonly headline: RunComparison;
  /** By conversation where customers repeat, and for replies alone where somebody leaves or is silent. */
  readonly beside: readonly RunComparison[];
  readonly holm: { readonly size: number; readonly marginal?: number; readonly contrast?: number; readonly equivalence?: number };
}

/** Every run compared with the first, first minus other. Plain data. */
export interface Comparisons {
  readonly margin: { readonly value: number; readonly from: "given" | "stored" | "default" };
  readonly seed: number;
  readonly runs: readonly ({ readonly name: string; readonly probes: number } & Pick<PairsOrigin, "run" | "datasetName" | "datasetHash" | "judge" | "instrument" | "rule" | "control">)[];
  readonly comparisons: readonly ComparedPair[];
}

/**
 * Compares each with the first. Throws `compare-*` where that must not be done: an invented part, an unfinished run, another dataset,
 * other stages, a conversation with two outcomes, no probe in both.
 */
export function* comparisons(runs: readonly [Comparable, ...Comparable[]], options: ComparisonOptions): Steps<Comparisons> {
  const [first, ...others] = runs;
  for (const run of runs) refuseAlone(run);
  for (const other of others) refuseTogether(first, other);
  const margin = marginOf(runs, options.margin);
  const pairs: Omit<ComparedPair, "holm">[] = [];
  for (const other of others) {
    const compared = yield* allViews(first, other, { ...options, margin: margin.value });
    pairs.push({ a: first.name, b: other.name, notes: notesOf(first, other, compared.headline, margin.from), ...compared });
  }
  const adjusted = (p: (headline: RunComparison) => Reported): readonly (number | null)[] => holm(pairs.map(({ headline }) => valueOf(p(headline))));
  const [marginal, contrast, equivalence] = [adjusted((each) => each.marginal.p), adjusted((each) => each.contrast.studentised.twoSided), adjusted((each) => each.contrast.equivalence.p)];
  const present = (name: string, value: number | null | undefined): object => (value === null || value === undefined ? {} : { [name]: value });
  return {
    margin,
    seed: options.seed,
    runs: runs.map(({ name, probes, origin: { run, datasetName, datasetHash, judge, instrument, rule, control } }) => ({
      name,
      probes: probes.length,
      ...defined({ run, datasetName, datasetHash, judge, instrument, rule, control }),
    })),
    comparisons: pairs.map((pair, i) => ({ ...pair, holm: { size: pairs.length, ...present("marginal", marginal[i]), ...present("contrast", contrast[i]), ...present("equivalence", equivalence[i]) } })),
  };
}

/** As a report has its blocks: customers first where they repeat; replies alone only where that is something else. */
function* allViews(a: Comparable, b: Comparable, options: ComparisonOptions & { readonly margin: number }): Steps<Pick<ComparedPair, "headline" | "beside">> {
  const units: readonly UnitKind[] = customersRepeat(a.probes) || customersRepeat(b.probes) ? ["customer", "conversation"] : ["conversation"];
  const leaves = [...a.probes, ...b.probes].some(({ samples }) => samples.some(({ kind }) => kind !== "reply"));
  const kinds: readonly ProbeKind[] = leaves ? ["all", "replies"] : ["all"];
  const views: RunComparison[] = [];
  for (const unit of units) for (const kind of kinds) views.push(yield* compareRunsSteps(a.probes, b.probes, a.scheme, { ...options, unit, kind }));
  const [headline, ...beside] = views as [RunComparison, ...RunComparison[]];
  if (headline.probes.both === 0) throw new Failure("compare-no-probe", { a: a.name, b: b.name });
  return { headline, beside };
}

function refuseAlone({ name, origin }: Comparable): void {
  if (origin.provenance === "invented") throw new Failure("compare-invented", { name });
  if (origin.unfinished) throw new Failure("compare-unfinished", { name });
}

function refuseTogether(a: Comparable, b: Comparable): void {
  const [one, other] = [a.origin, b.origin];
  if (one.datasetHash !== undefined && other.datasetHash !== undefined && one.datasetHash !== other.datasetHash) {
    throw new Failure("compare-datasets", { a: a.name, aDataset: datasetText(one), b: b.name, bDataset: datasetText(other) });
  }
  const stages = ({ scheme }: Comparable): string => scheme.stages.map(({ name }) => name).join(", ");
  if (stages(a) !== stages(b)) throw new Failure("compare-stages", { a: a.name, aStages: stages(a), b: b.name, bStages: stages(b) });
  const outcomes = new Map<string, OutcomeValue>(a.probes.map(({ conversation, outcome }) => [conversation, outcome]));
  const differing = b.probes.find(({ conversation, outcome }) => (outcomes.get(conversation) ?? outcome) !== outcome);
  if (differing) throw new Failure("compare-outcomes", { a: a.name, b: b.name, conversation: differing.conversation });
}

function datasetText({ datasetName, datasetHash = "" }: PairsOrigin): string {
  return `${datasetName ?? ""} ${datasetHash.slice(0, 12)}`.trim();
}

function marginOf(runs: readonly Comparable[], given: number | undefined): Comparisons["margin"] {
  if (given !== undefined) return { value: given, from: "given" };
  const stored = runs.flatMap(({ origin }) => origin.margin ?? []);
  // The strictest of what was fixed before: a wider margin would be chosen afterwards for all other runs.
  return stored.length === runs.length ? { value: Math.min(...stored), from: "stored" } : { value: DEFAULT_MARGIN, from: "default" };
}

function notesOf({ origin: a }: Comparable, { origin: b }: Comparable, { realLabelsShared }: RunComparison, margin: Comparisons["margin"]["from"]): readonly ComparisonNote[] {
  const differs = (field: "judge" | "instrument"): boolean => a[field] !== undefined && b[field] !== undefined && a[field] !== b[field];
  return [
    ...(a.datasetHash === undefined || b.datasetHash === undefined ? (["dataset-unknown"] as const) : []),
    ...(differs("judge") ? (["other-judge"] as const) : []),
    ...(differs("instrument") ? (["other-instrument"] as const) : []),
    ...(realLabelsShared ? [] : (["other-real-labels"] as const)),
    ...(a.control || b.control ? (["control"] as const) : []),
    ...(margin === "given" ? (["margin-not-stored"] as const) : []),
  ];
}

function valueOf(reported: Reported): number | null {
  return reported.ok ? reported.value : null;
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
