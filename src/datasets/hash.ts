// Owns files as they were when a dataset was opened: stamp, opening again, hash. Refuses files that no longer are what was opened.
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Digest, Files } from "../core/ports.ts";
import { CHUNK } from "./sources/items.ts";
import { sampleOf } from "./sources/sample.ts";

/** A file as it was when the dataset was opened. */
export interface FileStamp {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

export function stampOf(path: string, bytes: Bytes): FileStamp {
  return { path, size: bytes.size, modified: bytes.modified };
}

/**
 * Opens the file again, as it was: of one that only grew since `remember`, the part that was there. Rejects with
 * `dataset-changed` when it is not the one stamped. The caller closes it.
 */
export async function reopened(files: Files, stamp: FileStamp): Promise<Bytes> {
  const bytes = await files.open(stamp.path);
  if (bytes.size === stamp.size && bytes.modified === stamp.modified) return bytes;
  if (bytes.size > stamp.size && (await beginsAs(stamp, bytes))) return upTo(stamp, bytes);
  await bytes.close();
  throw new Failure("dataset-changed", { path: stamp.path });
}

/** What a stamped file began with, and the longer file last seen to begin so. */
interface Remembered {
  readonly digest: Digest;
  readonly sample: string;
  grown?: Pick<FileStamp, "size" | "modified">;
}

const remembered = new WeakMap<FileStamp, Remembered>();

/** Looks at a file that still is the one stamped, so that it is known again when it has grown. */
export async function remember(files: Files, digest: Digest, stamp: FileStamp, signal?: AbortSignal): Promise<void> {
  if (remembered.has(stamp)) return;
  const bytes = await reopened(files, stamp);
  try {
    await rememberBytes(bytes, digest, stamp, signal);
  } finally {
    await bytes.close();
  }
}

async function rememberBytes(bytes: Bytes, digest: Digest, stamp: FileStamp, signal?: AbortSignal): Promise<string> {
  const sample = remembered.get(stamp)?.sample ?? (await sampleOf(bytes, stamp.size, digest, signal));
  if (!remembered.has(stamp)) remembered.set(stamp, { digest, sample });
  return sample;
}

/** Whether a longer file begins as a stamped one that was remembered. */
export async function beginsAs(stamp: FileStamp, bytes: Bytes): Promise<boolean> {
  const known = remembered.get(stamp);
  if (!known) return false;
  const { size, modified } = bytes;
  if (known.grown?.size === size && known.grown.modified === modified) return true;
  if ((await sampleOf(bytes, stamp.size, known.digest)) !== known.sample) return false;
  known.grown = { size, modified };
  return true;
}

function upTo({ size, modified }: FileStamp, bytes: Bytes): Bytes {
  return {
    size,
    modified,
    read: (offset, length, signal) => bytes.read(offset, Math.min(length, Math.max(0, size - offset)), signal),
    close: () => bytes.close(),
  };
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
    const [known, hash, looked] = found ? new TextDecoder().decode(found).split("\n") : [];
    if (known === same && hash !== undefined && looked !== undefined) {
      // Looking again would unpack the whole of a packed file.
      if (!remembered.has(stamp)) remembered.set(stamp, { digest, sample: looked });
      return hash;
    }
    const running = digest.start();
    const room = new Uint8Array(Math.min(CHUNK, bytes.size));
    for (let at = 0; at < bytes.size; at += CHUNK) {
      signal?.throwIfAborted();
      running.update(await bytes.read(at, Math.min(CHUNK, bytes.size - at), signal, room));
    }
    const made = running.hex();
    const sample = await rememberBytes(bytes, digest, stamp, signal);
    await kept?.save(name, new TextEncoder().encode(`${same}\n${made}\n${sample}`));
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
