// Owns the hash of a dataset's bytes, streamed. Refuses hashing a file that no longer is what was opened.
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Digest, Files } from "../core/ports.ts";
import { CHUNK } from "./sources/items.ts";

/** A file as it was when the dataset was opened. */
export interface FileStamp {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

export function stampOf(path: string, bytes: Bytes): FileStamp {
  return { path, size: bytes.size, modified: bytes.modified };
}

/** Opens the file again; rejects with `dataset-changed` when it is not the one stamped. The caller closes it. */
export async function reopened(files: Files, stamp: FileStamp): Promise<Bytes> {
  const bytes = await files.open(stamp.path);
  if (bytes.size === stamp.size && bytes.modified === stamp.modified) return bytes;
  await bytes.close();
  throw new Failure("dataset-changed", { path: stamp.path });
}

/** Hashes of smaller files are not kept. */
const LEAST = 2 * 1024 * 1024;

async function hashFile(files: Files, digest: Digest, stamp: FileStamp, signal: AbortSignal | undefined): Promise<string> {
  const bytes = await reopened(files, stamp);
  try {
    const kept = bytes.size < LEAST ? undefined : files.kept;
    const name = `hash:${stamp.path}`;
    const same = JSON.stringify([stamp.size, stamp.modified]);
    const found = await kept?.load(name);
    const [known, hash] = found ? new TextDecoder().decode(found).split("\n") : [];
    if (known === same && hash !== undefined) return hash;
    const running = digest.start();
    for (let at = 0; at < bytes.size; at += CHUNK) {
      signal?.throwIfAborted();
      running.update(await bytes.read(at, Math.min(CHUNK, bytes.size - at), signal));
    }
    const made = running.hex();
    await kept?.save(name, new TextEncoder().encode(`${same}\n${made}`));
    return made;
  } finally {
    await bytes.close();
  }
}

/** SHA-256 of the one file's bytes, or of the concatenated hashes of several in the given order. */
export async function hashFiles(files: Files, digest: Digest, stamps: readonly FileStamp[], signal?: AbortSignal): Promise<string> {
  const hashes: string[] = [];
  for (const stamp of stamps) hashes.push(await hashFile(files, digest, stamp, signal));
  const [only] = hashes;
  return hashes.length === 1 && only !== undefined ? only : digest.sha256(hashes.join(""));
}
