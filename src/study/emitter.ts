// Owns the one event primitive of the use cases. Refuses ordering promises beyond "in order of subscription".

export interface Subscription {
  dispose(): void;
}

/** A list of listeners. A listener that throws does not stop the others; its error is rethrown after all were told. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly on = (listener: (value: T) => void): Subscription => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  get size(): number {
    return this.#listeners.size;
  }
}
