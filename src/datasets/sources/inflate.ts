// Owns unpacking deflated bytes piece by piece, with limits that stop a bomb. Refuses deciding where the pieces go.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files } from "../../core/ports.ts";
import { CHUNK } from "./items.ts";

/** Bytes a file may unpack to on disk. */
export const MOST_UNPACKED = 8 * 1024 ** 3;

/** How many times its size a file may unpack to, once it is over {@link UNSUSPICIOUS} bytes. Text reaches 5 to 50, bombs 1,000. */
export const MOST_TIMES = 250;
/** Bytes anything may unpack to, whatever its size. */
export const UNSUSPICIOUS = 16 * 1024 * 1024;

/** Bytes given to the slow unpacker at once: it answers all it makes of them before anyone can stop it. */
const SIP = 16 * 1024;

/** A stretch of a file that holds packed bytes. */
export interface Packed {
  /** For the sentences of failures. */
  readonly path: string;
  readonly bytes: Bytes;
  readonly offset: number;
  readonly length: number;
  /** gzip, one member or several; the bare deflate stream of a zip archive; or bytes as they are. */
  readonly format: "gzip" | "deflate-raw" | "stored";
  readonly inflate?: Files["inflate"] | undefined;
}

/**
 * The unpacked bytes in pieces. Rejects with `unpacked-too-large` beyond `most` bytes, `unpacked-times` beyond a suspicious ratio,
 * and `archive-broken` for what cannot be unpacked to its end.
 */
export async function* inflated(packed: Packed, most: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const { path, length } = packed;
  let total = 0;
  try {
    for await (const piece of packed.format === "stored" ? piecesOf(packed, CHUNK, signal) : unpacked(packed, packed.format, signal)) {
      total += piece.length;
      if (total > most) throw new Failure("unpacked-too-large", { path, megabytes: Math.floor(most / 1024 / 1024) });
      if (total > UNSUSPICIOUS && total > MOST_TIMES * length) throw new Failure("unpacked-times", { path, times: MOST_TIMES });
      yield piece;
    }
  } catch (error) {
    if (signal?.aborted || error instanceof Failure) throw error;
    throw new Failure("archive-broken", { path, reason: (error instanceof Error && error.message) || "its bytes are not deflated" }, { cause: error });
  }
}

async function* piecesOf({ path, bytes, offset, length }: Packed, size: number, signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let read = 0; read < length; ) {
    signal?.throwIfAborted();
    const piece = await bytes.read(offset + read, Math.min(size, length - read), signal);
    if (piece.length === 0) throw new Failure("archive-broken", { path, reason: "it ends too early" });
    read += piece.length;
    // The port does not say so, but nothing here shares its memory with another thread.
    yield piece as Uint8Array<ArrayBuffer>;
  }
}

/** The platform's unpacker is fast but stops after the first of several gzip members; the rest is then for the slow one. */
async function* unpacked(packed: Packed, format: "gzip" | "deflate-raw", signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (packed.inflate) {
    yield* packed.inflate(piecesOf(packed, CHUNK, signal), format);
    return;
  }
  let made = 0;
  try {
    const stream: ReadableStream<Uint8Array> = streamOf(piecesOf(packed, CHUNK, signal)).pipeThrough(new DecompressionStream(format));
    for await (const piece of stream) {
      made += piece.length;
      yield piece;
    }
  } catch (error) {
    if (signal?.aborted || format !== "gzip" || !isTrailing(error)) throw error;
    yield* severalMembers(packed, made, signal);
  }
}

/** The pieces as a stream; `ReadableStream.from` is not in every library of types. */
function streamOf(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => { await pieces.return(undefined); },
  });
}

function isTrailing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_TRAILING_JUNK_AFTER_STREAM_END";
}

/** Every member of a gzip file but for the first `skip` unpacked bytes. What follows the last member and is none is passed over, as gzip does. */
async function* severalMembers(packed: Packed, skip: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const { Gunzip } = await import("fflate");
  let made: Uint8Array[] = [];
  let members = 0;
  const unpacker = new Gunzip((piece) => made.push(piece));
  unpacker.onmember = () => {
    members++;
  };
  let given = 0;
  let past = 0;
  for await (const piece of piecesOf(packed, SIP, signal)) {
    given += piece.length;
    let ended = false;
    try {
      unpacker.push(piece, given === packed.length);
    } catch (error) {
      if (members < 1 || !(error instanceof Error) || !("code" in error) || error.code !== NO_MEMBER) throw error;
      ended = true;
    }
    for (const each of made) {
      const from = Math.min(each.length, Math.max(0, skip - past));
      past += each.length;
      if (from < each.length) yield each.subarray(from);
    }
    made = [];
    if (ended) return;
  }
}

/** The unpacker's code for bytes that begin no gzip member. */
const NO_MEMBER = 6;
