// Owns which behaviour every resisting, leaving or silent turn of a run shows, real and simulated. Refuses reading texts (exitJudge.ts) and shares.
import { BEHAVIOURS, type Behaviour } from "../../core/instrument/exitBehaviours.ts";
import type { Ending } from "../../core/probe/endings.ts";
import type { Verdict } from "../../core/journal/entry.ts";
import type { ProbeState, SampleState } from "../../core/journal/fold.ts";
import { probeKey, type Probe } from "../../core/probe/probe.ts";
import type { DepthProbe } from "../../core/stats/units.ts";
import { inParallel } from "../inParallel.ts";
import type { Labeller } from "../labeller.ts";
import type { ConversationSource } from "../recentConversations.ts";
import type { Run } from "../run.ts";

/** Labels of the rows, in order; a judge with a codebook of one's own may add to them. */
export const STAYS = "stays";

/** A text that must be read: a real turn, or a continuation at a probe. */
interface Text {
  readonly key: string;
  readonly conversation: string;
  readonly turn: number;
  readonly simulated?: { readonly probe: Probe; readonly sample: number; readonly text: string };
}

/** What is seen without reading a text, or the key of the text to read. */
type Seen = { readonly behaviour: string } | { readonly text: string } | undefined;

interface PlacedProbe {
  readonly state: ProbeState;
  readonly real: Seen;
  readonly samples: readonly NonNullable<Seen>[];
}

/** Turns to be read, and how each probe is put together from them. Plain reading of the journal's state: nothing is called. */
export class BehavioursOf {
  readonly #texts = new Map<string, Text>();
  readonly #probes: readonly PlacedProbe[];
  readonly #resisting: ReadonlySet<string>;

  constructor({ state, manifest }: Pick<Run, "state" | "manifest">, finishedOnly: boolean) {
    const { stages } = manifest.codebook;
    const named = stages.filter(({ role }) => role === "resists");
    this.#resisting = new Set((named.length > 0 ? named : stages.slice(0, 1)).map(({ name }) => name));
    this.#probes = [...state.probes.values()]
      .filter(({ probe }) => !finishedOnly || state.conversationFinished(probe.conversation))
      .map((each) => ({ state: each, real: this.#realOf(each, (key) => state.realVerdict(key)), samples: [...each.samples.values()].sort((a, b) => a.sample - b.sample).flatMap((sample) => this.#samplesOf(each, sample, (key) => state.realVerdict(key))) }));
  }

  /** Texts a judge has to read. */
  get texts(): number {
    return this.#texts.size;
  }

  /**
   * Reads the texts, at most `width` conversations at a time, and puts the probes together: places are those of `labels`, the last
   * being {@link STAYS}. A probe whose real turn, or whose every sample, has no label is left out.
   */
  async read(source: ConversationSource, labeller: Labeller, labels: readonly string[], width: number, signal: AbortSignal): Promise<{ readonly probes: readonly DepthProbe[]; readonly turns: { readonly real: number; readonly simulated: number; readonly invalid: number } }> {
    const byConversation = new Map<string, Text[]>();
    for (const text of this.#texts.values()) byConversation.set(text.conversation, [...(byConversation.get(text.conversation) ?? []), text]);
    const read = new Map<string, string>();
    let invalid = 0;
    await inParallel(byConversation, width, async ([id, texts]) => {
      signal.throwIfAborted();
      const conversation = await source.read(id, signal);
      for (const { key, turn, simulated } of texts) {
        const { verdict } = simulated ? await labeller.simulated(conversation, simulated.probe, simulated.sample, simulated.text, signal) : await labeller.real(conversation, turn, signal);
        if (verdict.status === "valid") read.set(key, verdict.state.stage);
        else invalid++;
      }
    });
    const places = new Map([...labels, STAYS].map((label, place) => [label, place]));
    const placeOf = (seen: Seen): number | undefined => (seen === undefined ? undefined : places.get("behaviour" in seen ? seen.behaviour : (read.get(seen.text) ?? "")));
    const [counts, stays] = [{ real: 0, simulated: 0 }, places.get(STAYS)];
    const probes = this.#probes.flatMap(({ state: { probe, context }, real, samples }): readonly DepthProbe[] => {
      const own = placeOf(real);
      const placed = samples.flatMap((seen) => placeOf(seen) ?? []);
      if (own === undefined || placed.length === 0 || context.outcome === "unknown") return [];
      if (own !== stays) counts.real++;
      counts.simulated += placed.filter((place) => place !== stays).length;
      const { customer, outcome } = context;
      const source = { conversation: probe.conversation, ...(customer === undefined ? {} : { customer }), outcome, position: probe.position, ordinal: probe.ordinal, realKind: "reply", real: { status: "invalid", cause: "" }, samples: [] } as const;
      return [{ source, real: own, samples: placed, used: [] }];
    });
    return { probes, turns: { ...counts, invalid } };
  }

  #realOf({ probe, context }: ProbeState, verdictOf: (key: string) => Verdict | undefined): Seen {
    if (probe.unanswered === "silence") return { behaviour: "silence" };
    if (probe.unanswered === "end") return { behaviour: ENDED[context.end ?? "unknown"] };
    return this.#turn(probe, verdictOf(probeKey(probe)));
  }

  #samplesOf({ probe }: ProbeState, { sample, continuation, verdict }: SampleState, verdictOf: (key: string) => Verdict | undefined): readonly NonNullable<Seen>[] {
    if (!continuation) return [];
    if (continuation.donors) return continuation.donors.flatMap((donor) => (donor.kind === "silence" ? { behaviour: "silence" } : (this.#turn(donor, verdictOf(probeKey(donor))) ?? [])));
    if (continuation.continuation === "leave") return [{ behaviour: "abandonment" }];
    if (continuation.continuation === "silence") return [{ behaviour: "silence" }];
    const seen = this.#labelled(verdict?.verdict, { key: `simulated ${probeKey(probe)}/${sample}`, conversation: probe.conversation, turn: probe.turn, simulated: { probe, sample, text: continuation.text } });
    return seen ? [seen] : [];
  }

  #turn(at: Pick<Probe, "conversation" | "turn">, verdict: Verdict | undefined): Seen {
    return this.#labelled(verdict, { key: `real ${probeKey(at)}`, conversation: at.conversation, turn: at.turn });
  }

  #labelled(verdict: Verdict | undefined, text: Text): Seen {
    if (verdict?.status !== "valid") return undefined;
    if (!this.#resisting.has(verdict.state.stage)) return { behaviour: STAYS };
    this.#texts.set(text.key, text);
    return { text: text.key };
  }
}

/** What a person does who ends the conversation so. */
const ENDED: Readonly<Record<Ending, Behaviour>> = {
  "user-refused": "refusal",
  "user-silent": "silence",
  "user-left": "abandonment",
  agent: "abandonment",
  platform: "abandonment",
  task: "abandonment",
  outcome: "abandonment",
  abandoned: "abandonment",
  unknown: "abandonment",
};

/** The rows of a codebook: the shipped behaviours, then what the codebook adds. */
export function behaviourLabels(codebook: { readonly stages: readonly { readonly name: string }[] }): readonly string[] {
  return [...new Set<string>([...BEHAVIOURS, ...codebook.stages.map(({ name }) => name)])];
}
