// Owns reading a continuations file against an open dataset. Refuses its line format (models/continuationsFile.ts).
import type { Digest, Files, Log } from "../core/ports.ts";
import { probeKey, type Provenance } from "../core/probe/probe.ts";
import { sentence } from "../core/messages/sentences.ts";
import { Failure } from "../core/messages/failure.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Plan } from "./plan.ts";
import { continuationsOfRun } from "./runContinuations.ts";
import { parseContinuations, Recording, type ContinuationLine, type ContinuationProblem, type RecordedPlace } from "../models/continuationsFile.ts";

/** A continuations file placed at the turns of a dataset. */
export interface OpenRecording {
  readonly recording: Recording;
  /** Names as the file gives them; "mixed" where it gives several. */
  readonly simulator: string;
  readonly condition: string;
  readonly judge: string;
  readonly instrument: string;
  /** `invented` when any line is. */
  readonly provenance: Provenance;
  readonly hash: string;
  readonly problems: readonly ContinuationProblem[];
}

/** Lines at turns that a plan does not probe, in the order of the file; of conversations that were not drawn, none. */
export function unchosenPlaces({ places }: Recording, { conversations, manifest }: Plan): readonly RecordedPlace[] {
  const chosen = new Set(conversations.flatMap(({ probes }) => probes.map(({ probe }) => probeKey(probe))));
  const drawn = new Set(conversations.map(({ id }) => id));
  return places
    .filter((place) => !chosen.has(probeKey(place)) && (manifest.limit === undefined || drawn.has(place.conversation)))
    .sort((a, b) => a.line - b.line);
}

/** Larger continuations files are refused: they are read whole. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Reads and places a continuations file, or the continuations of a run journal. Lines that cannot be used are problems; rejects when nothing can be used. */
export async function readRecording(path: string, dataset: Dataset, doors: { readonly files: Files; readonly digest: Digest; readonly log: Log }, signal: AbortSignal): Promise<OpenRecording> {
  const bytes = await doors.files.open(path);
  let content: Uint8Array;
  try {
    if (bytes.size > MOST_BYTES) throw new Failure("file-unreadable", { path, reason: `${bytes.size} bytes` });
    content = await bytes.read(0, bytes.size, signal);
  } finally {
    await bytes.close();
  }
  const text = new TextDecoder().decode(content);
  const ofRun = continuationsOfRun(text, path);
  const { lines, problems } = ofRun ? { lines: ofRun, problems: [] } : parseContinuations(text);
  const found: ContinuationProblem[] = [...problems];
  const recording = new Recording();
  const byConversation = new Map<string, ContinuationLine[]>();
  for (const line of lines) byConversation.set(line.conversation, [...(byConversation.get(line.conversation) ?? []), line]);
  for (const [id, own] of byConversation) {
    signal.throwIfAborted();
    if (!dataset.entry(id)) {
      found.push(...own.map(({ line }): ContinuationProblem => ({ line, id: "conversation-not-found", values: { conversation: id, dataset: dataset.name } })));
      continue;
    }
    const conversation = await dataset.read(id, signal);
    for (const line of own) {
      const problem = recording.place(conversation, ofRun ? { ...line, turn: conversation.turns[line.turn]?.messages[0]?.fileIndex ?? -1 } : line);
      if (problem) found.push(problem);
    }
  }
  for (const { line, id, values } of found.slice(0, 20)) doors.log.warn(`${path}:${line}: ${sentence(id, values)}`);
  if (recording.conversations.size === 0) throw new Failure("recording-no-match", { count: lines.length, path, dataset: dataset.name });
  return {
    recording,
    simulator: only(lines.map((line) => line.simulator)) ?? "recorded",
    condition: only(lines.map((line) => line.condition)) ?? "persona",
    judge: only(lines.map((line) => line.answer.states?.judge)) ?? "recorded",
    instrument: only(lines.map((line) => line.answer.states?.instrument)) ?? "v1",
    provenance: lines.some((line) => line.answer.provenance === "invented") ? "invented" : "imported",
    hash: doors.digest.sha256(content),
    problems: found.sort((a, b) => a.line - b.line),
  };
}

function only(values: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(values.filter((value) => value !== undefined));
  return distinct.size > 1 ? "mixed" : [...distinct][0];
}
