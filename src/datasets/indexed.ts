// Owns opening a file of JSON items: one pass for entries, ledger and problems with the texts dropped, then reading by byte offset.
// Refuses the meaning of an item (its RecordFormat).
import { parsedJson } from "../core/json.ts";
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Digest, Files } from "../core/ports.ts";
import type { ConversationEntry, Dataset, ReadProgress, ReadSoFar } from "./dataset.ts";
import { decode } from "./sources/decode.ts";
import { beginningOf, isBinary, scanOf, type Layout } from "./sources/guess.ts";
import { hashFiles, reopened, stampOf, type FileStamp } from "./hash.ts";
import { Inclusion } from "./inclusion.ts";
import { entryOf } from "./itemIntake.ts";
import type { PieceFormat } from "./pieces/piece.ts";
import { readInPieces } from "./pieces/reading.ts";
import { keepListing, keptListing, readAs, type Listing } from "./pieces/listing.ts";
import type { PieceOptions } from "./pieces/stored.ts";
import { OpenedDataset, type Records } from "./openedDataset.ts";
import { ProblemList } from "./problemList.ts";
import { nativeFormat } from "./readers/native.ts";
import { openaiMessagesFormat } from "./readers/openaiMessages.ts";
import type { RecordFormat } from "./readers/reading.ts";
import { datasetWarnings } from "./suspicionFinding.ts";
import type { DatasetTraits } from "./traits.ts";
import { windowed } from "./sources/window.ts";

export interface IndexedOptions {
  readonly path: string;
  readonly files: Files;
  readonly digest: Digest;
  readonly format: RecordFormat;
  /** How the file is cut into items. */
  readonly layout: Layout;
  /** The part of the file that holds the items, as if it were all; offsets and lines stay those of the file. */
  readonly view?: ((bytes: Bytes) => Bytes) | undefined;
  readonly traits: DatasetTraits;
  /** The identity will be asked for: its hash is made while other threads read. */
  readonly identified?: boolean | undefined;
  readonly onProgress?: ReadProgress | undefined;
  readonly onSoFar?: ReadSoFar | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Opens the file. Rejects with `file-not-found` or `file-unreadable`; everything wrong inside the file is a problem. */
export async function openIndexed(options: IndexedOptions): Promise<Dataset> {
  const { path, files, digest, format, traits } = options;
  const bytes = await files.open(path);
  try {
    const stamp = stampOf(path, bytes);
    const { beside } = format;
    const stamps = [stamp, ...(beside?.stamps ?? [])];
    const hash = options.identified && files.threads && bytes.size >= files.threads.worthwhile ? hashFiles(files, digest, stamps, options.signal) : undefined;
    // Whoever asks for the identity hears of it.
    hash?.catch(() => undefined);
    const { entries, ledger, strata, problems, payments } = await listingOf(options, bytes);
    const all = [...datasetWarnings(path, ledger), ...(beside?.problems ?? []), ...(beside?.warnings(ledger.payments) ?? []), ...problems];
    return new OpenedDataset({ path, format: format.name, traits, ledger, strata, problems: all, entries, records: recordsOf(options, stamp), stamps, hash, files, digest, ...(payments && { payments }) });
  } finally {
    await bytes.close();
  }
}

/** Reads the file, or what is kept of it where it is the same. */
async function listingOf(options: IndexedOptions, bytes: Bytes): Promise<Listing> {
  const { path, format, layout, view, traits, signal } = options;
  const { mergeWithinMinutes } = traits;
  const pieceFormat = layout === "lines" && view === undefined ? pieceFormatOf(format) : undefined;
  const pieces = pieceFormat && { ...options, pieceFormat, mergeWithinMinutes };
  const as = pieces && { ...pieces, pieceFormat: readAs(pieces.pieceFormat, traits) };
  const kept = as && (await keptListing(as, bytes));
  if (kept) return kept;
  const inclusion = new Inclusion(traits);
  const problems = new ProblemList(path);
  const binary = isBinary(await beginningOf(bytes, signal));
  const entries = binary ? [] : await scanned(options, pieces, view?.(bytes) ?? bytes, inclusion, problems);
  if (binary) problems.add({ line: 1, column: 1, severity: "error", id: "binary-file", values: {} });
  else if (inclusion.ledger().conversationsRead === 0) problems.add({ line: 1, column: 1, severity: "error", id: "empty-file", values: {} });
  const listing = { entries, ledger: inclusion.ledger(format.beside?.keys), strata: inclusion.strata(), problems: problems.all(), ...(format.beside && { payments: inclusion.payments(format.beside.keys) }) };
  if (as) await keepListing(as, bytes, listing);
  return listing;
}

async function scanned(options: IndexedOptions, pieces: PieceOptions | undefined, bytes: Bytes, inclusion: Inclusion, problems: ProblemList): Promise<readonly ConversationEntry[]> {
  const { name, strata } = options.traits;
  const onEntries = (entries: readonly ConversationEntry[]): void => options.onSoFar?.({ name, strata: { ...inclusion.strata(), ...strata }, entries });
  if (pieces) return readInPieces({ ...options, pieceFormat: pieces.pieceFormat, mergeWithinMinutes: pieces.mergeWithinMinutes, onEntries }, bytes, inclusion, problems);
  const entries: ConversationEntry[] = [];
  for await (const batch of scanOf(options.layout)(bytes, options.onProgress, options.signal)) {
    for (const item of batch) {
      const entry = entryOf(item, options.format, inclusion, problems);
      if (entry) entries.push(entry);
    }
    onEntries(entries);
  }
  return entries;
}

/** Formats made here and not from a mapping. */
function pieceFormatOf(format: RecordFormat): PieceFormat | undefined {
  return format === nativeFormat ? "native" : format === openaiMessagesFormat ? "openai-messages" : undefined;
}

/** Reads entries again by their byte range; several in file order cost few reads. */
function recordsOf({ files, format }: IndexedOptions, stamp: FileStamp): Records {
  return async function* records(entries, signal) {
    const bytes = await reopened(files, stamp);
    try {
      const read = windowed(bytes);
      for (const { id, line = 0, offset = 0, length = 0 } of entries) {
        signal?.throwIfAborted();
        const value = parsedJson(decode(await read(offset, length, signal)).text);
        const reading = value === undefined ? undefined : format.read(value, line);
        if (!reading || !("record" in reading) || reading.record.id !== id) throw new Failure("dataset-changed", { path: stamp.path });
        yield reading.record;
      }
    } finally {
      await bytes.close();
    }
  };
}
