// Owns unpacking deflated bytes with the library of the platform, in large pieces. Refuses limits: whoever takes the pieces stops.
import { pipeline, Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import type { Files } from "../core/ports.ts";

/** Bytes given on at once: with the usual 16 KB most of the time goes into passing pieces on. */
const PIECE = 512 * 1024;

/** Every member of gzip, or a bare deflate stream; what follows is passed over. */
export const inflate: NonNullable<Files["inflate"]> = (packed, format) => {
  const unpacker = format === "gzip" ? createGunzip({ chunkSize: PIECE }) : createInflateRaw({ chunkSize: PIECE });
  // What goes wrong reaches whoever takes the pieces.
  return pipeline(Readable.from(packed), unpacker, () => undefined);
};
