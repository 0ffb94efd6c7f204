// Owns text files that are one conversation each, a line a turn with parts between commas, as one JSON item. Refuses meaning: parts
// are named, not understood.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { decode } from "./decode.ts";

/** Bytes such a file may have. */
const LONGEST_FILE = 4 * 1024 * 1024;

/**
 * The rows of a text: `parts` are the names of what stands between the commas of a line, from the left up to `text` and from the right
 * after it, since a text may hold commas itself. Undefined when a line has fewer.
 */
export function rowsOfText(text: string, parts: readonly string[]): readonly Readonly<Record<string, string>>[] | undefined {
  const rows: Readonly<Record<string, string>>[] = [];
  const before = parts.indexOf("text");
  const after = parts.length - before - 1;
  for (const line of text.split(/\r\n|\r|\n/u)) {
    if (line.trim() === "") continue;
    const cut = line.split(",");
    if (cut.length < parts.length) return undefined;
    const values = [...cut.slice(0, before), cut.slice(before, cut.length - after).join(","), ...cut.slice(cut.length - after)];
    rows.push(Object.fromEntries(parts.map((part, index) => [part, values[index] ?? ""])));
  }
  return rows;
}

/** Files in which the file at `path` is one JSON item `{rows: [...]}`; stat, names and time of change stay as they are. */
export function lineFiles(files: Files, path: string, parts: readonly string[]): Files {
  return {
    ...files,
    async open(opened) {
      const bytes = await files.open(opened);
      if (opened !== path) return bytes;
      try {
        if (bytes.size > LONGEST_FILE) throw new Failure("file-unreadable", { path, reason: `more than ${LONGEST_FILE / 1024 / 1024} MB` });
        const { text } = decode(await bytes.read(0, bytes.size));
        const rows = rowsOfText(text, parts);
        return held(new TextEncoder().encode(JSON.stringify(rows ? { rows } : text)), bytes.modified);
      } finally {
        await bytes.close();
      }
    },
  };
}

function held(whole: Uint8Array, modified: number): Bytes {
  return {
    size: whole.length,
    modified,
    read: (offset, length) => Promise.resolve(whole.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}
