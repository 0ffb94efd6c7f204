// Owns how far a queue is and what comes next for whom. Refuses what labels say: cells are counted only where nothing is given away.
import { LABEL_FIELDS, type LabelField } from "../../core/instrument/codebook.ts";
import type { LabelState, TextLabels } from "../../core/labels/fold.ts";
import type { Queue, QueueItem } from "../../core/labels/queue.ts";

export interface AnnotatorProgress {
  readonly by: string;
  /** Items that are theirs; all of them where nobody is named. */
  readonly assigned: number;
  readonly answered: number;
  readonly skipped: number;
  /** They have looked behind the queue: what they label now is not blind. */
  readonly revealed: boolean;
}

export interface QueueProgress {
  readonly items: number;
  /** Items with a label of anybody. */
  readonly answered: number;
  /** Items that have all the labels they are to have. */
  readonly done: number;
  /** Items whose blind labels of several people differ, and that nobody decided. */
  readonly differing: number;
  readonly adjudicated: number;
  readonly disputed: number;
  readonly annotators: readonly AnnotatorProgress[];
}

export function queueProgress({ manifest, items }: Queue, state: LabelState): QueueProgress {
  const people = new Map<string, { assigned: number; answered: number; skipped: number }>();
  const of = (by: string): { assigned: number; answered: number; skipped: number } => {
    const known = people.get(by) ?? { assigned: 0, answered: 0, skipped: 0 };
    people.set(by, known);
    return known;
  };
  for (const by of manifest.annotators) of(by);
  let [answered, done, differing, adjudicated, disputed] = [0, 0, 0, 0, 0];
  for (const item of items) {
    const said = state.of(item.content);
    for (const by of item.assignees) of(by).assigned++;
    for (const opinion of said.opinions) {
      if (opinion.skipped) of(opinion.by).skipped++;
      else if (opinion.label) of(opinion.by).answered++;
    }
    const labels = said.opinions.filter(({ label }) => label);
    answered += Number(labels.length > 0);
    done += Number(isDone(item, said));
    differing += Number(!said.adjudication && differsBetweenPeople(said));
    adjudicated += Number(said.adjudication !== undefined);
    disputed += Number(said.disputed);
  }
  const open = items.filter(({ assignees }) => assignees.length === 0).length;
  const annotators = [...people].map(([by, { assigned, ...rest }]) => ({ by, assigned: assigned + open, ...rest, revealed: state.revealed(by, manifest.id) !== undefined }));
  return { items: items.length, answered, done, differing, adjudicated, disputed, annotators };
}

/** The next item for an annotator after place `after` (from 1; 0 for the first), round to those before it; undefined when nothing is left for them. */
export function nextItem({ items }: Queue, state: LabelState, by: string, after = 0): QueueItem | undefined {
  for (let step = 0; step < items.length; step++) {
    const item = items[(after + step) % items.length];
    if (item && isFor(item, state.of(item.content), by)) return item;
  }
  return undefined;
}

/** Items whose labels differ between people, for adjudication; decided ones too where asked. */
export function differingItems({ items }: Queue, state: LabelState, decidedToo = false): readonly { readonly item: QueueItem; readonly said: TextLabels }[] {
  return items.map((item) => ({ item, said: state.of(item.content) })).filter(({ said }) => differsBetweenPeople(said) && (decidedToo || !said.adjudication));
}

/** Whether a label now given counts as blind. */
export function blindFor(queue: Queue, state: LabelState, by: string): boolean {
  return state.revealed(by, queue.manifest.id) === undefined;
}

function isFor(item: QueueItem, { opinions }: TextLabels, by: string): boolean {
  const own = opinions.find((opinion) => opinion.by === by);
  if (own?.label || own?.skipped) return false;
  // Nobody named: one label is enough.
  return item.assignees.length === 0 ? !opinions.some(({ label }) => label) : item.assignees.includes(by);
}

function isDone({ assignees }: QueueItem, { opinions }: TextLabels): boolean {
  const settled = opinions.filter(({ label, skipped }) => label !== undefined || skipped);
  return assignees.length === 0 ? settled.length > 0 : assignees.every((by) => settled.some((opinion) => opinion.by === by));
}

/** Whether people's labels of a text differ in one of the fields; what only one of them labelled does not. */
export function differsBetweenPeople({ opinions }: TextLabels, fields: readonly LabelField[] = LABEL_FIELDS): boolean {
  const labels = opinions.flatMap(({ label }) => label ?? []);
  return fields.some((field) => new Set(labels.flatMap(({ values }) => values[field] ?? [])).size > 1);
}
