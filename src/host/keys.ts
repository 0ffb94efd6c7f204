// Owns keys: in the secret store, bound to one origin. Refuses handing a key to any other origin, settings, logs or files.
import type * as vscode from "vscode";

/** Keys by origin (scheme, host and port). */
export class Keys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async of(address: string): Promise<string | undefined> {
    return this.#secrets.get(nameOf(address));
  }

  async set(address: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(address), key);
  }

  async remove(address: string): Promise<void> {
    await this.#secrets.delete(nameOf(address));
  }
}

function nameOf(address: string): string {
  return `key:${new URL(address).origin}`;
}
