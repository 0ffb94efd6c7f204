// Owns many short stretches of bytes until they are needed, in one piece of memory. Refuses more than it was made for.

export class Shelf {
  readonly #bytes: Uint8Array;
  #end = 0;

  /** `size`: bytes of all stretches together. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  /** Keeps a copy; returns where it lies. */
  put(bytes: Uint8Array): number {
    const at = this.#end;
    this.#bytes.set(bytes, at);
    this.#end += bytes.length;
    return at;
  }

  at(from: number, length: number): Uint8Array {
    return this.#bytes.subarray(from, from + length);
  }
}
