// Owns what the surfaces show at the turns of one conversation, derived from runs and hand-picked probes. Refuses wording.
import type { JudgeIdentity, RunManifest, SimulatorIdentity, Verdict } from "../core/journal/entry.ts";
import type { ProbeState, RunState, SampleState } from "../core/journal/fold.ts";
import { depthOf, type Codebook, type DecisionState } from "../core/instrument/codebook.ts";
import { probeKey, type ContinuationKind, type Provenance } from "../core/probe/probe.ts";
import type { Failed } from "./failureText.ts";

/** One continuation beside the real turn. */
export interface ContinuationView {
  /** Stable id: run or setup, turn and sample. */
  readonly id: string;
  readonly run: string;
  readonly planned: boolean;
  readonly simulator: SimulatorIdentity;
  readonly judge: JudgeIdentity;
  readonly condition: string;
  readonly sample: number;
  readonly kind: ContinuationKind | "arriving" | "failed";
  readonly text: string;
  readonly provenance: Provenance;
  readonly state?: DecisionState;
  /** Cause of an invalid label. */
  readonly cause?: string;
  /** A call of simulator or judge failed last and can be tried again. */
  readonly failed?: Failed;
  /** Mean depth of the usable donors (control), else of this continuation; absent while unknown. */
  readonly depth?: number;
  /** depth − depth of the real turn. */
  readonly difference?: number;
  readonly donors?: number;
  /** A model wrote it and only the lexicon labelled it. */
  readonly floorOnly: boolean;
  /** The messages sent can be shown: a model wrote it. */
  readonly sent: boolean;
}

/** One user turn with what is known of it. */
export interface TurnView {
  readonly turn: number;
  /** The label of the real turn, of the first source that has one: `run` is its id. */
  readonly real?: { readonly run: string; readonly verdict: Verdict; readonly depth?: number; readonly judge: JudgeIdentity };
  /** Hand-picked first, then planned runs, newest run first; samples in order. */
  readonly continuations: readonly ContinuationView[];
}

/** A state with the manifest it was made under. */
export interface Source {
  readonly id: string;
  readonly manifest: RunManifest;
  readonly state: RunState;
}

/** Turn views of one conversation by turn index. Earlier sources win the shown real label. */
export function turnViews(conversation: string, sources: readonly Source[]): ReadonlyMap<number, TurnView> {
  const views = new Map<number, { turn: number; real?: TurnView["real"]; continuations: ContinuationView[] }>();
  for (const source of sources) {
    for (const probe of source.state.probesOf(conversation)) {
      const { turn, unanswered } = probe.probe;
      // There is no user turn to stand beside.
      if (unanswered !== undefined) continue;
      const view = views.get(turn) ?? { turn, continuations: [] };
      views.set(turn, view);
      const verdict = source.state.realVerdict(probeKey(probe.probe));
      const depth = verdict?.status === "valid" ? depthOf(source.manifest.codebook, verdict.state.stage) : undefined;
      if (verdict && !view.real) view.real = { run: source.id, verdict, judge: source.manifest.judge, ...(depth === undefined ? {} : { depth }) };
      const samples = [...probe.samples.values()].sort((a, b) => a.sample - b.sample);
      view.continuations.push(...samples.map((sample) => continuationView(source, probe, sample, depth)));
    }
  }
  return views as ReadonlyMap<number, TurnView>;
}

function continuationView(source: Source, probe: ProbeState, sample: SampleState, realDepth: number | undefined): ContinuationView {
  const { manifest, state } = source;
  const { continuation, verdict, failures } = sample;
  const depth = continuation ? depthOfSample(manifest.codebook, state, sample) : undefined;
  const label = verdict?.verdict;
  const cause = label?.status === "invalid" ? label.cause : undefined;
  const failed = failures.at(-1);
  return {
    id: `${source.id}/${probe.probe.turn}/${sample.sample}`,
    run: source.id,
    planned: manifest.planned,
    simulator: manifest.simulator,
    judge: manifest.judge,
    condition: manifest.condition.name,
    sample: sample.sample,
    kind: continuation?.continuation ?? "failed",
    text: continuation?.text ?? "",
    provenance: continuation?.provenance ?? manifest.provenance,
    ...(label?.status === "valid" ? { state: label.state } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(failed ? { failed } : {}),
    ...(depth === undefined ? {} : { depth }),
    ...(depth === undefined || realDepth === undefined ? {} : { difference: depth - realDepth }),
    ...(continuation?.donors ? { donors: continuation.donors.length } : {}),
    floorOnly: manifest.simulator.kind === "model" && manifest.judge.kind === "lexicon",
    sent: continuation?.promptHash !== undefined,
  };
}

/** Depth of a sample: leave and silence are 0, the control is the mean over its usable donors. */
function depthOfSample(codebook: Codebook, state: RunState, { continuation, verdict }: SampleState): number | undefined {
  if (!continuation) return undefined;
  if (continuation.donors) {
    const depths = continuation.donors
      .map((donor) => (donor.kind === "silence" ? 0 : depthOfVerdict(codebook, state.realVerdict(probeKey(donor)))))
      .filter((depth) => depth !== undefined);
    return depths.length === 0 ? undefined : depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
  }
  return continuation.continuation === "reply" ? depthOfVerdict(codebook, verdict?.verdict) : 0;
}

function depthOfVerdict(codebook: Codebook, verdict: Verdict | undefined): number | undefined {
  return verdict?.status === "valid" ? depthOf(codebook, verdict.state.stage) : undefined;
}
