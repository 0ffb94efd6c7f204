// Owns something the server asks the editor for that changes: asked for anew, in order, the old one given back first. Refuses what is asked for.
import type { Connection } from "vscode-languageserver";

/** What a registration is undone by. */
type Registered = { dispose(): void };

export class Registration {
  readonly #connection: Connection;
  readonly #without: string;
  #registered: Registered | undefined;
  #queue: Promise<void> = Promise.resolve();

  /** `without` says in the log what is missing when the editor refuses. */
  constructor(connection: Connection, without: string) {
    this.#connection = connection;
    this.#without = without;
  }

  /** Has what `ask` registers from now on, nothing where it resolves with undefined; after the earlier calls are through. */
  renew(ask: (connection: Connection) => Promise<Registered | undefined>): Promise<void> {
    this.#queue = this.#queue
      .then(async () => {
        this.#registered?.dispose();
        this.#registered = undefined;
        this.#registered = await ask(this.#connection);
      })
      .catch((error: unknown) => {
        this.#connection.console.error(`${this.#without}: ${String(error)}`);
      });
    return this.#queue;
  }
}
