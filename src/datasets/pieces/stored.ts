// Owns what is kept of a file's pieces between two openings, and whether it still holds. Refuses trusting it when the file is another one.
import type { Bytes, Digest, Kept } from "../../core/ports.ts";
import { withoutUnended } from "./columns.ts";
import { bytesOfNumbers, framed, unframed } from "./framed.ts";
import type { PieceFacts, PieceFormat } from "./piece.ts";
import { sampleOf } from "../sources/sample.ts";

export interface PieceOptions {
  readonly path: string;
  readonly files: { readonly kept?: Kept };
  readonly digest: Digest;
  readonly pieceFormat: PieceFormat;
  readonly mergeWithinMinutes: number;
}

/** Counts up whenever facts or their form become other ones. */
const VERSION = 4;
/** Smaller files are read as fast as what is kept of them. */
export const LEAST = 2 * 1024 * 1024;

interface Header {
  readonly version: number;
  readonly path: string;
  readonly format: PieceFormat;
  readonly mergeWithinMinutes: number;
  readonly size: number;
  readonly modified: number;
  /** A longer file is read from here on: behind its last line break. */
  readonly upTo: number;
  readonly sample: string;
  readonly pieces: readonly { readonly rows: number; readonly lines: number; readonly unendedAt: number | null; readonly texts: string; readonly labels: readonly string[] }[];
}

/** The pieces kept of a file that is the same or only grew, and up to where they are good; none, and 0, for any other. */
export async function keptPieces({ path, files, digest, pieceFormat, mergeWithinMinutes }: PieceOptions, bytes: Bytes, signal?: AbortSignal): Promise<{ readonly pieces: readonly PieceFacts[]; readonly upTo: number }> {
  const found = bytes.size < LEAST ? undefined : await files.kept?.load(nameOf(path));
  const held = found && unpacked(found);
  if (held) {
    const { header, pieces } = held;
    const ours = header.version === VERSION && header.path === path && header.format === pieceFormat && header.mergeWithinMinutes === mergeWithinMinutes;
    if (ours && header.size === bytes.size && header.modified === bytes.modified) return { pieces, upTo: header.size };
    if (ours && bytes.size > header.size && header.sample === (await sampleOf(bytes, header.upTo, digest, signal))) return { pieces: pieces.map(ended), upTo: header.upTo };
  }
  return { pieces: [], upTo: 0 };
}

/** Keeps the pieces for the next opening. */
export async function keepPieces({ path, files, digest, pieceFormat, mergeWithinMinutes }: PieceOptions, bytes: Bytes, pieces: readonly PieceFacts[]): Promise<void> {
  if (!files.kept || bytes.size < LEAST) return;
  const upTo = pieces.findLast(({ unendedAt }) => unendedAt !== undefined)?.unendedAt ?? bytes.size;
  const header: Header = {
    version: VERSION,
    path,
    format: pieceFormat,
    mergeWithinMinutes,
    size: bytes.size,
    modified: bytes.modified,
    upTo,
    sample: await sampleOf(bytes, upTo, digest),
    pieces: pieces.map(({ columns: { rows, texts, labels }, lines, unendedAt }) => ({ rows, lines, unendedAt: unendedAt ?? null, texts, labels })),
  };
  await files.kept.save(nameOf(path), packed(header, pieces));
}

function nameOf(path: string): string {
  return `pieces:${path}`;
}

/** Without the line that had no end: it may have got one. */
function ended({ columns, lines, unendedAt }: PieceFacts): PieceFacts {
  return unendedAt === undefined ? { columns, lines } : { columns: withoutUnended(columns), lines: lines - 1 };
}

function packed(header: Header, pieces: readonly PieceFacts[]): Uint8Array {
  return framed(header, pieces.map(({ columns: { numbers } }) => bytesOfNumbers(numbers)));
}

/** Undefined for bytes that are not of {@link packed}, whoever wrote them. */
function unpacked(bytes: Uint8Array): { readonly header: Header; readonly pieces: readonly PieceFacts[] } | undefined {
  const found = unframed(bytes);
  const header = found?.header as Partial<Header> | undefined;
  if (header?.version !== VERSION) return undefined;
  const { pieces } = header as Header;
  return {
    header: header as Header,
    pieces: pieces.map(({ rows, lines, unendedAt, texts, labels }, at): PieceFacts => {
      const numbers = new Float64Array(found?.blocks[at]?.slice().buffer ?? new ArrayBuffer(0));
      return { columns: { rows, numbers, texts, labels }, lines, ...(unendedAt !== null && { unendedAt }) };
    }),
  };
}
