// Owns the doors of the program: everything core and study need from outside. Refuses implementations.
import type { ChatMessage, ModelReport } from "./probe/probe.ts";
import type { LabelledProbe, LabelScheme } from "./stats/labelledProbe.ts";
import type { ReportOptions, StatsReport } from "./stats/reportShape.ts";

/** A file read by range. All offsets and sizes in bytes. */
export interface Bytes {
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Where these very bytes lie on this machine's disk, for other threads; its `modified` is the disk's. */
  readonly disk?: { readonly path: string; readonly modified: number };
  /**
   * Reads at most `length` bytes from `offset`; shorter only at the end of the file. With `room` the answer may lie in it, good until
   * the room is used again: whoever reads a large file reads it all into one room.
   */
  read(offset: number, length: number, signal?: AbortSignal, room?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Lower-case hexadecimal SHA-256 of UTF-8 text or bytes. */
export interface Digest {
  sha256(data: string | Uint8Array): string;
  /** The same over bytes that arrive in pieces. */
  start(): RunningDigest;
}

/** A SHA-256 in the making; `hex` ends it and may be called once. */
export interface RunningDigest {
  update(bytes: Uint8Array): void;
  hex(): string;
}

/** Wall clock; `now` is ISO 8601 in UTC, `milliseconds` since the epoch. */
export interface Clock {
  now(): string;
  milliseconds(): number;
  /** Resolves after the delay or rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Identifiers: `short(n)` gives n characters of [a-z0-9]. */
export interface Ids {
  unique(): string;
  short(length: number): string;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

/**
 * An append-only file of lines with one writer. `append` resolves when the line is written; it rejects with a
 * `Failure` when the lock is no longer ours or the disk refuses. `flush` forces it to disk.
 */
export interface JournalFile {
  readonly path: string;
  append(line: string): Promise<void>;
  flush(): Promise<void>;
  /** Releases the lock; later appends reject. */
  close(): Promise<void>;
}

/** A complete or cut line of a journal as read back. `line` counts from 1. */
export interface JournalLine {
  readonly line: number;
  readonly text: string;
  /** False for a last line without its line break (cut by a crash). */
  readonly complete: boolean;
}

/** Some whole lines of a journal as bytes, good for as long as somebody keeps them. `text` gives those from `from` up to `to`. */
export interface JournalBlock {
  readonly bytes: Uint8Array;
  text(from: number, to: number): string;
}

/** Journals of a `.fidelity` folder. Names are relative to it, e.g. `runs/x.jsonl`. */
export interface JournalStore {
  list(folder: string): Promise<readonly string[]>;
  /** Names of the folders in a folder, sorted; none where it does not exist. */
  folders(folder: string): Promise<readonly string[]>;
  read(name: string, signal?: AbortSignal): AsyncIterable<JournalLine>;
  /** The same bytes in blocks, where the store has them faster than line by line; only the last one may end without a line break. No byte order mark. */
  blocks?(name: string, signal?: AbortSignal): AsyncIterable<JournalBlock>;
  /** Takes the lock (stale locks after 30 s) and opens for append; a last line without line break is closed first. Rejects with `journal-locked` when another writer holds it. */
  open(name: string): Promise<JournalFile>;
  /**
   * Replaces a journal under its lock, all at once: a reader sees it as it was or as it is to be. `keep` gives each line as it
   * goes on, or undefined to take it out; the lines of `after`, asked for last, come behind. Rejects with `journal-locked`.
   */
  rewrite(name: string, keep: (line: string) => string | undefined, after: () => readonly string[]): Promise<void>;
  /** True when another live writer holds the lock. */
  held(name: string): Promise<boolean>;
  /** Calls back after the file grew or changed by another process. */
  watch(name: string, changed: () => void): { dispose(): void };
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  /** Tells equal requests apart where answers are kept, from 0; never sent. */
  readonly sample?: number;
  /** JSON schema the answer must follow; the model uses the strictest way its server supports. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
}

export interface ChatAnswer {
  /** Text without reasoning. */
  readonly text: string;
  /** The answer as it came, reasoning first, where it held any; for looking at once, never kept and never judged. */
  readonly raw?: string;
  readonly refusal?: string;
  readonly report: ModelReport;
  /** Rung of structured output used, when a schema was asked for. */
  readonly rung?: "schema" | "json" | "text";
}

/** A language model. `onText` gets the text so far while streaming. Rejects with a `Failure`; cancelled calls reject with the signal's reason. */
export interface ChatModel {
  readonly identity: ModelIdentity;
  /** Calls it has room for at once, at most; more wait their turn. */
  readonly atOnce?: number;
  complete(request: ChatRequest, onText: ((soFar: string) => void) | undefined, signal: AbortSignal): Promise<ChatAnswer>;
}

/** What a run stores of a model: never a key, never a header. */
export interface ModelIdentity {
  /** Endpoint name of the user's settings. */
  readonly endpoint: string;
  /** Scheme, host and port only. */
  readonly origin: string;
  readonly model: string;
}

/** Reading files and folders. Paths are absolute, in the host's form. */
export interface Files {
  /** Rejects with `file-not-found` or `file-unreadable`. */
  open(path: string): Promise<Bytes>;
  /** Undefined when nothing is there. */
  stat(path: string): Promise<{ readonly kind: "file" | "folder"; readonly size: number; readonly modified: number } | undefined>;
  /** Names in a folder, sorted; empty when it does not exist. */
  list(path: string): Promise<readonly string[]>;
  join(...parts: readonly string[]): string;
  basename(path: string): string;
  /** Where unpacked copies go; without it they are held in memory, and must be small. */
  readonly scratch?: Scratch;
  /** True for well-formed UTF-8, answered natively since it is asked of every byte of a large file. */
  readonly isUtf8?: (bytes: Uint8Array) => boolean;
  /** Deflated bytes unpacked natively: all members of a gzip file. Rejects with an error of any kind for what cannot be unpacked to its end. */
  readonly inflate?: (packed: AsyncIterable<Uint8Array>, format: "gzip" | "deflate-raw") => AsyncIterable<Uint8Array>;
  /** Other threads to read large files in; without it they are read in the caller's. */
  readonly threads?: Threads;
  /** What was learnt of large files, for the next opening; without it nothing is kept. */
  readonly kept?: Kept;
}

/** Threads that do the work their script knows by name. Rejects with the signal's reason, or an error of the same message as there. */
export interface Threads {
  /** Works worth running at once. */
  readonly atOnce: number;
  /** Bytes of a file below which starting threads costs more than it saves. */
  readonly worthwhile: number;
  run(work: string, job: unknown, signal?: AbortSignal): Promise<unknown>;
}

/** Bytes by name, kept for speed alone: they may be gone at any time. Neither rejects. */
export interface Kept {
  load(name: string): Promise<Uint8Array | undefined>;
  save(name: string, bytes: Uint8Array): Promise<void>;
}

/** Temporary files of this process, for what must be unpacked before it can be read by range. Gone when the process ends. */
export interface Scratch {
  /**
   * The copy made of `owner` in this `version`, made now from `pieces` when there is none yet; copies of its other versions may go.
   * Rejects as `pieces` does, or with `file-unreadable` when the disk refuses, and then keeps nothing.
   */
  open(owner: string, version: string, pieces: () => AsyncIterable<Uint8Array>): Promise<Bytes>;
}

/** Computes a report, away from the caller's thread where the host can. Rejects with the signal's reason when cancelled. */
export interface StatsEngine {
  report(probes: readonly LabelledProbe[], scheme: LabelScheme, options: ReportOptions, signal: AbortSignal): Promise<StatsReport>;
}
