// Owns the datasets the client told of, as they were opened for their problems: kept until their file changes. Refuses when they are
// read (datasetProblems.ts) and how (doors).
import { Failure } from "../core/messages/failure.ts";
import type { Dataset, Problem } from "../datasets/dataset.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";
import { isWithin } from "./paths.ts";

/** Opens what is at a path as its description or the study of `studyFolder` says. Rejects with a `Failure`, or with the signal's reason. */
export type OpenAttached = (attached: AttachedDataset, signal: AbortSignal) => Promise<Dataset>;

/** A dataset as told and opened. */
export interface Opened extends AttachedDataset {
  readonly dataset: Dataset;
}

export class AttachedDatasets {
  readonly #open: OpenAttached;
  #told: ReadonlyMap<string, AttachedDataset> = new Map();
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Promise<Opened>>();

  constructor(open: OpenAttached) {
    this.#open = open;
  }

  /**
   * Exactly these are attached from now on; of the others nothing is kept. `differ`: they are not the same as before; `anew`: paths
   * that were attached before and are said to be read in another way.
   */
  attach(datasets: readonly AttachedDataset[]): { readonly differ: boolean; readonly anew: readonly string[] } {
    const before = this.#told;
    this.#told = new Map(datasets.map((each) => [each.path, each]));
    for (const path of [...this.#opened.keys()]) if (!this.#told.has(path)) this.#opened.delete(path);
    const anew = [...this.#told].flatMap(([path, told]) => {
      const known = before.get(path);
      return known && JSON.stringify(known) !== JSON.stringify(told) ? [path] : [];
    });
    for (const path of anew) this.#opened.delete(path);
    return { differ: anew.length > 0 || before.size !== this.#told.size || [...this.#told.keys()].some((path) => !before.has(path)), anew };
  }

  /** Opens a dataset anew, keeps it and gives its problems. */
  async read(path: string, signal: AbortSignal): Promise<readonly Problem[]> {
    return (await this.#read(this.#told.get(path) ?? { path, key: path }, signal)).dataset.problems;
  }

  /** What was known of a file and of the datasets it belongs to holds no longer. Those datasets are returned. */
  changed(file: string): readonly AttachedDataset[] {
    const concerned = [...this.#told.values()].filter(({ path }) => isWithin(file, path));
    for (const { path } of concerned) this.#opened.delete(path);
    return concerned;
  }

  /** Those a study file speaks of. */
  ofStudy(folder: string): readonly AttachedDataset[] {
    return [...this.#told.values()].filter(({ studyFolder }) => studyFolder === folder);
  }

  /** The opened dataset that is this one file. */
  at(path: string): Opened | undefined {
    return this.#opened.get(path);
  }

  get opened(): readonly Opened[] {
    return [...this.#told.keys()].flatMap((path) => this.#opened.get(path) ?? []);
  }

  /** The dataset of a key as soon as it is open. Rejects with `dataset-not-open` when none was told, else as opening does. */
  async byKey(key: string, signal: AbortSignal): Promise<Opened> {
    const told = [...this.#told.values()].find((each) => each.key === key);
    if (!told) throw new Failure("dataset-not-open", { dataset: key });
    const opened = this.#opened.get(told.path) ?? (await this.#opening.get(told.path)?.catch(() => undefined));
    signal.throwIfAborted();
    return opened ?? this.#read(told, signal);
  }

  async #read(told: AttachedDataset, signal: AbortSignal): Promise<Opened> {
    const { path } = told;
    const opening = this.#open(told, signal).then((dataset) => ({ ...told, dataset }));
    this.#opening.set(path, opening);
    try {
      const opened = await opening;
      const now = this.#told.get(path);
      if (this.#opening.get(path) === opening && now) this.#opened.set(path, { dataset: opened.dataset, ...now });
      return opened;
    } finally {
      if (this.#opening.get(path) === opening) this.#opening.delete(path);
    }
  }
}
