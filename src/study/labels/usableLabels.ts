// Owns which labels of people may speak for a run: drawn by design, given blind, by its instrument; with what probability each turn
// came to be labelled. Refuses statistics (agreementReport.ts).
import { instrumentIdentity } from "../../core/instrument/judgePrompt.ts";
import type { RunManifest } from "../../core/journal/entry.ts";
import { labelOf } from "../../core/journal/labels.ts";
import { cellOf } from "../../core/labels/draw.ts";
import type { LabelEntry, LabelInstrument, LabelValues } from "../../core/labels/entry.ts";
import type { LabelState } from "../../core/labels/fold.ts";
import { renamed, type Renaming } from "../../core/labels/renaming.ts";
import type { Queue, QueueCell, QueueUnit } from "../../core/labels/queue.ts";
import type { Digest } from "../../core/ports.ts";
import { probeKey } from "../../core/probe/probe.ts";
import type { RatedTurn } from "../../core/stats/agreementShape.ts";
import { judgeName } from "../naming.ts";
import { behindItem, type ItemDoors } from "./items.ts";
import { placeKey, placesAt, probeCandidates, turnCandidates, type LabelledRun, type Place } from "./population.ts";

/** Labels about turns of this run: those used, and those not, each for the first reason that holds. */
export interface LabelCounts {
  /** Of people, one a turn and person. */
  readonly used: number;
  readonly notUsed: {
    /** Of turns that somebody chose: disagreements, or turns of a transcript. */
    readonly chosen: number;
    /** Branch, the judge's label or others' could be seen. */
    readonly notBlind: number;
    /** Of another version of the codebook, or another one. */
    readonly otherInstrument: number;
  };
}

/** A queue as the document names it. `missing`: a run it was drawn from is not here, so that its labels cannot be weighed. */
export interface QueueUsed {
  readonly id: string;
  readonly unit: QueueUnit;
  readonly items: number;
  readonly answered: number;
  readonly missing?: boolean;
}

export interface UsableLabels {
  readonly run: string;
  readonly judge: string;
  readonly instrument: LabelInstrument;
  /** A part of the run is invented: numbers show how things work and are no finding. */
  readonly invented: boolean;
  readonly queues: readonly QueueUsed[];
  /** `turns`: real and simulated turns were drawn each by themselves, and bias is corrected turn by turn. */
  readonly unit: QueueUnit | "both" | "none";
  readonly people: readonly string[];
  readonly counts: LabelCounts;
  /** All turns of the run that can count. */
  readonly turns: readonly RatedTurn[];
  readonly others: readonly { readonly instrument: LabelInstrument; readonly labels: number; readonly turns: readonly RatedTurn[] }[];
  readonly control: boolean;
}

export interface LabelSources extends ItemDoors {
  /** The run, and all that are known beside it: queues may be drawn from several. */
  readonly run: LabelledRun & { readonly manifest: RunManifest };
  readonly runs: readonly LabelledRun[];
  readonly queues: readonly Queue[];
  readonly state: LabelState;
  readonly digest: Digest;
  /** What older versions of the codebook called its labels. */
  readonly renaming?: Renaming;
}

/** Gathers what people said of a run. Reads the conversations of drawn items only. */
export async function usableLabels(sources: LabelSources, signal?: AbortSignal): Promise<UsableLabels> {
  const { run, queues, state } = sources;
  const { manifest } = run;
  const drawn: DrawnQueue[] = [];
  const used: QueueUsed[] = [];
  for (const queue of queues.filter((each) => each.manifest.purpose === "design" && each.manifest.runs.includes(run.id))) {
    const read = await drawnQueue(queue, sources, signal);
    if (read) drawn.push(read);
    used.push({ id: queue.manifest.id, unit: queue.manifest.unit, items: queue.items.length, answered: read?.answered ?? 0, ...(read ? {} : { missing: true }) });
  }
  const places = [...run.state.probes.values()].map((probe) => placesAt(run, probe));
  const own = instrumentsOfRun(sources);
  const labelled = new Map<string, Labelled>();
  const others = new Map<string, { instrument: LabelInstrument; labels: number; labelled: Map<string, Labelled> }>();
  const people = new Set<string>();
  const counted = new Set<string>();
  for (const { items } of drawn) {
    for (const { content, behind } of items) {
      const { opinions, adjudication } = state.of(content);
      // A text can be an item of two queues; it is one turn all the same.
      if (counted.has(content)) continue;
      counted.add(content);
      const inclusion = 1 - behind.reduce((out, place) => drawn.reduce((rest, queue) => rest * (1 - queue.inclusion(place)), out), 1);
      const blind = opinions.flatMap(({ blind: label }) => (label && !afterReveal(label, state) ? [label] : []));
      const given = blind.flatMap((label) => {
        const values = own.values(label.instrument, label.values);
        return values ? [{ by: label.by, values }] : [];
      });
      const decided = adjudication && own.values(adjudication.instrument, adjudication.values);
      for (const place of behind) {
        if (given.length > 0) labelled.set(placeKey(place), { people: given, inclusion, ...(decided ? { final: decided } : {}) });
        for (const { by, instrument, values } of blind.filter((label) => !own.values(label.instrument, label.values))) {
          const other = others.get(instrument.hash) ?? { instrument, labels: 0, labelled: new Map<string, Labelled>() };
          others.set(instrument.hash, other);
          const before = other.labelled.get(placeKey(place));
          other.labelled.set(placeKey(place), { people: [...(before?.people ?? []), { by, values }], inclusion });
          if (place === behind[0]) other.labels++;
        }
      }
      for (const { by } of given) people.add(by);
    }
  }
  const units = new Set(drawn.map(({ unit }) => unit));
  const { name, version, hash } = manifest.instrument;
  return {
    run: run.id,
    judge: judgeName(manifest.judge),
    instrument: { name, version, hash },
    invented: manifest.provenance === "invented",
    queues: used,
    unit: units.size === 2 ? "both" : ([...units][0] ?? "none"),
    people: [...people].sort(),
    counts: countsOf(sources, counted, own),
    turns: ratedTurns(run, places, labelled),
    others: [...others.values()].map((other) => ({ instrument: other.instrument, labels: other.labels, turns: ratedTurns(run, places, other.labelled) })),
    control: manifest.simulator.kind === "control",
  };
}

type Labelled = Pick<RatedTurn, "people" | "final" | "inclusion">;

interface DrawnQueue {
  readonly unit: QueueUnit;
  readonly answered: number;
  readonly items: readonly { readonly content: string; readonly behind: readonly Place[] }[];
  /** With what probability the queue came to have a label of the place; what nobody answered yet counts as not drawn, at random within its cell. */
  inclusion(place: Place): number;
}

/** Undefined where a run of the queue is not here. */
async function drawnQueue(queue: Queue, { runs, state, dataset, digest }: LabelSources, signal?: AbortSignal): Promise<DrawnQueue | undefined> {
  const { manifest, items } = queue;
  const own = manifest.runs.flatMap((id) => runs.find((run) => run.id === id) ?? []);
  if (own.length < manifest.runs.length) return undefined;
  const cells = cellsByPlace(queue, own);
  const found: { content: string; behind: readonly Place[]; answered: boolean; cells: readonly number[] }[] = [];
  for (const item of items) {
    const behind = await behindItem(item, own, { dataset, digest }, signal);
    const answered = state.of(item.content).opinions.some(({ blind }) => blind && !afterReveal(blind, state));
    found.push({ content: item.content, behind, answered, cells: [...new Set(behind.flatMap((place) => cells.get(placeKey(place))?.map(({ cell }) => cell) ?? []))] });
  }
  const response = manifest.cells.map((_, cell) => {
    const drawn = found.filter((item) => item.cells.includes(cell));
    return drawn.length === 0 ? 0 : drawn.filter(({ answered }) => answered).length / drawn.length;
  });
  return {
    unit: manifest.unit,
    answered: found.filter(({ answered }) => answered).length,
    items: found,
    inclusion: (place) => 1 - (cells.get(placeKey(place)) ?? []).reduce((out, { cell, probability }) => out * (1 - probability * (response[cell] ?? 0)), 1),
  };
}

/** The cells that could draw each place, and with what probability; a real turn can be drawn with a probe of any of the runs. */
function cellsByPlace({ manifest }: Queue, runs: readonly LabelledRun[]): ReadonlyMap<string, readonly { readonly cell: number; readonly probability: number }[]> {
  const found = new Map<string, { cell: number; probability: number }[]>();
  const put = (place: Place, cell: number, share: number): void => {
    const { drawn, of } = manifest.cells[cell] ?? EMPTY_CELL;
    if (of > 0) found.set(placeKey(place), [...(found.get(placeKey(place)) ?? []), { cell, probability: (share * drawn) / of }]);
  };
  if (manifest.unit === "turns") {
    for (const candidate of turnCandidates(runs)) put(candidate.place, cellOf(manifest.cells, candidate), 1);
  } else {
    for (const candidate of probeCandidates(runs)) {
      const cell = cellOf(manifest.cells, candidate);
      put(candidate.real, cell, 1);
      for (const reply of candidate.replies) put(reply, cell, 1 / candidate.replies.length);
    }
  }
  return found;
}

const EMPTY_CELL: Pick<QueueCell, "drawn" | "of"> = { drawn: 0, of: 0 };

function ratedTurns(run: LabelledRun, probes: readonly ReturnType<typeof placesAt>[], labelled: ReadonlyMap<string, Labelled>): readonly RatedTurn[] {
  return probes.flatMap(({ real, replies }) => {
    if (!real.verdict) return [];
    const rated = ({ conversation, customer, outcome, position, branch, verdict, ...rest }: Place): RatedTurn => ({
      conversation,
      ...(customer === undefined ? {} : { customer }),
      outcome,
      position,
      branch,
      judge: verdict ? labelOf(verdict) : { status: "invalid", cause: "not-judged" },
      people: [],
      inclusion: 1,
      ...labelled.get(placeKey({ conversation, outcome, position, branch, verdict, ...rest })),
    });
    const ended = [...(run.state.probes.get(probeKey(real))?.samples.values() ?? [])].filter(({ continuation }) => continuation && continuation.continuation !== "reply");
    const { conversation, customer, outcome, position } = real;
    const structural: RatedTurn = { conversation, ...(customer === undefined ? {} : { customer }), outcome, position, branch: "simulated", judge: undefined, people: [], inclusion: 1 };
    return [rated(real), ...replies.filter(({ verdict }) => verdict).map(rated), ...ended.map(() => structural)];
  });
}

interface OwnInstruments {
  /** The values in the names of the run's codebook; undefined where the label is of another version. */
  values(instrument: LabelInstrument, values: LabelValues): LabelValues | undefined;
}

/** The run's instrument under either window (people see no window), and older versions that its codebook says how to read. */
function instrumentsOfRun({ run: { manifest }, digest, renaming }: LabelSources): OwnInstruments {
  const hashes = new Set([manifest.instrument.hash, ...(["causal", "full"] as const).map((window) => instrumentIdentity(manifest.codebook, digest, window).hash)]);
  return { values: (instrument, values) => (hashes.has(instrument.hash) ? values : renamed(instrument, values, manifest.codebook, renaming)) };
}

function countsOf({ run, queues, state }: LabelSources, drawn: ReadonlySet<string>, own: OwnInstruments): LabelCounts {
  const ofRun = new Set(queues.filter(({ manifest }) => manifest.runs.includes(run.id)).map(({ manifest }) => manifest.id));
  const counts = { used: 0, chosen: 0, notBlind: 0, otherInstrument: 0 };
  for (const content of state.contents) {
    for (const { label, blind } of state.of(content).opinions) {
      if (!label || !isAbout(label, run, ofRun)) continue;
      const usable = blind && !afterReveal(blind, state) ? blind : undefined;
      if (!drawn.has(content)) counts.chosen++;
      else if (!usable) counts.notBlind++;
      else if (own.values(usable.instrument, usable.values)) counts.used++;
      else counts.otherInstrument++;
    }
  }
  const { used, ...notUsed } = counts;
  return { used, notUsed };
}

function isAbout({ target }: LabelEntry, run: LabelledRun, queues: ReadonlySet<string>): boolean {
  switch (target.kind) {
    case "turn":
      return run.state.probes.has(probeKey(target));
    case "continuation":
      return target.run === run.id;
    case "item":
      return queues.has(target.queue);
  }
}

/** A clone that had not seen the reveal yet wrote on: its annotator knew all the same. */
function afterReveal({ by, at, target }: LabelEntry, state: LabelState): boolean {
  const revealed = target.kind === "item" ? state.revealed(by, target.queue) : undefined;
  return revealed !== undefined && at > revealed;
}
