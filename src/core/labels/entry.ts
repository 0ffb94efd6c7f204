// Owns the shapes of what people say about turns: labels, notes, disputes, and their undoing. Refuses text (codec.ts) and state (fold.ts).
import type { LabelField } from "../instrument/codebook.ts";
import type { InstrumentIdentity } from "../journal/entry.ts";

/** Version of the shapes in annotations, queues, adjudications and packets; every line carries it as `v`. */
export const LABELS_VERSION = 1;

/** What a person says of one turn: names of the codebook, at least one field. */
export type LabelValues = Readonly<Partial<Record<LabelField, string>>>;

/** The codebook a label speaks in. Labels of another version are counted apart. */
export type LabelInstrument = Pick<InstrumentIdentity, "name" | "version" | "hash">;

/**
 * What an entry is about. `turn` counts as {@link Probe.turn}. An `item` says nothing of its branch: whoever has the queue's runs finds
 * it by content; place and all are left out where they are not known, as in labels that came back with a packet.
 */
export type LabelTarget =
  | { readonly kind: "turn"; readonly conversation: string; readonly turn: number }
  | { readonly kind: "continuation"; readonly run: string; readonly conversation: string; readonly turn: number; readonly sample: number }
  | { readonly kind: "item"; readonly queue: string; readonly item: string; readonly conversation?: string; readonly turn?: number };

interface EntryBase {
  readonly v: typeof LABELS_VERSION;
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** The annotator, as they call themselves. */
  readonly by: string;
}

interface AboutTurn extends EntryBase {
  readonly target: LabelTarget;
  /** {@link contentHash} of what was read, so that labels find their turn again wherever it stands. */
  readonly content: string;
}

/** `agreed`: the judge's label was taken over; `changed`: it was seen and changed; `own`: given without it. */
export type LabelManner = "own" | "agreed" | "changed";

export interface LabelEntry extends AboutTurn {
  readonly kind: "label";
  readonly values: LabelValues;
  readonly instrument: LabelInstrument;
  /** True when branch, outcome, the judge's label and those of others were hidden until this was given. */
  readonly blind: boolean;
  readonly manner: LabelManner;
  readonly reason?: string;
}

/** The item cannot be labelled; it counts as not answered. */
export interface SkipEntry extends AboutTurn {
  readonly kind: "skip";
  readonly reason?: string;
}

export interface NoteEntry extends AboutTurn {
  readonly kind: "note";
  readonly text: string;
}

/** Somebody holds the label of a turn for wrong; open until it is resolved. */
export interface DisputeEntry extends AboutTurn {
  readonly kind: "dispute";
  readonly fields?: readonly LabelField[];
  readonly reason?: string;
}

export interface ResolveEntry extends AboutTurn {
  readonly kind: "resolve";
  readonly reason?: string;
}

/** Takes back an entry of the same annotator; undone itself, the first stands again. */
export interface UndoEntry extends EntryBase {
  readonly kind: "undo";
  readonly of: string;
}

/** From here on the annotator knows what the items of a queue are: what they label of it later is not blind. */
export interface RevealEntry extends EntryBase {
  readonly kind: "reveal";
  readonly queue: string;
}

export type TurnEntry = LabelEntry | SkipEntry | NoteEntry | DisputeEntry | ResolveEntry;
export type AnnotationEntry = TurnEntry | UndoEntry | RevealEntry;

/** An entry before it is written. */
export type AnnotationBody = AnnotationEntry extends infer Entry ? (Entry extends AnnotationEntry ? Omit<Entry, "v" | "id" | "at" | "by"> : never) : never;

/** The final label of a turn that several people labelled. Written to `adjudications/<queue>.jsonl`; of several of one content the latest counts. */
export interface AdjudicationEntry extends EntryBase {
  readonly kind: "adjudication";
  readonly queue: string;
  readonly item: string;
  readonly content: string;
  readonly values: LabelValues;
  readonly instrument: LabelInstrument;
  /** Ids of the labels it decides between. */
  readonly between: readonly string[];
  readonly reason: string;
}
