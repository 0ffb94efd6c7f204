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
    for (const [at, whole] of people.entries()) {
      const place = places[at];
      if (whole.length === 0 || place === undefined) continue;
      const given = same ? whole : peopleAt(saidIn(theirs.turns[at], own.turns[place]), scales, scheme);
      if (given.length === 0) continue;
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
 * of the same roles and it has half the words of the turn there, else the next turn of that role with the same words, or the very next with half of its:
 * a copy may end early, within a turn.
 */
export function alignedTurns(from: readonly Turn[], to: readonly Turn[]): readonly (number | undefined)[] {
  const parallel = from.length === to.length && from.every(({ role }, i) => to[i]?.role === role);
  let next = 0;
  return from.map((turn, i) => {
    if (parallel) return covered(to[i]?.text ?? "", turn.text) ? i : undefined;
    const ahead = (fits: (other: Turn) => boolean): number => to.findIndex((other, place) => place >= next && other.role === turn.role && fits(other));
    const spoken = words(turn.text).join(" ");
    const same = ahead((other) => words(other.text).join(" ") === spoken);
    const at = same < 0 ? ahead(() => true) : same;
    const found = to[at];
    if (!found || !covered(found.text, turn.text)) return undefined;
    next = at + 1;
    return at;
  });
}

/** A turn with the messages alone that stand in its other copy: some copies give a user the last sentences of the agent. */
function saidIn(turn: Turn | undefined, copy: Turn | undefined): Pick<Turn, "role" | "messages"> {
  return { role: turn?.role ?? "agent", messages: (turn?.messages ?? []).filter(({ text }) => covered(text, copy?.text ?? "")) };
}

/** Whether half the words of a text are in another, each as often. */
function covered(text: string, by: string): boolean {
  const own = words(text);
  const left = [...words(by)];
  const shared = own.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return 2 * shared.length >= own.length;
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function peopleAt({ role, messages }: Pick<Turn, "role" | "messages">, scales: readonly LabelScale[], scheme: LabelScheme): RatedTurn["people"] {
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
