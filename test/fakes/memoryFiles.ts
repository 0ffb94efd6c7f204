// Files held in memory behind the ports Files and Bytes, with POSIX paths.
import { isUtf8 } from "node:buffer";
import { Failure } from "../../src/core/messages/failure.ts";
import type { Bytes, Files } from "../../src/core/ports.ts";

interface Held {
  readonly bytes: Uint8Array;
  readonly modified: number;
}

export class MemoryFiles implements Files {
  readonly #held = new Map<string, Held>();
  #writes = 0;
  /** Bytes asked for by `read` so far. */
  bytesRead = 0;
  /** Files opened and not closed. */
  openNow = 0;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  /** Replaces a file; its time of change moves on. */
  write(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#held.set(path, { bytes, modified: ++this.#writes });
  }

  remove(path: string): void {
    this.#held.delete(path);
  }

  /** The file under another name, its time of change kept, as a disk does it. */
  rename(from: string, to: string): void {
    const held = this.#held.get(from);
    if (held) this.#held.set(to, held);
    this.#held.delete(from);
  }

  async open(path: string): Promise<Bytes> {
    const held = this.#held.get(path);
    if (!held) throw this.#isFolder(path) ? new Failure("file-unreadable", { path, reason: "it is a folder" }) : new Failure("file-not-found", { path });
    this.openNow++;
    return {
      size: held.bytes.length,
      modified: held.modified,
      read: async (offset, length, signal) => {
        signal?.throwIfAborted();
        const read = held.bytes.slice(offset, Math.max(offset, offset + length));
        this.bytesRead += read.length;
        return read;
      },
      close: async () => {
        this.openNow--;
      },
    };
  }

  async stat(path: string) {
    const held = this.#held.get(path);
    if (held) return { kind: "file", size: held.bytes.length, modified: held.modified } as const;
    return this.#isFolder(path) ? ({ kind: "folder", size: 0, modified: 0 } as const) : undefined;
  }

  async list(path: string): Promise<readonly string[]> {
    const under = [...this.#held.keys()].filter((name) => name.startsWith(`${path}/`));
    return [...new Set(under.map((name) => name.slice(path.length + 1).split("/")[0] ?? ""))].sort();
  }

  join(...parts: readonly string[]): string {
    const steps: string[] = [];
    for (const step of parts.join("/").split("/")) {
      if (step === "..") steps.pop();
      else if (step !== "" && step !== ".") steps.push(step);
    }
    return `/${steps.join("/")}`;
  }

  readonly isUtf8 = (bytes: Uint8Array): boolean => isUtf8(bytes);

  basename(path: string): string {
    return path.split("/").at(-1) ?? "";
  }

  #isFolder(path: string): boolean {
    return [...this.#held.keys()].some((name) => name.startsWith(`${path}/`));
  }
}
