// Owns the shapes of a queue of turns to label, and of its packet. Refuses drawing (draw.ts) and who labelled what (progress.ts).
import type { Codebook } from "../instrument/codebook.ts";
import type { LabelledText } from "./content.ts";
import type { LABELS_VERSION, LabelInstrument } from "./entry.ts";

/**
 * Why the items are in the queue. `design`: drawn with a known probability, so that their labels speak for the run. The others were
 * chosen because labels differ, and enter no agreement and no correction.
 */
export type QueuePurpose = "design" | "judge-people" | "judges" | "people";

/** `probes`: the real turn and one continuation of each drawn probe, apart; `turns`: each turn by itself. */
export type QueueUnit = "probes" | "turns";

/** A cell of the draw: how many there are and how many were drawn. What is left out is not told apart. Items do not say which cell they are of. */
export interface QueueCell {
  readonly outcome: "positive" | "negative";
  /** Turns only. */
  readonly branch?: "real" | "simulated";
  /** Of the simulated: theirs; real turns are shared by all runs. */
  readonly run?: string;
  /** Turns only: stages as the judge has them; "" where its label is invalid. */
  readonly stages?: readonly string[];
  /** Probes only: continuations that are shallower than the real turn, as deep, deeper, as the judge has them; "invalid" where it has no label. */
  readonly differences?: readonly Difference[];
  readonly of: number;
  readonly drawn: number;
}

export type Difference = "shallower" | "same" | "deeper" | "invalid";

/** First line of a queue. */
export interface QueueManifest {
  readonly v: typeof LABELS_VERSION;
  readonly kind: "queue";
  /** Name of the file without `.jsonl`. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly purpose: QueuePurpose;
  readonly unit: QueueUnit;
  readonly runs: readonly string[];
  readonly dataset: { readonly name: string; readonly hash: string };
  readonly instrument: LabelInstrument;
  readonly seed: number;
  /** Items asked for. */
  readonly target: number;
  readonly cells: readonly QueueCell[];
  readonly annotators: readonly string[];
  /** Share of items that go to two annotators. */
  readonly overlap: number;
  /** A run has an invented part: nothing computed from these labels is a finding. */
  readonly invented: boolean;
}

/** One thing to label; its number is its place in the file, from 1. Nothing says branch, outcome, or what a judge said. */
export interface QueueItem {
  readonly v: typeof LABELS_VERSION;
  readonly kind: "item";
  readonly id: string;
  readonly content: string;
  readonly conversation: string;
  readonly turn: number;
  /** Probability with which the draw took it, in (0, 1]; absent in queues that were not drawn. */
  readonly inclusion?: number;
  /** Names of annotators; empty: anybody. */
  readonly assignees: readonly string[];
}

export interface Queue {
  readonly manifest: QueueManifest;
  readonly items: readonly QueueItem[];
}

/** An item with its text, for a colleague who has no dataset. */
export interface PacketItem extends Omit<QueueItem, "kind" | "inclusion" | "conversation" | "turn">, LabelledText {
  readonly kind: "packet-item";
  readonly language: "en" | "zh";
}

/** First line of a packet: the queue, with the definitions to label by. */
export interface PacketManifest extends Pick<QueueManifest, "v" | "id" | "at" | "instrument" | "annotators" | "dataset"> {
  readonly kind: "packet";
  readonly codebook: Codebook;
}
