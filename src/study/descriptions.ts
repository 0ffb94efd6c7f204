// Owns what the study file said of each dataset when it was opened, and whether it says so still. Refuses opening anew.
import type { Files } from "../core/ports.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Standing } from "../datasets/standing.ts";
import type { OpenedStudy } from "../datasets/study.ts";

/** What was said: equal text exactly where nothing that concerns the dataset is said otherwise. */
interface Said {
  readonly folder: string;
  readonly text: string;
  /** Files the description names besides the dataset. */
  readonly beside: readonly string[];
}

/** By dataset; those that no study file can describe are not in it. */
export class Descriptions {
  readonly #files: () => Files;
  readonly #said = new WeakMap<Dataset, Said>();

  constructor(files: () => Files) {
    this.#files = files;
  }

  /** Keeps what is said of a dataset; `at` is the folder where its study file lies or may come to lie, else it has none. */
  async keep(dataset: Dataset, at: unknown, study: OpenedStudy | undefined): Promise<void> {
    if (typeof at === "string") this.#said.set(dataset, await this.#of(dataset.path, at, study));
  }

  /** Files whose changes matter to the dataset though it is not in them: the study file, and the outcomes it names. */
  async filesBeside(dataset: Dataset): Promise<readonly string[]> {
    const said = this.#said.get(dataset);
    if (!said) return [];
    const { STUDY_FILE } = await import("../datasets/study.ts");
    return [this.#files().join(said.folder, STUDY_FILE), ...said.beside];
  }

  /** How the files of a dataset stand, and where they are the same, what the study file says of them now. One with faults says nothing new. */
  async standing(dataset: Dataset): Promise<Standing> {
    const standing = await dataset.standing();
    const said = this.#said.get(dataset);
    if (!said || standing.kind !== "same") return standing;
    const { readStudy, STUDY_FILE } = await import("../datasets/study.ts");
    const read = await readStudy(said.folder, this.#files());
    if (read && !read.study) return standing;
    const now = await this.#of(dataset.path, said.folder, read?.study);
    return now.text === said.text ? standing : { kind: "redescribed", path: this.#files().join(said.folder, STUDY_FILE) };
  }

  /** Of a folder that is not described itself, every entry counts: it may be for a file in it. */
  async #of(path: string, folder: string, study: OpenedStudy | undefined): Promise<Said> {
    const { datasetAt } = await import("../datasets/study.ts");
    const own = study && datasetAt(study, path, this.#files());
    const isFolder = (await this.#files().stat(path))?.kind === "folder";
    const entries = own ? [own] : isFolder ? (study?.file.datasets ?? []) : [];
    const outcomes = entries.flatMap(({ mapping }) => (mapping?.outcome && "from" in mapping.outcome ? [mapping.outcome.from] : []));
    return { folder, text: JSON.stringify([entries, study?.file.rule]), beside: outcomes.map((from) => this.#files().join(folder, from)) };
  }
}
