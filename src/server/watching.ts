// Owns which files the editor watches for the server: those of the attached datasets, and their study files. Refuses reading them.
import { join } from "node:path";
import { type Connection, DidChangeWatchedFilesNotification, type Disposable } from "vscode-languageserver";
import type { Files } from "../core/ports.ts";
import { STUDY_FILE } from "../datasets/study.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";
import { watchPattern } from "./paths.ts";

export class Watching {
  readonly #connection: Connection;
  readonly #files: Pick<Files, "stat">;
  #registered: Disposable | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(connection: Connection, files: Pick<Files, "stat">) {
    this.#connection = connection;
    this.#files = files;
  }

  /** Asks for changes of exactly these datasets from now on; after the earlier calls are through. */
  watch(datasets: readonly AttachedDataset[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#register(datasets)).catch((error: unknown) => {
      this.#connection.console.error(`Changes of datasets will not be noticed: ${String(error)}`);
    });
    return this.#queue;
  }

  async #register(datasets: readonly AttachedDataset[]): Promise<void> {
    this.#registered?.dispose();
    this.#registered = undefined;
    if (datasets.length === 0) return;
    const own = await Promise.all(datasets.map(async ({ path }) => watchPattern(path, (await this.#files.stat(path))?.kind ?? "file")));
    const folders = new Set(datasets.flatMap(({ studyFolder }) => studyFolder ?? []));
    const studies = [...folders].map((folder) => watchPattern(join(folder, STUDY_FILE), "file"));
    const watchers = [...own, ...studies].map((globPattern) => ({ globPattern }));
    this.#registered = await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}
