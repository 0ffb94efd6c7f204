// Owns the rounds of a run that a batch engine answers: what to ask now, what came back, what is missing. Refuses the engine (models/batch/engine.ts) and the disk.
import { openaiChat } from "../models/openaiChat.ts";
import type { BatchCall } from "../models/batch/call.ts";
import { BatchDesk, type BatchResults } from "../models/batch/desk.ts";
import { DIALECTS, framing, RAY_ADAPTER, takesNoSchema, type Dialect } from "../models/batch/dialects.ts";
import { shardsOf } from "../models/batch/shards.ts";
import { FULL_SHAPE } from "../models/requestShape.ts";
import { parsedJson } from "../core/json.ts";
import { Failure } from "../core/messages/failure.ts";
import type { Clock, Digest } from "../core/ports.ts";
import type { BatchFile, BatchRequests } from "../protocol/batchFile.ts";
import { readBatch, writeBatch, type BatchPlace } from "./batchPlace.ts";
import { BatchResultFiles } from "./batchResults.ts";
import type { Job } from "./carrying.ts";
import type { PendingCall } from "./runner.ts";
import { waitsForJudge } from "./preflight.ts";
import type { Setup } from "./setup.ts";
import type { OpenDataset, Study } from "./study.ts";

export { DIALECTS };

/** What a batch needs from outside. `address` gives that of an endpoint by its name; no key is needed to write or read files. */
export interface BatchDoors {
  readonly study: Study;
  readonly place: BatchPlace;
  readonly clock: Clock;
  readonly digest: Digest;
  address(endpoint: string): Promise<string>;
}

/** How a round stands after everything that has come back was taken in. */
export interface BatchRound {
  /** Distinct calls with an answer, with an error of their own, and that must be asked again. */
  readonly answered: number;
  readonly refused: number;
  readonly again: Readonly<Record<string, number>>;
  /** Lines that are no result, by file and number; they are left out. */
  readonly unread: readonly { readonly file: string; readonly line: number }[];
  /** Results of calls that no request file of this folder asked. */
  readonly foreign: number;
  /** Calls that were written and have no result. */
  readonly missing: readonly AskedCall[];
  /** Calls that no request file has yet: the next stage, or another try. */
  readonly unasked: readonly AskedCall[];
}

export interface AskedCall extends PendingCall {
  readonly call: BatchCall;
}

/** A batch with its folder. */
export interface Begun<Place extends BatchPlace> {
  readonly place: Place;
  readonly file: BatchFile;
  readonly batch: Job;
}

/**
 * Begins a batch in the folder of its run, or finds the one that an equal plan has begun. A new one is first handed to `tried`, which
 * may have its judge tried; where that gives nothing, nothing is begun.
 */
export async function beginBatch<Place extends BatchPlace>(
  doors: Omit<BatchDoors, "place">,
  placeOf: (run: string) => Place,
  open: OpenDataset,
  { dialect, rung, ...given }: Pick<BatchFile, "home" | "data" | "options" | "rung"> & { readonly setup: Setup; readonly dialect: Dialect },
  tried: (batch: Job) => Promise<Job | undefined>,
  signal: AbortSignal,
): Promise<Begun<Place> | undefined> {
  const asked = { ...given, run: "", rung: rungOf(dialect, rung) };
  const planned = await planBatch(doors, open, asked, signal, false);
  const place = placeOf(planned.run.id);
  const known = await readBatch(place);
  if (known) return { place, file: known, batch: planned };
  const batch = await tried(planned);
  if (!batch) return undefined;
  const file: BatchFile = { what: "decision-fidelity-batch", version: 1, ...asked, run: planned.run.name, dialect, requests: [] };
  await writeBatch(place, file);
  return { place, file, batch };
}

/** Whether the judge of a batch is to be tried, and can be: only an engine behind an address answers at once. */
export function triesJudge(job: Job, dialect: Dialect): boolean {
  return dialect === "openai" && waitsForJudge(job);
}

/** The address, model and origin of later answers; the plan of a batch is the plan of an interactive run. */
export async function planBatch({ study, ...doors }: Omit<BatchDoors, "place">, open: OpenDataset, file: Pick<BatchFile, "options" | "run" | "home" | "rung"> & { readonly setup: Setup }, signal: AbortSignal, named = true): Promise<Job> {
  const { rule, seed, limit } = file.options;
  const options = { rule, seed, ...(limit === undefined ? {} : { limit }) };
  const later = laterCalls(doors, { get: () => Promise.resolve(undefined) }, file.rung, () => undefined);
  const { run, plan } = await study.plan(open, file.setup, options, signal, named ? file.run : undefined, file.home, later.calls);
  return { open, setup: file.setup, run, plan };
}

/** Takes in every result of the folder; the journal gets what is new. Any order, duplicates and parts of files give the same run. */
export async function takeIn(doors: BatchDoors, file: BatchFile, { open, setup, run, plan }: Job, signal: AbortSignal): Promise<BatchRound> {
  const results = await BatchResultFiles.of(doors.place, doors.digest, signal);
  const pending = new Map<string, PendingCall>();
  const later = laterCalls(doors, results, file.rung, (call) => pending.set(call.id, pending.get(call.id) ?? call));
  await doors.study.carryOut(open, setup, run, plan, signal, later.calls);
  const asked = await idsAsked(doors.place, signal);
  const left = [...pending.values()].flatMap((each) => {
    const call = later.desk.open.get(each.id);
    return call ? [{ ...each, call }] : [];
  });
  return {
    ...results.counts(),
    unread: results.unread,
    foreign: [...results.ids].filter((id) => !asked.has(id)).length,
    missing: left.filter(({ id }) => asked.has(id) && !results.has(id)),
    unasked: left.filter(({ id }) => !asked.has(id) || results.has(id)),
  };
}

/** Writes request files for what is unasked (`alsoMissing`: and for what was asked and never answered). Gives the new files. */
export async function writeRequests({ place }: Pick<BatchDoors, "place">, file: BatchFile, { missing, unasked }: BatchRound, alsoMissing: boolean): Promise<{ readonly file: BatchFile; readonly written: readonly BatchRequests[] }> {
  const dialect = dialectNamed(file.dialect);
  const asked = alsoMissing ? [...missing, ...unasked] : unasked;
  const round = 1 + Math.max(0, ...file.requests.map(({ round }) => round));
  const folder = `round-${String(round).padStart(2, "0")}`;
  const written: BatchRequests[] = [];
  for (const { endpoint, model, ids, text } of shardsOf(asked.map(({ call }) => call), dialect)) {
    const name = `${folder}/requests-${slug(model)}-${String(written.length + 1).padStart(3, "0")}.${framing(dialect).extension}`;
    written.push({ file: name, round, endpoint, model, calls: ids.length, sha256: await place.writeFile(name, text) });
  }
  if (written.length === 0) return { file, written };
  const lines = asked.map(({ id, stage, probe, sample }) => JSON.stringify({ custom_id: id, stage, conversation: probe.conversation, turn: probe.turn, sample }));
  await place.writeFile(`${folder}/calls.jsonl`, `${lines.join("\n")}\n`);
  if (dialect === "ray") await place.writeFile("ray_batch.py", RAY_ADAPTER);
  const next = { ...file, requests: [...file.requests, ...written] };
  await writeBatch(place, next);
  return { file: next, written };
}

async function idsAsked(place: BatchPlace, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { text } of place.calls(signal)) {
    const call = parsedJson(text);
    if (typeof call === "object" && call !== null && "custom_id" in call && typeof call.custom_id === "string") ids.add(call.custom_id);
  }
  return ids;
}

/** The dialect of that name. Rejects others with `batch-dialect-unknown`. */
export function dialectNamed(name: string): Dialect {
  const known = DIALECTS.find((each) => each === name);
  if (!known) throw new Failure("batch-dialect-unknown", { dialect: name, known: DIALECTS.join(", ") });
  return known;
}

/** How strictly a dialect can be asked for a form. */
function rungOf(dialect: Dialect, asked: BatchFile["rung"]): BatchFile["rung"] {
  return takesNoSchema(dialect) ? "text" : asked;
}

function laterCalls({ clock, digest, address }: Pick<BatchDoors, "clock" | "digest" | "address">, results: BatchResults, rung: BatchFile["rung"], pending: (call: PendingCall) => void) {
  const desk = new BatchDesk(results, digest);
  return {
    desk,
    calls: {
      pending,
      chatModel: async (endpoint: string, model: string) => openaiChat({ name: endpoint, baseUrl: await address(endpoint), model }, { clock, call: desk.caller(endpoint), shape: { ...FULL_SHAPE, rung } }),
    },
  };
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
}
