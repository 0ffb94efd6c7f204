// Owns what came back of a batch: each results file is read once and known by its index from then on, its answers read again only where a call
// needs one. Refuses what an answer is worth.
import * as z from "zod/mini";
import { parsedJson } from "../core/json.ts";
import type { Digest } from "../core/ports.ts";
import { betterOf, readResult, type BatchResult } from "../models/batch/resultLine.ts";
import type { BatchLine, BatchPlace } from "./batchPlace.ts";

/** Counts up when lines are read otherwise. */
const VERSION = 1;
const KEY = 16;

/** Of each call in a file its best line: `key` tells two answers apart, `reason` why it must be asked again. */
const indexSchema = z.object({
  version: z.literal(VERSION),
  calls: z.array(z.union([z.object({ id: z.string(), kind: z.enum(["answer", "error"]), key: z.string() }), z.object({ id: z.string(), kind: z.literal("again"), reason: z.string() })])),
  unread: z.array(z.int()),
});
type Index = z.infer<typeof indexSchema>;
type Known = Index["calls"][number] & { readonly file: string };

const RANK = { answer: 2, error: 1, again: 0 } as const;

export class BatchResultFiles {
  readonly #place: BatchPlace;
  readonly #digest: Digest;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Known>();
  readonly #held = new Map<string, Promise<ReadonlyMap<string, BatchResult>>>();
  readonly #unread: Pick<BatchLine, "file" | "line">[] = [];

  private constructor(place: BatchPlace, digest: Digest, signal: AbortSignal) {
    this.#place = place;
    this.#digest = digest;
    this.#signal = signal;
  }

  /** Everything in a folder: the same files in any order give the same. */
  static async of(place: BatchPlace, digest: Digest, signal: AbortSignal): Promise<BatchResultFiles> {
    const files = new BatchResultFiles(place, digest, signal);
    for (const file of await place.resultFiles()) await files.#add(file);
    return files;
  }

  get ids(): Iterable<string> {
    return this.#known.keys();
  }

  /** Lines that are no result. */
  get unread(): readonly Pick<BatchLine, "file" | "line">[] {
    return this.#unread;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Distinct calls with an answer, with an error of their own, and that must be asked again, by reason. */
  counts(): { readonly answered: number; readonly refused: number; readonly again: Readonly<Record<string, number>> } {
    const again: Record<string, number> = {};
    let [answered, refused] = [0, 0];
    for (const known of this.#known.values()) {
      if (known.kind === "again") again[known.reason] = (again[known.reason] ?? 0) + 1;
      else if (known.kind === "answer") answered++;
      else refused++;
    }
    return { answered, refused, again };
  }

  async get(id: string): Promise<BatchResult | undefined> {
    const known = this.#known.get(id);
    if (known?.kind === "again") return { kind: "again", reason: known.reason };
    return known && (await this.#resultsIn(known.file)).get(id);
  }

  async #add(file: string): Promise<void> {
    const name = `${file}.index.json`;
    const stored = z.safeParse(indexSchema, parsedJson((await this.#place.text(name)) ?? ""));
    const index = stored.success ? stored.data : await this.#indexed(file);
    if (!stored.success) await this.#place.writeFile(name, JSON.stringify(index));
    this.#unread.push(...index.unread.map((line) => ({ file, line })));
    for (const call of index.calls) {
      const known = this.#known.get(call.id);
      if (!known || isBetter(call, known)) this.#known.set(call.id, { ...call, file });
    }
  }

  async #indexed(file: string): Promise<Index> {
    const unread: number[] = [];
    const results = await this.#resultsIn(file, unread);
    const calls = [...results].map(([id, result]): Index["calls"][number] =>
      result.kind === "again" ? { id, kind: result.kind, reason: result.reason } : { id, kind: result.kind, key: this.#digest.sha256(JSON.stringify(result)).slice(0, KEY) },
    );
    return { version: VERSION, calls, unread };
  }

  #resultsIn(file: string, unread: number[] = []): Promise<ReadonlyMap<string, BatchResult>> {
    const held = this.#held.get(file) ?? this.#read(file, unread);
    this.#held.set(file, held);
    return held;
  }

  async #read(file: string, unread: number[]): Promise<ReadonlyMap<string, BatchResult>> {
    const results = new Map<string, BatchResult>();
    for await (const { line, text } of this.#place.lines(file, this.#signal)) {
      if (text.trim() === "") continue;
      const read = readResult(text);
      if (read.ok) results.set(read.id, betterOf(results.get(read.id), read.result));
      else unread.push(line);
    }
    return results;
  }
}

/** As `betterOf`, of two files: which is read first is not for the results to depend on. */
function isBetter(a: Index["calls"][number], b: Index["calls"][number]): boolean {
  if (a.kind === "again" || b.kind === "again" || a.kind !== b.kind) return RANK[a.kind] > RANK[b.kind];
  return a.key < b.key;
}
