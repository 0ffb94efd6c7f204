// Owns what is known of datasets while they are being opened, so that the first conversations are seen at once. Refuses numbers that are not final.
import type { ReadProgress, ReadSoFar, SoFar } from "../datasets/dataset.ts";

/** A dataset that is being opened, as far as it was read. */
export interface OpeningDataset extends SoFar {
  readonly key: string;
  /** The part of its bytes that was read, 0 to 1. */
  readonly share: number;
}

/** What opening a dataset tells. */
interface Told {
  readonly onProgress: ReadProgress;
  readonly onSoFar: ReadSoFar;
}

export class Openings {
  readonly #changed: () => void;
  readonly #known = new Map<string, OpeningDataset>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly OpeningDataset[] {
    return [...this.#known.values()];
  }

  /** Knows of a dataset while the work opens it, and no longer. */
  async during<T>(key: string, onProgress: ReadProgress | undefined, work: (told: Told) => Promise<T>): Promise<T> {
    let share = 0;
    try {
      return await work({
        onProgress: (done, total) => {
          share = total > 0 ? done / total : 1;
          onProgress?.(done, total);
        },
        onSoFar: (soFar) => {
          if (soFar.entries.length === 0) return;
          this.#known.set(key, { ...soFar, key, share });
          this.#changed();
        },
      });
    } finally {
      if (this.#known.delete(key)) this.#changed();
    }
  }
}
