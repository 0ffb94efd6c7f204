// Owns keys: in the secret store, bound to one origin. Refuses handing a key to any other origin, settings, logs or files.
import type * as vscode from "vscode";

/** Origins that were given a key, so that one the secret store has lost is missed. */
const KEYED = "fidelity.keyedOrigins";

/** Keys by origin (scheme, host and port). */
export class Keys {
  readonly #secrets: vscode.SecretStorage;
  readonly #state: vscode.Memento;

  /** `state` keeps origins only. */
  constructor(secrets: vscode.SecretStorage, state: vscode.Memento) {
    this.#secrets = secrets;
    this.#state = state;
  }

  async of(address: string): Promise<string | undefined> {
    return this.#secrets.get(nameOf(address));
  }

  /** True when a key was set for this origin and not removed since, whether or not it is still there. */
  expected(address: string): boolean {
    return this.#origins().includes(new URL(address).origin);
  }

  async set(address: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(address), key);
    await this.#state.update(KEYED, [...new Set([...this.#origins(), new URL(address).origin])]);
  }

  async remove(address: string): Promise<void> {
    await this.#secrets.delete(nameOf(address));
    await this.#state.update(KEYED, this.#origins().filter((origin) => origin !== new URL(address).origin));
  }

  #origins(): readonly string[] {
    return this.#state.get<readonly string[]>(KEYED, []);
  }
}

function nameOf(address: string): string {
  return `key:${new URL(address).origin}`;
}
