// Owns what of a run people can label: real turns at its probes, and replies. Refuses drawing (core/labels/draw.ts) and texts.
import { depthOf } from "../../core/instrument/codebook.ts";
import type { Verdict } from "../../core/journal/entry.ts";
import type { ProbeState, RunState } from "../../core/journal/fold.ts";
import type { Candidate } from "../../core/labels/draw.ts";
import type { Difference } from "../../core/labels/queue.ts";
import { probeKey } from "../../core/probe/probe.ts";
import type { OutcomeValue } from "../../core/stats/labelledProbe.ts";
import { runToEnd, type Steps } from "../../core/stats/steps.ts";
import { contentHash, type LabelledText } from "../../core/labels/content.ts";
import { prefixAt } from "../../core/probe/prefix.ts";
import type { Digest } from "../../core/ports.ts";
import type { Conversation } from "../../core/transcript/conversation.ts";

/** A run as labelling needs it. */
export interface LabelledRun {
  readonly id: string;
  readonly state: RunState;
}

/** One turn that can be labelled, with all that is hidden while it is. */
export interface Place {
  readonly conversation: string;
  readonly customer?: string;
  readonly turn: number;
  readonly position: number;
  readonly outcome: OutcomeValue;
  readonly branch: "real" | "simulated";
  /** Of continuations. */
  readonly run?: string;
  readonly sample?: number;
  /** The judge's label; undefined where it has none yet. */
  readonly verdict: Verdict | undefined;
  /** Of continuations: their text. That of a real turn stands in its dataset. */
  readonly text?: string;
}

export interface TurnCandidate extends Candidate {
  readonly place: Place;
}

export interface ProbeCandidate extends Candidate {
  readonly real: Place;
  /** Replies of one run. */
  readonly replies: readonly Place[];
}

/** Real turn and replies of a probe of a run. A control's continuations are turns of other people and are none of its own. */
export function placesAt({ id, state }: LabelledRun, { probe, context, samples }: ProbeState): { readonly real: Place; readonly replies: readonly Place[] } {
  const common = { conversation: probe.conversation, turn: probe.turn, position: probe.position, outcome: context.outcome, ...(context.customer === undefined ? {} : { customer: context.customer }) };
  const replies = [...samples.values()].sort((a, b) => a.sample - b.sample).flatMap(({ sample, continuation, verdict }): Place[] =>
    continuation?.continuation === "reply" && !continuation.donors ? [{ ...common, branch: "simulated", run: id, sample, verdict: verdict?.verdict, text: continuation.text }] : []);
  return { real: { ...common, branch: "real", verdict: state.realVerdict(probeKey(probe)) }, replies };
}

/** Probes between two pauses. */
const PROBES_BETWEEN_PAUSES = 512;

/** What of a probe of a run can be drawn by turns. Unknown outcomes are left out. */
export function turnsOf(run: LabelledRun, state: ProbeState): readonly TurnCandidate[] {
  // A reply where the person wrote nothing has no real turn beside it, and is in no depth bias.
  if (state.probe.unanswered !== undefined) return [];
  const { real, replies } = placesAt(run, state);
  return [real, ...replies].flatMap((place): TurnCandidate[] => {
    const { outcome, branch, verdict } = place;
    if (outcome === "unknown" || !verdict) return [];
    const stage = stageOf(verdict);
    return [{ key: placeKey(place), outcome, branch, ...(place.run === undefined ? {} : { run: place.run }), ...(stage === undefined ? {} : { stage }), place }];
  });
}

/** A probe of a run as it can be drawn: with a reply and a known outcome, else none. */
export function probesOf(run: LabelledRun, state: ProbeState): readonly ProbeCandidate[] {
  const { real, replies } = placesAt(run, state);
  if (real.outcome === "unknown" || !real.verdict || replies.length === 0) return [];
  return [{ key: `${run.id} ${probeKey(state.probe)}`, outcome: real.outcome, run: run.id, difference: differenceOf(run, real, replies), real, replies }];
}

/** All that can be drawn from runs over one dataset, once: a real turn, however many runs probe it, is as the first that has it judges it. */
export function* candidateSteps<C extends Candidate>(runs: readonly LabelledRun[], of: (run: LabelledRun, state: ProbeState) => readonly C[]): Steps<readonly C[]> {
  const found = new Map<string, C>();
  let probes = 0;
  for (const run of runs) {
    for (const state of run.state.probes.values()) {
      for (const candidate of of(run, state)) if (!found.has(candidate.key)) found.set(candidate.key, candidate);
      if (++probes % PROBES_BETWEEN_PAUSES === 0) yield;
    }
  }
  return [...found.values()];
}

/** Turns of runs. */
export function turnCandidates(runs: readonly LabelledRun[]): readonly TurnCandidate[] {
  return runToEnd(candidateSteps(runs, turnsOf));
}

/** Probes of runs. */
export function probeCandidates(runs: readonly LabelledRun[]): readonly ProbeCandidate[] {
  return runToEnd(candidateSteps(runs, probesOf));
}

/** Where a turn stands, unique among the runs of a dataset. */
export function placeKey({ conversation, turn, branch, run = "", sample = 0 }: Place): string {
  return branch === "real" ? probeKey({ conversation, turn }) : `${probeKey({ conversation, turn })} ${run}/${sample}`;
}

/** What a person sees of a place. */
export function textAt(conversation: Conversation, { turn, text }: Pick<Place, "turn" | "text">): LabelledText {
  return { prefix: prefixAt(conversation, turn).turns, turn: text ?? conversation.turns[turn]?.text ?? "" };
}

export function contentAt(conversation: Conversation, place: Pick<Place, "turn" | "text">, digest: Pick<Digest, "sha256">): string {
  return contentHash(textAt(conversation, place), digest);
}

function stageOf(verdict: Verdict): string | undefined {
  return verdict.status === "valid" ? verdict.state.stage : undefined;
}

/** Mean depth of the replies against the real turn, as the judge has them. */
function differenceOf({ state }: LabelledRun, real: Place, replies: readonly Place[]): Difference {
  const codebook = state.manifest?.codebook;
  const depth = ({ verdict }: Place): number | undefined => (codebook && verdict?.status === "valid" ? depthOf(codebook, verdict.state.stage) : undefined);
  const own = depth(real);
  const others = replies.map(depth).filter((each) => each !== undefined);
  if (own === undefined || others.length === 0) return "invalid";
  const mean = others.reduce((sum, each) => sum + each, 0) / others.length;
  return mean < own ? "shallower" : mean > own ? "deeper" : "same";
}
