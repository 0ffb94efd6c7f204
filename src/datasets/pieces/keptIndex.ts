// Owns what is kept of where the rows of a large table are. Refuses trusting it when the file, or how it is read, is another.
import type { Bytes } from "../../core/ports.ts";
import { RowIndex } from "../sources/rowIndex.ts";
import { framed, unframed } from "./framed.ts";
import type { ListingOptions } from "./listing.ts";
import { LEAST } from "./stored.ts";

/** Counts up whenever the form of the index becomes another. */
const VERSION = 1;

export async function keptIndex(options: ListingOptions, bytes: Pick<Bytes, "size" | "modified">): Promise<RowIndex | undefined> {
  const held = await options.files.kept?.load(nameOf(options));
  const { header, blocks: [index] } = (held && unframed(held)) ?? { header: undefined, blocks: [] };
  return index && JSON.stringify(header) === JSON.stringify(sortOf(options, bytes)) ? RowIndex.unpacked(index) : undefined;
}

export async function keepIndex(options: ListingOptions, bytes: Pick<Bytes, "size" | "modified">, index: RowIndex): Promise<void> {
  if (bytes.size >= LEAST) await options.files.kept?.save(nameOf(options), framed(sortOf(options, bytes), [index.packed()]));
}

function sortOf({ path, pieceFormat, mergeWithinMinutes }: ListingOptions, { size, modified }: Pick<Bytes, "size" | "modified">): readonly unknown[] {
  return [VERSION, path, pieceFormat, mergeWithinMinutes, size, modified];
}

function nameOf({ path }: ListingOptions): string {
  return `rows:${path}`;
}
