// Owns queues of turns whose labels differ: judge and people, two judges, people among themselves. Refuses drawing by design: what is
// chosen because it differs says nothing about the rest, and enters no agreement and no correction.
import { LABEL_FIELDS, type LabelField } from "../../core/instrument/codebook.ts";
import type { Verdict } from "../../core/journal/entry.ts";
import { inRandomOrder } from "../../core/labels/draw.ts";
import type { LabelValues } from "../../core/labels/entry.ts";
import type { LabelState } from "../../core/labels/fold.ts";
import type { Queue, QueuePurpose } from "../../core/labels/queue.ts";
import { Failure } from "../../core/messages/failure.ts";
import { probeKey } from "../../core/probe/probe.ts";
import type { Run } from "../run.ts";
import { queueOf, type DrawDoors } from "./drawQueue.ts";
import type { ItemDoors } from "./items.ts";
import { contentAt, placeKey, placesAt, type Place } from "./population.ts";
import { differsBetweenPeople } from "./progress.ts";

export interface DifferingOptions {
  readonly purpose: Exclude<QueuePurpose, "design">;
  /** At most so many, in random order. */
  readonly target: number;
  readonly seed: number;
  readonly annotators: readonly string[];
  /** Fields that must differ, one of them; default: the stage. */
  readonly fields?: readonly LabelField[];
}

/** Under `judges`, `runs` are two runs on the same turns and continuations; else the first is meant. Rejects with `draw-nothing-differs`. */
export async function differingQueue(runs: readonly Run[], state: LabelState, { purpose, target, seed, annotators, fields = ["stage"] }: DifferingOptions, doors: DrawDoors & ItemDoors, signal?: AbortSignal): Promise<Queue> {
  const places = purpose === "judges" ? betweenJudges(runs, fields) : await labelledDifferently(runs, state, purpose, fields, doors, signal);
  if (places.length === 0) throw new Failure("draw-nothing-differs");
  const chosen = inRandomOrder(places.map((place) => ({ key: placeKey(place), place })), seed, purpose).slice(0, target);
  return queueOf({ runs, purpose, unit: "turns", seed, target, annotators, overlap: 0, cells: [] }, chosen.map(({ place }) => ({ place })), doors.dataset, doors, signal);
}

function betweenJudges([first, second]: readonly Run[], fields: readonly LabelField[]): readonly Place[] {
  if (!first || !second) return [];
  return [...first.state.probes.values()].flatMap((probe) => {
    const other = second.state.probes.get(probeKey(probe.probe));
    if (!other) return [];
    const [own, theirs] = [placesAt(first, probe), placesAt(second, other)];
    const pairs: readonly (readonly [Place, Place | undefined])[] = [[own.real, theirs.real], ...own.replies.map((reply) => [reply, theirs.replies.find(({ sample, text }) => sample === reply.sample && text === reply.text)] as const)];
    return pairs.flatMap(([a, b]) => (b && differ(valuesOf(a.verdict), valuesOf(b.verdict), fields) ? [a] : []));
  });
}

async function labelledDifferently([run]: readonly Run[], state: LabelState, purpose: QueuePurpose, fields: readonly LabelField[], { dataset, digest }: ItemDoors, signal?: AbortSignal): Promise<readonly Place[]> {
  const turns = new Set<string>();
  for (const content of state.contents) {
    for (const { target } of state.of(content).entries) if (target.conversation !== undefined && target.turn !== undefined) turns.add(probeKey({ conversation: target.conversation, turn: target.turn }));
  }
  const found: Place[] = [];
  for (const key of turns) {
    const probe = run?.state.probes.get(key);
    if (!run || !probe) continue;
    const conversation = await dataset.read(probe.probe.conversation, signal);
    const { real, replies } = placesAt(run, probe);
    for (const place of [real, ...replies]) {
      const said = state.of(contentAt(conversation, place, digest));
      const judged = valuesOf(place.verdict);
      const chosen = purpose === "people" ? !said.adjudication && differsBetweenPeople(said, fields) : said.opinions.some(({ label }) => label !== undefined && differ(label.values, judged, fields));
      if (chosen) found.push(place);
    }
  }
  return found;
}

function valuesOf(verdict: Verdict | undefined): LabelValues {
  return verdict?.status === "valid" ? verdict.state : {};
}

/** An invalid label differs from a valid one; a field that one of them does not have, where it has others, does not. */
function differ(a: LabelValues, b: LabelValues, fields: readonly LabelField[]): boolean {
  const empty = (values: LabelValues): boolean => LABEL_FIELDS.every((field) => values[field] === undefined);
  if (empty(a) !== empty(b)) return true;
  return fields.some((field) => a[field] !== undefined && b[field] !== undefined && a[field] !== b[field]);
}
