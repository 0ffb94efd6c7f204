// Owns what the few different cells of a column mean, found by their bytes. Refuses remembering more than a few.
import { textOf } from "./text.ts";

const MOST = 32;

export class KnownCells<T> {
  readonly #known: { readonly bytes: Uint8Array; readonly meaning: T | undefined }[] = [];
  readonly #meaning: (text: string) => T | undefined;

  /** `meaning`: of a cell's text; undefined for one that is not plain. */
  constructor(meaning: (text: string) => T | undefined) {
    this.#meaning = meaning;
  }

  /** The meaning of a cell. `read` makes of what stands there the text that is meant, or undefined. */
  find(bytes: Uint8Array, from: number, to: number, read: (text: string) => string | undefined): T | undefined {
    search: for (const { bytes: known, meaning } of this.#known) {
      if (known.length !== to - from) continue;
      for (let at = 0; at < known.length; at++) if (known[at] !== bytes[from + at]) continue search;
      return meaning;
    }
    const text = read(textOf(bytes, from, to));
    const meaning = text === undefined ? undefined : this.#meaning(text);
    if (this.#known.length < MOST) this.#known.push({ bytes: new Uint8Array(bytes.subarray(from, to)), meaning });
    return meaning;
  }
}
