// Owns an Inspect log that is a zip archive, as lines of JSON: one sample a line, without the events that make most of it.
// Refuses samples that unpack to more than an item may have; such a line says null and is left out.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { decode } from "./decode.ts";
import { MOST_UNPACKED } from "./inflate.ts";
import { LONGEST_ITEM } from "./items.ts";
import { memoryScratch, MOST_IN_MEMORY } from "./memoryScratch.ts";
import { membersOf, readMember, type ZipMember } from "./zip.ts";

const SAMPLE = /^samples\/.+\.json$/u;
const HEADER = "header.json";
const START = "_journal/start.json";
const MOST_HEADER = 4 * 1024 * 1024;

/** The parsed `eval` part of a log; undefined where there is none. Rejects with `archive-broken`. */
export async function archiveHeader(path: string, bytes: Bytes, signal?: AbortSignal): Promise<unknown> {
  const members = await membersOf(path, bytes, signal);
  const header = members.find(({ name }) => name === HEADER) ?? members.find(({ name }) => name === START);
  const value = header && (await parsed(header, MOST_HEADER, signal));
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
  let total = 0;
  for (const member of members.sort((a, b) => byName.compare(a.name, b.name))) {
    const line = new TextEncoder().encode(`${JSON.stringify(slim(await parsed(member, LONGEST_ITEM)))}\n`);
    total += line.length;
    if (total > most) throw new Failure("unpacked-too-large", { path, megabytes: Math.floor(most / 1024 / 1024) });
    yield line;
  }
}

const byName = new Intl.Collator("en", { numeric: true });

/** Undefined becomes null: a member that cannot be unpacked or is no JSON leaves only itself out. */
async function parsed(member: ZipMember, most: number, signal?: AbortSignal): Promise<unknown> {
  try {
    return jsonOf(decode(await readMember(member, most, signal)).text);
  } catch (error) {
    if (error instanceof Failure || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** JSON as Python writes it, in which a number may be NaN or infinite: such a one is null. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError) || !/\b(?:NaN|Infinity)\b/u.test(text)) throw error;
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gu, (found) => (found.startsWith('"') ? found : "null")));
  }
}

const NOT_KEPT = new Set(["events", "store", "output", "transcript", "message_pool", "model_usage"]);

function slim(sample: unknown): unknown {
  if (typeof sample !== "object" || sample === null || Array.isArray(sample)) return null;
  return Object.fromEntries(Object.entries(sample).filter(([field]) => !NOT_KEPT.has(field)));
}
