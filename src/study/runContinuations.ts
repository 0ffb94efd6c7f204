// Owns reading the continuations of a run journal as those of a continuations file, so that another judge can label them. Refuses placing them (recording.ts).
import { decodeEntry } from "../core/journal/codec.ts";
import { RunState } from "../core/journal/fold.ts";
import { Failure } from "../core/messages/failure.ts";
import type { ContinuationLine } from "../models/continuationsFile.ts";
import { simulatorName } from "./naming.ts";

/** In these lines `turn` is the merged turn, as journals have it. Undefined where the text is no journal; throws `run-continuations-none`. */
export function continuationsOfRun(text: string, path: string): readonly ContinuationLine[] | undefined {
  const [first = "", ...rest] = text.split("\n");
  const head = decodeEntry(first);
  if (!head.ok) return undefined;
  const state = new RunState();
  state.apply(head.entry);
  for (const line of rest) {
    const decoded = decodeEntry(line);
    if (decoded.ok) state.apply(decoded.entry);
  }
  const { manifest } = state;
  if (!manifest) return undefined;
  const found = [...state.probes.values()].flatMap(({ probe, samples }) => (probe.unanswered === undefined ? [...samples.values()] : []));
  // What a control shows is a turn of somebody else; its judge has to label all of them.
  const lines = found.flatMap(({ sample, continuation }) => (continuation && !continuation.donors ? [{ sample, continuation }] : []));
  if (lines.length === 0) throw new Failure("run-continuations-none", { path });
  const [simulator, condition] = [simulatorName(manifest.simulator), manifest.condition.name];
  return lines.map(({ sample, continuation: { probe, continuation: kind, text: said, provenance } }, at) => ({ line: at + 1, conversation: probe.conversation, turn: probe.turn, sample, simulator, condition, answer: { kind, text: said, provenance } }));
}
