// Owns for which datasets of this workspace redaction is switched on. Refuses the rules and their preview.
import type * as vscode from "vscode";

const STORED = "fidelity.redactedDatasets";

/** Datasets by the hash of their content. */
export class RedactedDatasets {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  has(hash: string): boolean {
    return this.#state.get<readonly string[]>(STORED, []).includes(hash);
  }

  async set(hash: string, on: boolean): Promise<void> {
    const others = this.#state.get<readonly string[]>(STORED, []).filter((each) => each !== hash);
    await this.#state.update(STORED, on ? [...others, hash] : others);
  }
}
