// Owns the form of what is kept of a file: a header as JSON, and blocks of numbers or text behind it. Refuses what they mean.
import { parsedJson } from "../../core/json.ts";

const ALIGNED = 8;

interface Frame {
  readonly header: unknown;
  /** Bytes of each block. */
  readonly blocks: readonly number[];
}

/** Length of the frame, the frame, the blocks; each begins where numbers may. */
export function framed(header: unknown, blocks: readonly Uint8Array[]): Uint8Array {
  const frame: Frame = { header, blocks: blocks.map(({ length }) => length) };
  const text = new TextEncoder().encode(JSON.stringify(frame));
  let at = aligned(4 + text.length);
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + aligned(length), at));
  new DataView(whole.buffer).setUint32(0, text.length, true);
  whole.set(text, 4);
  for (const block of blocks) {
    whole.set(block, at);
    at += aligned(block.length);
  }
  return whole;
}

/** Header and blocks of {@link framed}, which stay parts of the bytes; undefined for bytes that are not of it. The header is the caller's to trust. */
export function unframed(bytes: Uint8Array): { readonly header: unknown; readonly blocks: readonly Uint8Array[] } | undefined {
  if (bytes.length < 4) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const frame = parsedJson(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (!isFrame(frame)) return undefined;
  let at = aligned(4 + length);
  const blocks = frame.blocks.map((size) => {
    const block = bytes.subarray(at, at + size);
    at += aligned(size);
    return block;
  });
  return at === bytes.length ? { header: frame.header, blocks } : undefined;
}

/** The bytes of numbers, as they are. */
export function bytesOfNumbers({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null && "header" in value && "blocks" in value && Array.isArray(value.blocks) && value.blocks.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNED) * ALIGNED;
}
