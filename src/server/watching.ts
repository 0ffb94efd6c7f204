// Owns which files the editor watches for the server: those of the attached datasets, and their study files. Refuses reading them.
import { join } from "node:path";
import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver";
import type { Files } from "../core/ports.ts";
import { STUDY_FILE } from "../datasets/study.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";
import { watchPattern } from "./paths.ts";
import { Registration } from "./registration.ts";

export class Watching {
  readonly #registration: Registration;
  readonly #files: Pick<Files, "stat">;

  constructor(connection: Connection, files: Pick<Files, "stat">) {
    this.#registration = new Registration(connection, "Changes of datasets will not be noticed");
    this.#files = files;
  }

  /** Asks for changes of exactly these datasets from now on. */
  watch(datasets: readonly AttachedDataset[]): Promise<void> {
    return this.#registration.renew(async (connection) => {
      if (datasets.length === 0) return undefined;
      const own = await Promise.all(datasets.map(async ({ path }) => watchPattern(path, (await this.#files.stat(path))?.kind ?? "file")));
      const folders = new Set(datasets.flatMap(({ studyFolder }) => studyFolder ?? []));
      const studies = [...folders].map((folder) => watchPattern(join(folder, STUDY_FILE), "file"));
      const watchers = [...own, ...studies].map((globPattern) => ({ globPattern }));
      return connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    });
  }
}
