// Owns the lists of probes behind the marks: which, in which order, a page at a time, without holding the editor up. Refuses texts.
import type { ProbeState } from "../../core/journal/fold.ts";
import { probeKey } from "../../core/probe/probe.ts";
import type { LabelledProbe } from "../../core/stats/labelledProbe.ts";
import { carries, keeps, stageOfSample, type ProfileOf } from "../../core/stats/probeFilter.ts";
import { compare, depthMeasure, depthProbe } from "../../core/stats/units.ts";
import type { ProbePage, ProbeQuery } from "../../protocol/panelParts.ts";
import type { Run } from "../run.ts";
import { eachProbe } from "./gather.ts";
import { Slices, sortedInSlices } from "./slices.ts";

/** Lists kept, so that turning pages costs nothing and a page fits the one before, also while the run goes on. */
const MOST_LISTS = 4;
/** Probes on top of the order `telling`. */
const TELLING = 6;
/** Probes by size of bias among which those are looked for. */
const LOOKED_AT = 5_000;

interface Found {
  readonly state: ProbeState;
  readonly bias: number | undefined;
}

interface List {
  readonly run: Run;
  readonly revision: number;
  readonly rows: Promise<readonly Found[]>;
}

export class ProbeLists {
  readonly #lists = new Map<string, List>();

  /**
   * A page of the probes behind a mark. The first page is of the run as it is now; later pages go on in the same list. Unfinished
   * runs list finished conversations only, as their numbers do; probes without a bias come last by size.
   */
  async page(run: Run, query: ProbeQuery, profileOf?: ProfileOf): Promise<ProbePage> {
    const rows = await this.#list(run, query, profileOf);
    const depths = depthsOf(run);
    return { total: rows.length, rows: rows.slice(query.from, query.from + query.count).flatMap(({ state }) => rowOf(state, run, depths)) };
  }

  #list(run: Run, { from, count: _count, ...query }: ProbeQuery, profileOf: ProfileOf | undefined): Promise<readonly Found[]> {
    const key = JSON.stringify(query);
    const known = this.#lists.get(key);
    if (known?.run === run && (from > 0 || known.revision === run.revision)) return known.rows;
    const rows = listed(run, query, profileOf);
    this.#lists.delete(key);
    this.#lists.set(key, { run, revision: run.revision, rows });
    for (const oldest of this.#lists.keys()) if (this.#lists.size > MOST_LISTS) this.#lists.delete(oldest);
    rows.catch(() => this.#lists.delete(key));
    return rows;
  }
}

async function listed(run: Run, query: Omit<ProbeQuery, "from" | "count">, profileOf: ProfileOf | undefined): Promise<readonly Found[]> {
  const depths = depthsOf(run);
  const first = run.manifest.codebook.stages[0]?.name;
  const found: Found[] = [];
  await eachProbe(run, (state, probe) => {
    if (behind(probe, query, first, profileOf)) found.push({ state, bias: biasOf(probe, depths) });
  });
  const slices = new Slices();
  const byPlace = (a: Found, b: Found): number => compare(a.state.probe.conversation, b.state.probe.conversation) || a.state.probe.turn - b.state.probe.turn;
  if (query.order === "conversation") return sortedInSlices(found, byPlace, slices);
  const bySize = await sortedInSlices(found, (a, b) => size(b.bias) - size(a.bias) || byPlace(a, b), slices);
  if (query.order === "bias") return bySize;
  const top = new Set(telling(bySize));
  return [...top, ...bySize.filter((each) => !top.has(each))];
}

/**
 * The six that tell most: outcomes take turns, and of the one whose turn it is the largest bias comes at a position it does not have
 * yet, of a conversation that is not there yet. Where one outcome or all its positions are used up, the next largest fill the rest.
 */
function telling(bySize: readonly Found[]): readonly Found[] {
  const usable = bySize.slice(0, LOOKED_AT).filter(({ bias }) => bias !== undefined && bias !== 0);
  const outcomes = [...new Set(usable.map(({ state }) => state.context.outcome))];
  const taken: Found[] = [];
  const fresh = (each: Found): boolean => taken.every((one) => one.state.probe.conversation !== each.state.probe.conversation);
  for (let round = 0; taken.length < TELLING && round < TELLING; round++) {
    for (const outcome of outcomes) {
      const own = (one: Found): boolean => one.state.context.outcome === outcome;
      const positions = new Set(taken.filter(own).map(({ state }) => state.probe.position));
      const next = taken.length < TELLING ? usable.find((each) => own(each) && !positions.has(each.state.probe.position) && fresh(each)) : undefined;
      if (next) taken.push(next);
    }
  }
  for (const each of usable) if (taken.length < TELLING && fresh(each)) taken.push(each);
  return taken;
}

/** `first` is the stage of depth 0, with which leaving and silence count in the shares. */
function behind(probe: LabelledProbe, query: Omit<ProbeQuery, "from" | "count">, first: string | undefined, profileOf: ProfileOf | undefined): boolean {
  const { filter, realStage, simulatedStage, run: _run, order: _order, ...mark } = query;
  if (!keeps(mark, probe, profileOf) || (filter && !keeps(filter, probe, profileOf))) return false;
  if (realStage !== undefined && !carries(probe, { branch: "real", what: "stage", value: realStage })) return false;
  if (simulatedStage === undefined) return true;
  return probe.samples.some((sample) => stageOfSample(sample) === simulatedStage || (sample.kind !== "reply" && simulatedStage === first));
}

function depthsOf({ manifest }: Run): ReadonlyMap<string, number> {
  return new Map(manifest.codebook.stages.map(({ name }, depth) => [name, depth]));
}

/** The bias of one probe as the statistics take it (E2); undefined where it is unusable. */
function biasOf(probe: LabelledProbe, depths: ReadonlyMap<string, number>): number | undefined {
  const usable = depthProbe(probe, depths, "all");
  return usable && depthMeasure(usable)?.bias;
}

function size(bias: number | undefined): number {
  return bias === undefined ? -1 : Math.abs(bias);
}

function rowOf({ probe }: ProbeState, { state }: Run, depths: ReadonlyMap<string, number>): ProbePage["rows"] {
  const labelled = state.labelled(probeKey(probe));
  if (!labelled) return [];
  const { conversation, position, outcome, act, real, samples } = labelled;
  const bias = biasOf(labelled, depths);
  return [
    {
      conversation,
      turn: probe.turn,
      position,
      outcome,
      ...(act === undefined ? {} : { act }),
      ...(real.status === "valid" ? { realStage: real.stage } : {}),
      simulatedStages: samples.map(stageOfSample),
      ...(bias === undefined ? {} : { bias }),
    },
  ];
}
