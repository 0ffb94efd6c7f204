// Owns the queues of the open datasets: found in their `.fidelity` folders, read once, followed as files come and go. Refuses drawing and answering.
import * as vscode from "vscode";
import type { Codebook } from "../../core/instrument/codebook.ts";
import type { Queue } from "../../core/labels/queue.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { JournalStore, Log } from "../../core/ports.ts";
import type { Annotations } from "../../study/labels/annotations.ts";
import { queueIds, readQueue, writeQueue } from "../../study/labels/queues.ts";
import type { Run } from "../../study/run.ts";
import type { OpenDataset, Study } from "../../study/study.ts";
import { coalesced } from "../coalesce.ts";
import type { People } from "./people.ts";

/** A queue with all it takes to label it. */
export interface OpenQueue {
  readonly queue: Queue;
  readonly open: OpenDataset;
  readonly annotations: Annotations;
  readonly runs: readonly Run[];
  readonly codebook: Codebook;
}

/** A queue that lies in a folder; `open` is its dataset where that is open. */
export interface KnownQueue {
  readonly queue: Queue;
  readonly home: string;
  readonly open?: OpenDataset;
  readonly annotations: Annotations;
}

export interface ShelfDoors {
  readonly study: Study;
  readonly people: People;
  journals(home: string): JournalStore;
  readonly log: Log;
}

export class QueueShelf implements vscode.Disposable {
  readonly #doors: ShelfDoors;
  /** By folder and id. */
  readonly #read = new Map<string, Promise<Queue>>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #tell = coalesced(() => this.#changed.fire());
  readonly #owned: vscode.Disposable;

  /** Queues came or went, or somebody labelled. */
  readonly onDidChange = this.#changed.event;

  constructor(doors: ShelfDoors) {
    this.#doors = doors;
    this.#owned = vscode.Disposable.from(
      this.#changed,
      this.#tell,
      doors.people.onDidChange(() => this.#tell.request()),
      vscode.Disposable.from(doors.study.onDidChange(({ what }) => what === "datasets" && this.#tell.request())),
    );
  }

  /** Newest first. */
  async all(): Promise<readonly KnownQueue[]> {
    const homes = [...new Set(this.#doors.study.datasets.map(({ home }) => home))];
    const found = await Promise.all(homes.map(async (home) => {
      this.#watch(home);
      const ids = await queueIds(this.#doors.journals(home));
      const known = await Promise.all(ids.map((id) => this.#known(home, id).catch((error: unknown) => {
        this.#doors.log.warn(`${id}: ${String(error)}`);
        return undefined;
      })));
      return known.filter((each) => each !== undefined);
    }));
    return found.flat().sort((a, b) => (a.queue.manifest.at < b.queue.manifest.at ? 1 : -1));
  }

  /** Rejects with `queue-not-found`, `dataset-not-open` or `queue-run-missing`. */
  async open(id: string): Promise<OpenQueue> {
    const known = (await this.all()).find(({ queue }) => queue.manifest.id === id);
    if (!known) throw new Failure("queue-not-found", { queue: id });
    return this.opened(known);
  }

  opened({ queue, open, annotations, home }: KnownQueue): OpenQueue {
    const { manifest } = queue;
    if (!open) throw new Failure("dataset-not-open", { dataset: manifest.dataset.name });
    const runs = manifest.runs.map((id) => {
      const run = this.#doors.study.run(id);
      if (!run) throw new Failure("queue-run-missing", { queue: manifest.id, run: id, folder: home });
      return run;
    });
    const [first] = runs;
    if (!first) throw new Failure("queue-not-found", { queue: manifest.id });
    return { queue, open, annotations, runs, codebook: first.manifest.codebook };
  }

  /** Writes a new queue; it is there when this resolves. */
  async add(home: string, queue: Queue): Promise<void> {
    await writeQueue(this.#doors.journals(home), queue);
    this.#tell.request();
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#owned.dispose();
  }

  async #known(home: string, id: string): Promise<KnownQueue> {
    const key = `${home}\n${id}`;
    const reading = this.#read.get(key) ?? readQueue(this.#doors.journals(home), id, this.#doors.log);
    this.#read.set(key, reading);
    reading.catch(() => this.#read.delete(key));
    const [queue, annotations] = await Promise.all([reading, this.#doors.people.of(home)]);
    const open = this.#doors.study.datasets.find((each) => each.home === home && each.hash === queue.manifest.dataset.hash);
    return { queue, home, annotations, ...(open ? { open } : {}) };
  }

  #watch(home: string): void {
    if (this.#watchers.has(home)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(home), "queues/*.jsonl"));
    const forget = (): void => {
      for (const key of this.#read.keys()) if (key.startsWith(`${home}\n`)) this.#read.delete(key);
      this.#tell.request();
    };
    this.#watchers.set(home, vscode.Disposable.from(watcher, watcher.onDidCreate(forget), watcher.onDidChange(forget), watcher.onDidDelete(forget)));
  }
}
