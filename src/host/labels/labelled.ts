// Owns what a labelling command in a transcript acts on: the comment it was called with, else the continuation our commands point at,
// else the real turn under the cursor. Refuses asking and writing.
import type { Codebook, DecisionState } from "../../core/instrument/codebook.ts";
import type { LabelInstrument, LabelTarget } from "../../core/labels/entry.ts";
import type { Conversation } from "../../core/transcript/conversation.ts";
import type { CurrentContinuation } from "../../study/currentContinuation.ts";
import type { Study } from "../../study/study.ts";
import type { Transcripts } from "../../study/transcripts.ts";
import type { ContinuationView } from "../../study/turnViews.ts";
import { concealed } from "../concealed.ts";
import type { TurnPlace } from "../probing.ts";
import { cursorPlace } from "../turnPlace.ts";

/** One turn a person can say something about, with the judge's label where it has one. */
export interface Labelled {
  readonly place: TurnPlace;
  readonly conversation: Conversation;
  /** Absent for the real turn. */
  readonly view?: ContinuationView;
  readonly target: LabelTarget;
  readonly codebook: Codebook;
  readonly instrument: LabelInstrument;
  readonly judged?: DecisionState;
}

export interface LabelledDoors {
  readonly study: Study;
  readonly transcripts: Transcripts;
  readonly current: CurrentContinuation;
}

/** Undefined where there is no turn, where it was never probed (no instrument is known), and while its queue is labelled blind. */
export async function labelledBy(given: unknown, { study, transcripts, current }: LabelledDoors): Promise<Labelled | undefined> {
  const comment = commentIn(given, study);
  const place = comment?.place ?? (await cursorPlace(transcripts));
  if (!place) return undefined;
  const address = { dataset: place.open.key, conversation: place.conversation };
  const { conversation } = await transcripts.of(address);
  const turnView = concealed.views(study, place.open, place.conversation).get(place.turn);
  const pointer = current.of(address);
  const pointed = comment ? comment.view?.id : pointer?.turn === place.turn ? pointer.id : undefined;
  const view = turnView?.continuations.find(({ id }) => id === pointed);
  const manifest = study.manifestOf(place.open, view?.run ?? turnView?.real?.run ?? turnView?.continuations[0]?.run ?? "");
  if (!turnView || !manifest || (view && (view.kind !== "reply" || view.donors !== undefined))) return undefined;
  const { name, version, hash } = manifest.instrument;
  const base = { place, conversation, codebook: manifest.codebook, instrument: { name, version, hash } };
  const at = { conversation: place.conversation, turn: place.turn };
  if (view) return { ...base, view, target: { kind: "continuation", run: view.run, ...at, sample: view.sample }, ...(view.state ? { judged: view.state } : {}) };
  const verdict = turnView.real?.verdict;
  return { ...base, target: { kind: "turn", ...at }, ...(verdict?.status === "valid" ? { judged: verdict.state } : {}) };
}

/** A comment of a thread: what the editor hands to a command of its buttons. */
function commentIn(given: unknown, study: Study): { readonly place: TurnPlace; readonly view?: ContinuationView } | undefined {
  const comment = given as { readonly place?: TurnPlace; readonly view?: ContinuationView } | undefined;
  return comment?.place && study.datasets.includes(comment.place.open) ? { place: comment.place, ...(comment.view ? { view: comment.view } : {}) } : undefined;
}
