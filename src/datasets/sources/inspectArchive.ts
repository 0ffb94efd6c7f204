// Owns an Inspect log that is a zip archive, as lines of JSON: one sample a line, without the events that make most of it.
// Refuses archives that are bombs; a sample that cannot be unpacked is a line that says null, and is left out.
import { parsedJson } from "../../core/json.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { decode } from "./decode.ts";
import { inflated, MOST_TIMES, MOST_UNPACKED, UNSUSPICIOUS } from "./inflate.ts";
import { LONGEST_ITEM } from "./items.ts";
import { joined, memoryScratch, MOST_IN_MEMORY } from "./memoryScratch.ts";
import { membersOf, type ZipMember } from "./zip.ts";

const SAMPLE = /^samples\/.+\.json$/u;
const HEADER = "header.json";
const START = "_journal/start.json";
const MOST_HEADER = 4 * 1024 * 1024;

/** The parsed `eval` part of a log; undefined where there is none. Rejects with `archive-broken`. */
export async function archiveHeader(path: string, bytes: Bytes, signal?: AbortSignal): Promise<unknown> {
  const members = await membersOf(path, bytes, signal);
  const header = members.find(({ name }) => name === HEADER) ?? members.find(({ name }) => name === START);
  const value = header && (await parsed(header, MOST_HEADER, undefined, signal));
  return typeof value === "object" && value !== null && "eval" in value ? value.eval : undefined;
}

/** True for an archive that holds samples or a header as these logs do. */
export async function isInspectArchive(path: string, bytes: Bytes, signal?: AbortSignal): Promise<boolean> {
  const members = await membersOf(path, bytes, signal).catch((error: unknown) => {
    if (error instanceof Failure) return [];
    throw error;
  });
  return members.some(({ name }) => SAMPLE.test(name) || name === HEADER || name === START);
}

/** Files in which the log at `path` is its samples, one a line, in order of their names; `modified` stays the archive's. */
export function inspectFiles(files: Files, path: string): Files {
  const scratch = files.scratch ?? memoryScratch();
  const most = files.scratch ? MOST_UNPACKED : MOST_IN_MEMORY;
  return {
    ...files,
    async open(opened) {
      const bytes = await files.open(opened);
      if (opened !== path) return bytes;
      try {
        const copy = await scratch.open(`${path}#samples`, `${bytes.size} ${bytes.modified}`, () => sampleLines(path, bytes, most));
        return { size: copy.size, modified: bytes.modified, read: (offset, length, signal) => copy.read(offset, length, signal), close: () => copy.close() };
      } finally {
        await bytes.close();
      }
    },
  };
}

async function* sampleLines(path: string, bytes: Bytes, most: number): AsyncGenerator<Uint8Array> {
  const members = (await membersOf(path, bytes)).filter(({ name }) => SAMPLE.test(name));
  const limit = new Limit(path, bytes.size, most);
  for (const member of members.sort((a, b) => byName.compare(a.name, b.name))) {
    yield new TextEncoder().encode(`${JSON.stringify(slim(await parsed(member, LONGEST_ITEM, limit)))}\n`);
  }
}

const byName = new Intl.Collator("en", { numeric: true });

/** What all members together unpack to: they may share their bytes, and say less of themselves than they hold. */
class Limit {
  readonly #path: string;
  readonly #packed: number;
  readonly #most: number;
  #unpacked = 0;
  /** Set once the limit is passed; then the archive is refused, not a member. */
  passed: Failure | undefined;

  constructor(path: string, packed: number, most: number) {
    this.#path = path;
    this.#packed = packed;
    this.#most = most;
  }

  add(length: number): void {
    this.#unpacked += length;
    if (this.#unpacked > UNSUSPICIOUS && this.#unpacked > MOST_TIMES * this.#packed) this.passed = new Failure("unpacked-times", { path: this.#path, times: MOST_TIMES });
    else if (this.#unpacked > this.#most) this.passed = new Failure("unpacked-too-large", { path: this.#path, megabytes: Math.floor(this.#most / 1024 / 1024) });
    if (this.passed) throw this.passed;
  }
}

/** Null for a member that cannot be unpacked, is too large or is no JSON: it leaves only itself out. Rejects where it or all together are a bomb. */
async function parsed(member: ZipMember, most: number, limit?: Limit, signal?: AbortSignal): Promise<unknown> {
  try {
    return jsonOf(decode(await joined(counted(inflated(member.packed, most, signal), limit))).text) ?? null;
  } catch (error) {
    if (limit?.passed ?? (error instanceof Failure && error.id === "unpacked-times")) throw error;
    if (error instanceof Failure) return null;
    throw error;
  }
}

async function* counted(pieces: AsyncIterable<Uint8Array>, limit: Limit | undefined): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    limit?.add(piece.length);
    yield piece;
  }
}

/** JSON as Python writes it, in which a number may be NaN or infinite: such a one is null. Undefined where it is none. */
export function jsonOf(text: string): unknown {
  const value = parsedJson(text);
  if (value !== undefined || !/\b(?:NaN|Infinity)\b/u.test(text)) return value;
  return parsedJson(text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gu, (found) => (found.startsWith('"') ? found : "null")));
}

const NOT_KEPT = new Set(["events", "store", "output", "transcript", "message_pool", "model_usage"]);

function slim(sample: unknown): unknown {
  if (typeof sample !== "object" || sample === null || Array.isArray(sample)) return null;
  return Object.fromEntries(Object.entries(sample).filter(([field]) => !NOT_KEPT.has(field)));
}
