// Owns reading files and folders from disk by range. Refuses writing.
import { isUtf8 } from "node:buffer";
import { open, readdir, stat, type FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Files } from "../core/ports.ts";
import { inflate } from "./inflate.ts";
import { scratchIn } from "./scratch.ts";
import { codeOf, reasonOf } from "./systemError.ts";

export const nodeFiles: Files = {
  async open(path) {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, "r");
      const found = await handle.stat();
      if (found.isDirectory()) throw new Failure("file-unreadable", { path, reason: "it is a folder" });
      return new FileBytes(path, handle, found.size, found.mtimeMs);
    } catch (error) {
      await handle?.close();
      throw failureOf(path, error);
    }
  },

  async stat(path) {
    try {
      const found = await stat(path);
      return { kind: found.isDirectory() ? "folder" : "file", size: found.size, modified: found.mtimeMs };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw failureOf(path, error);
    }
  },

  async list(path) {
    try {
      return (await readdir(path)).sort();
    } catch (error) {
      if (isAbsent(error)) return [];
      throw failureOf(path, error);
    }
  },

  join: (...parts) => join(...parts),
  basename: (path) => basename(path),
  scratch: scratchIn((path) => nodeFiles.open(path)),
  isUtf8,
  inflate,
};

class FileBytes implements Bytes {
  readonly size: number;
  readonly modified: number;
  readonly disk: { readonly path: string; readonly modified: number };
  readonly #path: string;
  readonly #handle: FileHandle;

  constructor(path: string, handle: FileHandle, size: number, modified: number) {
    this.#path = path;
    this.#handle = handle;
    this.size = size;
    this.modified = modified;
    this.disk = { path, modified };
  }

  async read(offset: number, length: number, signal?: AbortSignal, room?: Uint8Array): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    // Not filled with zeros: what is not read is not given.
    const buffer = room && room.length >= wanted ? room : new Uint8Array(Buffer.allocUnsafeSlow(wanted).buffer);
    let filled = 0;
    while (filled < wanted) {
      signal?.throwIfAborted();
      const { bytesRead } = await this.#handle.read(buffer, filled, wanted - filled, offset + filled).catch((error: unknown) => {
        throw failureOf(this.#path, error);
      });
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function isAbsent(error: unknown): boolean {
  return codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
}

function failureOf(path: string, error: unknown): unknown {
  if (error instanceof Failure) return error;
  if (isAbsent(error)) return new Failure("file-not-found", { path }, { cause: error });
  return new Failure("file-unreadable", { path, reason: reasonOf(error) }, { cause: error });
}
