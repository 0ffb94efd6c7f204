// Journals held in memory behind the port JournalStore. Stores on one MemoryDisk contend for its locks as processes do.
import { Failure } from "../../src/core/messages/failure.ts";
import type { JournalFile, JournalLine, JournalStore } from "../../src/core/ports.ts";

/** What several stores share. A test may write `files` to stand for another program or a crash. */
export class MemoryDisk {
  readonly files = new Map<string, string>();
  /** Owner by journal; `live` false is a lock gone stale. */
  readonly locks = new Map<string, { owner: object; live: boolean }>();
  readonly watchers = new Map<string, Set<{ store: MemoryJournalStore; changed: () => void }>>();
}

export class MemoryJournalStore implements JournalStore {
  readonly disk: MemoryDisk;

  constructor(disk = new MemoryDisk()) {
    this.disk = disk;
  }

  async list(folder: string): Promise<readonly string[]> {
    return [...this.disk.files.keys()].filter((name) => name.slice(0, name.lastIndexOf("/")) === folder && name.endsWith(".jsonl")).sort();
  }

  async folders(folder: string): Promise<readonly string[]> {
    const below = [...this.disk.files.keys()].filter((name) => name.startsWith(`${folder}/`)).map((name) => name.slice(folder.length + 1).split("/"));
    return [...new Set(below.flatMap(([first, ...rest]) => (first !== undefined && rest.length > 0 ? [first] : [])))].sort();
  }

  async *read(name: string, signal?: AbortSignal): AsyncGenerator<JournalLine> {
    const lines = (this.disk.files.get(name) ?? "").split("\n");
    for (const [index, text] of lines.entries()) {
      signal?.throwIfAborted();
      if (text !== "") yield { line: index + 1, text, complete: index < lines.length - 1 };
    }
  }

  async open(name: string): Promise<JournalFile> {
    const { disk } = this;
    if (disk.locks.get(name)?.live) throw new Failure("journal-locked", { name, process: 1, host: "memory" });
    const lock = { owner: this, live: true };
    disk.locks.set(name, lock);
    disk.files.set(name, disk.files.get(name) ?? "");
    let closed = false;
    return {
      path: name,
      append: async (line) => {
        if (/[\r\n]/u.test(line)) throw new TypeError("a journal line holds no line break");
        if (closed || disk.locks.get(name) !== lock) throw new Failure("journal-lost", { name });
        const before = disk.files.get(name) ?? "";
        disk.files.set(name, `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${line}\n`);
        for (const { store, changed } of disk.watchers.get(name) ?? []) if (store !== this) queueMicrotask(changed);
      },
      flush: async () => undefined,
      close: async () => {
        closed = true;
        if (disk.locks.get(name) === lock) disk.locks.delete(name);
      },
    };
  }

  async rewrite(name: string, keep: (line: string) => string | undefined, after: () => readonly string[]): Promise<void> {
    const file = await this.open(name);
    try {
      const kept: string[] = [];
      for await (const { text } of this.read(name)) kept.push(...[keep(text) ?? []].flat());
      this.disk.files.set(name, [...kept, ...after()].map((line) => `${line}\n`).join(""));
    } finally {
      await file.close();
    }
  }

  async held(name: string): Promise<boolean> {
    const lock = this.disk.locks.get(name);
    return lock?.live === true && lock.owner !== this;
  }

  watch(name: string, changed: () => void): { dispose(): void } {
    const watchers = this.disk.watchers.get(name) ?? new Set();
    const watcher = { store: this, changed };
    this.disk.watchers.set(name, watchers.add(watcher));
    return { dispose: () => void watchers.delete(watcher) };
  }
}
