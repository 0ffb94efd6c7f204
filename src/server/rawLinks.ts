// Owns the links from a dataset's file to its transcripts: one a conversation, on its id. Refuses reading more than where each begins.
import type { DocumentLink } from "vscode-languageserver";
import { parsedJson } from "../core/json.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Files } from "../core/ports.ts";
import { transcriptAddress } from "../core/transcript/address.ts";
import type { ConversationEntry } from "../datasets/dataset.ts";
import { decode } from "../datasets/sources/decode.ts";
import { windowed } from "../datasets/sources/window.ts";
import { placeOf } from "../protocol/jsonPosition.ts";
import type { Opened } from "./attachedDatasets.ts";
import { byLine, lineStart } from "./rawLine.ts";

/** Links given of one file: the editor lays all of them out at once. */
export const MOST_LINKS = 5000;
/** Bytes looked at before and behind the beginning of a record. */
const LOOKED_AT = 512;

/** Links of the first conversations of a file; none where several begin on one line, or far from a line's beginning. */
export async function rawLinks({ dataset, key }: Opened, files: Pick<Files, "open">, language: Language, signal?: AbortSignal): Promise<DocumentLink[]> {
  const entries = byLine(dataset);
  const tooltip = sentence("link-transcript", {}, language);
  const links: DocumentLink[] = [];
  const bytes = await files.open(dataset.path);
  try {
    const window = windowed(bytes);
    const read = (offset: number, length: number): Promise<Uint8Array> => window(offset, Math.min(length, bytes.size - offset), signal);
    for (const [at, entry] of entries.entries()) {
      if (links.length === MOST_LINKS) break;
      if (entry.line === undefined || entries[at - 1]?.line === entry.line || entries[at + 1]?.line === entry.line) continue;
      const start = await lineStart({ read }, entry, LOOKED_AT);
      if (!start) continue;
      const { offset = 0, length = 0 } = entry;
      const before = decode(await read(start.offset, offset - start.offset)).text;
      const [record = ""] = decode(await read(offset, Math.min(length, LOOKED_AT))).text.split(/\r?\n/u, 1);
      const place = idPlace(record, entry);
      const line = entry.line - 1;
      links.push({
        range: { start: { line, character: before.length + place.start }, end: { line, character: before.length + place.end } },
        target: transcriptAddress({ dataset: key, conversation: entry.id }),
        tooltip,
      });
    }
  } finally {
    await bytes.close();
  }
  return links;
}

/** The id in the beginning of a record, else the record's first character. */
function idPlace(record: string, { id }: ConversationEntry): { readonly start: number; readonly end: number } {
  const { key, value } = placeOf(record, ["id"]);
  if (key && sameId(record.slice(value.start, value.end), id)) return value;
  const at = id === "" ? -1 : record.indexOf(id);
  return at === -1 ? { start: 0, end: 1 } : { start: at, end: at + id.length };
}

function sameId(json: string, id: string): boolean {
  const value = parsedJson(json);
  return (typeof value === "string" || typeof value === "number") && String(value) === id;
}
