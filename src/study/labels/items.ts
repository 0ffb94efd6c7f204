// Owns what an item of a queue is of: its text, found by content, and behind it branch, run and the judge's label. Refuses showing either.
import type { Queue, QueueItem } from "../../core/labels/queue.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { Digest } from "../../core/ports.ts";
import { prefixAt } from "../../core/probe/prefix.ts";
import { probeKey, type Prefix } from "../../core/probe/probe.ts";
import type { LabelledText } from "../../core/labels/content.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import { contentAt, placesAt, textAt, type LabelledRun, type Place } from "./population.ts";

/** What a person may see of an item before they answered. */
export interface ShownItem extends LabelledText {
  readonly item: QueueItem;
  /** Place in the queue, from 1. */
  readonly number: number;
  readonly of: number;
  readonly language: Prefix["language"];
}

export interface ItemDoors {
  readonly dataset: Pick<Dataset, "read">;
  readonly digest: Pick<Digest, "sha256">;
}

/** The text of an item. Rejects with `queue-item-gone` where dataset and runs no longer have it, or as {@link Dataset.read}. */
export async function shownItem(queue: Queue, item: QueueItem, runs: readonly LabelledRun[], doors: ItemDoors, signal?: AbortSignal): Promise<ShownItem> {
  const conversation = await doors.dataset.read(item.conversation, signal);
  const place = placesOf(item, runs).find((each) => contentAt(conversation, each, doors.digest) === item.content);
  const number = queue.items.indexOf(item) + 1;
  if (!place) throw new Failure("queue-item-gone", { queue: queue.manifest.id, number });
  return { item, number, of: queue.items.length, ...textAt(conversation, place), language: prefixAt(conversation, item.turn).language };
}

/** What stands behind an item: more than one place where texts are the same to the letter. For after the answer, and for statistics. */
export async function behindItem(item: QueueItem, runs: readonly LabelledRun[], doors: ItemDoors, signal?: AbortSignal): Promise<readonly Place[]> {
  const conversation = await doors.dataset.read(item.conversation, signal);
  return placesOf(item, runs).filter((place) => contentAt(conversation, place, doors.digest) === item.content);
}

/** All places of the runs at the turn of an item: the real turn once, and every reply. */
function placesOf({ conversation, turn }: QueueItem, runs: readonly LabelledRun[]): readonly Place[] {
  const found = runs.flatMap((run) => {
    const state = run.state.probes.get(probeKey({ conversation, turn }));
    return state ? [placesAt(run, state)] : [];
  });
  return [...found.slice(0, 1).map(({ real }) => real), ...found.flatMap(({ replies }) => replies)];
}
