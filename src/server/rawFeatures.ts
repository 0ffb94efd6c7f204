// Owns for which files the editor asks the server for summaries, links and quick fixes beside those it always asks for: attached files.
import { BulkRegistration, type BulkUnregistration, CodeActionKind, CodeActionRequest, type Connection, DocumentLinkRequest, HoverRequest } from "vscode-languageserver";
import type { Files } from "../core/ports.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";

/** Names of files whose lines, if they have any, are not those of what is inside. */
const PACKED = /\.(?:gz|gzip|zip|eval|parquet)$/iu;

export class RawFeatures {
  readonly #connection: Connection;
  readonly #files: Pick<Files, "stat">;
  #registered: BulkUnregistration | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(connection: Connection, files: Pick<Files, "stat">) {
    this.#connection = connection;
    this.#files = files;
  }

  /** Asks to be asked for exactly these datasets from now on, those that are text files; after the earlier calls are through. */
  offer(datasets: readonly AttachedDataset[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#register(datasets)).catch((error: unknown) => {
      this.#connection.console.error(`Files of datasets have no summaries, links and fixes: ${String(error)}`);
    });
    return this.#queue;
  }

  async #register(datasets: readonly AttachedDataset[]): Promise<void> {
    this.#registered?.dispose();
    this.#registered = undefined;
    const kinds = await Promise.all(datasets.map(async ({ path }) => ({ path, kind: (await this.#files.stat(path).catch(() => undefined))?.kind })));
    // A pattern that is the whole path is compared with it before it is taken for a pattern.
    const documentSelector = kinds.filter(({ path, kind }) => kind === "file" && !PACKED.test(path)).map(({ path }) => ({ scheme: "file", pattern: path }));
    if (documentSelector.length === 0) return;
    const registrations = BulkRegistration.create();
    registrations.add(HoverRequest.type, { documentSelector });
    registrations.add(DocumentLinkRequest.type, { documentSelector, resolveProvider: false });
    registrations.add(CodeActionRequest.type, { documentSelector, codeActionKinds: [CodeActionKind.QuickFix] });
    this.#registered = await this.#connection.client.register(registrations);
  }
}
