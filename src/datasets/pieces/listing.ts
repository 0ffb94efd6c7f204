// Owns what is kept of a large file so that it opens again at once while it stays: its list, ledger and problems as they were found.
// Refuses a file that changed in any way: that is read (stored.ts knows what of it need not be).
import type { Ledger } from "../../core/journal/entry.ts";
import type { Bytes, Kept } from "../../core/ports.ts";
import type { StrataNames } from "../../core/transcript/conversation.ts";
import type { ConversationEntry, Problem } from "../dataset.ts";
import type { JoinedPayments } from "../mapping/paymentLags.ts";
import type { DatasetTraits } from "../traits.ts";
import { OUTCOMES } from "./columns.ts";
import { bytesOfNumbers, framed, unframed } from "./framed.ts";
import { LEAST } from "./stored.ts";

/** All that reading a file gives. */
export interface Listing {
  /** Not kept: what joins a file is read anew. */
  readonly payments?: JoinedPayments;
  readonly entries: readonly ConversationEntry[];
  readonly ledger: Ledger;
  readonly strata: StrataNames;
  readonly problems: readonly Problem[];
}

/** How the file is read; a listing of another way is none. */
export interface ListingOptions {
  readonly path: string;
  readonly files: { readonly kept?: Kept };
  readonly pieceFormat: string;
  readonly mergeWithinMinutes: number;
}

/** The name of a way of reading that leaves these conversations out. */
export function readAs(pieceFormat: string, { excluded }: Pick<DatasetTraits, "excluded">): string {
  return excluded.size === 0 ? pieceFormat : JSON.stringify([pieceFormat, [...excluded].sort()]);
}

/** Counts up whenever reading the same file would give another listing, or its form changes. */
const VERSION = 1;
/** Numbers of an entry besides its offset. */
const WIDTH = 7;
/** For a text that is not there. */
const NONE = 0xffffffff;

type Sort = readonly [version: number, path: string, format: string, mergeWithinMinutes: number, size: number, modified: number];

interface Header extends Omit<Listing, "entries"> {
  readonly of: Sort;
  readonly rows: number;
  /** Ids and customers, one after the other. */
  readonly texts: string;
}

export async function keptListing(options: ListingOptions, bytes: Bytes): Promise<Listing | undefined> {
  const found = bytes.size < LEAST ? undefined : await options.files.kept?.load(nameOf(options));
  const { header, blocks: [offsets, numbers] } = (found && unframed(found)) ?? { header: undefined, blocks: [] };
  const { of, rows, texts, ledger, strata, problems } = (header ?? {}) as Partial<Header>;
  if (JSON.stringify(of) !== JSON.stringify(sortOf(options, bytes)) || !rows || texts === undefined || !ledger || !strata || !problems) return undefined;
  if (offsets?.length !== 8 * rows || numbers?.length !== 4 * rows * WIDTH) return undefined;
  return { ledger, strata, problems, entries: entriesIn(rows, new Float64Array(offsets.slice().buffer), new Uint32Array(numbers.slice().buffer), texts) };
}

export async function keepListing(options: ListingOptions, bytes: Bytes, { entries, ledger, strata, problems }: Listing): Promise<void> {
  const { kept } = options.files;
  // Only what lies in one file below what numbers can say is kept.
  if (!kept || bytes.size < LEAST || entries.some(({ offset, length = NONE, line = NONE }) => offset === undefined || length >= NONE || line >= NONE)) return;
  const offsets = Float64Array.from(entries, ({ offset = 0 }) => offset);
  const numbers = new Uint32Array(entries.length * WIDTH);
  const texts: string[] = [];
  let end = 0;
  let at = 0;
  const put = (text: string): number => {
    texts.push(text);
    return (end += text.length);
  };
  for (const { id, customer, outcome, turns, userTurns, line = 0, length = 0 } of entries) {
    numbers[at++] = line;
    numbers[at++] = length;
    numbers[at++] = OUTCOMES.indexOf(outcome);
    numbers[at++] = turns;
    numbers[at++] = userTurns;
    numbers[at++] = put(id);
    numbers[at++] = customer === undefined ? NONE : put(customer);
  }
  const header: Header = { of: sortOf(options, bytes), rows: entries.length, texts: texts.join(""), ledger, strata, problems };
  await kept.save(nameOf(options), framed(header, [bytesOfNumbers(offsets), bytesOfNumbers(numbers)]));
}

/** Written out for speed: spreading takes ten times as long, and of these there are a hundred thousand. */
function entriesIn(rows: number, offsets: Float64Array, numbers: Uint32Array, texts: string): readonly ConversationEntry[] {
  const entries: ConversationEntry[] = [];
  let begin = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * WIDTH;
    const line = numbers[at] ?? 0;
    const length = numbers[at + 1] ?? 0;
    const outcome = OUTCOMES[numbers[at + 2] ?? 0] ?? "unknown";
    const turns = numbers[at + 3] ?? 0;
    const userTurns = numbers[at + 4] ?? 0;
    const idEnd = numbers[at + 5] ?? 0;
    const customerEnd = numbers[at + 6] ?? NONE;
    const offset = offsets[row] ?? 0;
    const id = texts.slice(begin, idEnd);
    if (customerEnd === NONE) entries.push({ id, outcome, turns, userTurns, line, offset, length });
    else entries.push({ id, outcome, customer: texts.slice(idEnd, customerEnd), turns, userTurns, line, offset, length });
    begin = customerEnd === NONE ? idEnd : customerEnd;
  }
  return entries;
}

function sortOf({ path, pieceFormat, mergeWithinMinutes }: ListingOptions, { size, modified }: Bytes): Sort {
  return [VERSION, path, pieceFormat, mergeWithinMinutes, size, modified];
}

function nameOf({ path }: ListingOptions): string {
  return `listing:${path}`;
}
