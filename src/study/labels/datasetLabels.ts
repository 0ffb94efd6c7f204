// Owns labels that a dataset came with as annotators: joined to the turns of the dataset a judge labelled, read in common categories.
// Refuses corrections: such labels are of real turns only.
import type { Codebook } from "../../core/instrument/codebook.ts";
import { categoriesOf, judgedCategory, type LabelScale } from "../../core/labels/scale.ts";
import type { RatedTurn } from "../../core/stats/agreementShape.ts";
import type { Label, LabelScheme, OutcomeValue } from "../../core/stats/labelledProbe.ts";
import type { Conversation, Turn } from "../../core/transcript/conversation.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import { schemeOf } from "../reportOf.ts";

/** The judge's label of a real turn and what its conversation came to; undefined where the turn was not judged. */
export type JudgedAt = (conversation: Conversation, turn: number) => { readonly label: Label; readonly outcome: OutcomeValue } | undefined;

export interface DatasetRatings {
  readonly turns: readonly RatedTurn[];
  /** In the categories of the scales. */
  readonly scheme: LabelScheme;
  readonly annotators: readonly string[];
  /** User turns with a label; those of them that are turns of the judged dataset; labelled conversations that are not in it. */
  readonly labelled: number;
  readonly joined: number;
  readonly otherConversations: number;
}

export interface DatasetLabelSources {
  /** Where the labels are. */
  readonly labels: Dataset;
  /** What was judged; the same dataset where the labels are in it. */
  readonly judged: Dataset;
  readonly scales: readonly LabelScale[];
  readonly codebook: Codebook;
  /** Absent: people are compared with each other only. */
  readonly judge?: JudgedAt;
}

/** Every labelled user turn, weighing 1: a dataset's people labelled all there was. */
export async function datasetRatings({ labels, judged, scales, codebook, judge }: DatasetLabelSources, signal?: AbortSignal): Promise<DatasetRatings> {
  const whole = schemeOf(codebook);
  const scheme: LabelScheme = {
    stages: listOf(scales, "stage", whole.stages.map(({ name }) => name)).map((name) => ({ name, definition: "" })),
    emotions: listOf(scales, "emotion", whole.emotions),
    blockers: listOf(scales, "blocker", whole.blockers),
  };
  const turns: RatedTurn[] = [];
  const annotators = new Set<string>();
  let [labelled, joined, otherConversations] = [0, 0, 0];
  for await (const theirs of labels.all(signal)) {
    const people = theirs.turns.map((turn) => peopleAt(turn, scales, scheme));
    const count = people.filter((each) => each.length > 0).length;
    if (count === 0) continue;
    labelled += count;
    const same = labels === judged;
    if (!same && !judged.entry(theirs.id)) {
      otherConversations++;
      continue;
    }
    const own = same ? theirs : await judged.read(theirs.id, signal);
    const places = same ? theirs.turns.map(({ index }) => index) : alignedTurns(theirs.turns, own.turns);
    for (const [at, given] of people.entries()) {
      const place = places[at];
      if (given.length === 0 || place === undefined) continue;
      joined++;
      const found = judge?.(own, place);
      if (judge && !found) continue;
      for (const { by } of given) annotators.add(by);
      turns.push({
        conversation: own.id,
        ...(own.customer === undefined ? {} : { customer: own.customer }),
        outcome: found?.outcome ?? own.outcome.value,
        position: place,
        branch: "real",
        judge: found && judgedLabel(found.label, scales),
        people: given,
        inclusion: 1,
      });
    }
  }
  return { turns, scheme, annotators: [...annotators].sort(), labelled, joined, otherConversations };
}

/**
 * For each turn the place of the same turn in another copy of the conversation, or undefined: the same place where both have as many turns
 * of the same roles and the texts share half their words, else the next turn of that role with the same words.
 */
export function alignedTurns(from: readonly Turn[], to: readonly Turn[]): readonly (number | undefined)[] {
  const same = from.length === to.length && from.every(({ role }, i) => to[i]?.role === role);
  let next = 0;
  return from.map((turn, i) => {
    if (same) return alike(turn.text, to[i]?.text ?? "") ? i : undefined;
    const at = to.findIndex((other, place) => place >= next && other.role === turn.role && words(other.text).join(" ") === words(turn.text).join(" "));
    if (at >= 0) next = at + 1;
    return at < 0 ? undefined : at;
  });
}

function alike(a: string, b: string): boolean {
  const [one, other] = [words(a), words(b)];
  const shared = one.filter((word) => other.includes(word)).length;
  return one.length + other.length === 0 || 2 * shared >= Math.max(one.length, other.length);
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function peopleAt({ role, messages }: Turn, scales: readonly LabelScale[], scheme: LabelScheme): RatedTurn["people"] {
  if (role !== "user") return [];
  const given = new Map<string, Partial<Record<LabelScale["field"], string>>>();
  const labels = messages.flatMap((message) => message.labels);
  for (const scale of scales) {
    for (const [by, category] of categoriesOf(labels, scale, categoriesIn(scheme, scale))) given.set(by, { ...given.get(by), [scale.field]: category });
  }
  return [...given].map(([by, values]) => ({ by, values }));
}

function categoriesIn({ stages, emotions, blockers }: LabelScheme, { field }: LabelScale): readonly string[] {
  return field === "stage" ? stages.map(({ name }) => name) : field === "emotion" ? emotions : blockers;
}

function listOf(scales: readonly LabelScale[], field: LabelScale["field"], whole: readonly string[]): readonly string[] {
  const scale = scales.find((each) => each.field === field);
  return scale ? (scale.categories ?? whole) : [];
}

function judgedLabel(label: Label, scales: readonly LabelScale[]): Label {
  if (label.status === "invalid") return label;
  const values: Partial<Record<LabelScale["field"], string>> = {};
  for (const scale of scales) {
    const category = judgedCategory(label, scale);
    if (category !== undefined) values[scale.field] = category;
  }
  return { status: "valid", stage: "", ...values };
}
