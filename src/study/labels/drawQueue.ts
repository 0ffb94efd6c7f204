// Owns drawing a queue by design from finished runs. Refuses the draw's formula (core/labels/draw.ts) and queues of what differs (differing.ts).
import type { RunManifest } from "../../core/journal/entry.ts";
import { drawSteps, inRandomOrder } from "../../core/labels/draw.ts";
import { LABELS_VERSION } from "../../core/labels/entry.ts";
import type { Queue, QueueItem, QueueManifest, QueueUnit } from "../../core/labels/queue.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { Clock, Digest, Ids } from "../../core/ports.ts";
import { seededRank } from "../../core/probe/seededRank.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import { inSlices } from "../panel/slices.ts";
import type { Run } from "../run.ts";
import { candidateSteps, contentAt, placeKey, probesOf, turnsOf, type Place } from "./population.ts";

export interface DrawOptions {
  readonly unit: QueueUnit;
  /** Items asked for; a probe is two. */
  readonly target: number;
  readonly seed: number;
  readonly annotators: readonly string[];
  /** Share of items that go to two annotators, 0 to 1; of no account with fewer than two. */
  readonly overlap?: number;
}

export interface DrawDoors {
  readonly digest: Pick<Digest, "sha256">;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
  /** Told as items are made. */
  readonly made?: (items: number, of: number) => void;
}

export const DEFAULT_OVERLAP = 0.25;

/** What a queue is made of besides its items. */
interface Frame extends Pick<QueueManifest, "purpose" | "unit" | "seed" | "target" | "cells" | "annotators" | "overlap"> {
  readonly runs: readonly Run[];
}

interface Placed {
  readonly place: Place;
  readonly inclusion?: number;
}

/**
 * Draws a queue from finished, planned runs of one dataset and one instrument. Nothing is written. By probes, each drawn probe gives its
 * real turn and one of its replies, drawn in turn, in two halves of the queue. Rejects with `queue-run-unfinished`, `queue-hand-picked`,
 * `queue-runs-differ`, or `queue-empty`.
 */
export async function drawQueue(runs: readonly Run[], dataset: Pick<Dataset, "read">, options: DrawOptions, doors: DrawDoors, signal?: AbortSignal): Promise<Queue> {
  const manifests = runs.map((run) => drawable(run));
  const [first] = manifests;
  if (!first) throw new Failure("queue-empty");
  if (manifests.some(({ dataset: each, instrument }) => each.hash !== first.dataset.hash || instrument.hash !== first.instrument.hash)) throw new Failure("queue-runs-differ");
  const stages = first.codebook.stages.map(({ name }) => name);
  const { unit, seed, target, annotators, overlap = DEFAULT_OVERLAP } = options;
  const common = { runs, purpose: "design" as const, unit, seed, target, annotators, overlap: annotators.length < 2 ? 0 : overlap };
  if (unit === "turns") {
    const { cells, drawn } = await inSlices(drawSteps(await inSlices(candidateSteps(runs, turnsOf), signal), { unit, target, seed, stages }), signal);
    return queueOf({ ...common, cells }, drawn.map(({ candidate, inclusion }) => ({ place: candidate.place, inclusion })), dataset, doors, signal);
  }
  const { cells, drawn } = await inSlices(drawSteps(await inSlices(candidateSteps(runs, probesOf), signal), { unit, target: Math.ceil(target / 2), seed, stages }), signal);
  const halves: [Placed[], Placed[]] = [[], []];
  for (const { candidate, inclusion } of drawn) {
    const [reply] = inRandomOrder(candidate.replies.map((place) => ({ key: placeKey(place), place })), seed, "reply");
    const coin = seededRank(seed, `half ${candidate.key}`) & 1;
    halves[coin ? 0 : 1].push({ place: candidate.real, inclusion });
    if (reply) halves[coin ? 1 : 0].push({ place: reply.place, inclusion: inclusion / candidate.replies.length });
  }
  return queueOf({ ...common, cells }, [...halves[0], ...halves[1]], dataset, doors, signal);
}

/** A queue of places, in their order; texts that are the same to the letter are one item. */
export async function queueOf(frame: Frame, placed: readonly Placed[], dataset: Pick<Dataset, "read">, { digest, clock, ids, made }: DrawDoors, signal?: AbortSignal): Promise<Queue> {
  const { runs, ...said } = frame;
  const [first] = runs;
  if (!first || placed.length === 0) throw new Failure("queue-empty");
  const { dataset: identity, instrument } = first.manifest;
  const at = clock.now();
  const items = new Map<string, QueueItem>();
  for (const [at, { place, inclusion }] of placed.entries()) {
    signal?.throwIfAborted();
    made?.(at, placed.length);
    const conversation = await dataset.read(place.conversation, signal);
    const content = contentAt(conversation, place, digest);
    if (items.has(content)) continue;
    const assignees = assigned(items.size, frame);
    items.set(content, { v: LABELS_VERSION, kind: "item", id: ids.short(10), content, conversation: place.conversation, turn: place.turn, ...(inclusion === undefined ? {} : { inclusion }), assignees });
  }
  const manifest: QueueManifest = {
    v: LABELS_VERSION,
    kind: "queue",
    // An annotator sees the id: it does not say who differed.
    id: `${at.slice(0, 10)}-${frame.purpose === "design" ? "drawn" : "chosen"}-${ids.short(4)}`,
    at,
    ...said,
    runs: runs.map(({ id }) => id),
    dataset: { name: identity.name, hash: identity.hash },
    instrument: { name: instrument.name, version: instrument.version, hash: instrument.hash },
    invented: runs.some((run) => run.manifest.provenance === "invented"),
  };
  return { manifest, items: [...items.values()] };
}

/** In turn; every so many-th item also goes to the next. */
function assigned(place: number, { annotators, overlap }: Pick<Frame, "annotators" | "overlap">): readonly string[] {
  const own = annotators[place % annotators.length];
  if (own === undefined) return [];
  const twice = Math.floor((place + 1) * overlap) > Math.floor(place * overlap);
  const next = annotators[(place + 1 + (Math.floor(place / annotators.length) % Math.max(1, annotators.length - 1))) % annotators.length];
  return twice && next !== undefined && next !== own ? [own, next] : [own];
}

function drawable(run: Run): RunManifest {
  const { manifest } = run;
  if (!manifest.planned) throw new Failure("queue-hand-picked");
  if (run.status !== "finished") throw new Failure("queue-run-unfinished", { run: run.title });
  return manifest;
}
