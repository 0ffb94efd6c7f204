// Owns for which files the editor asks the server for summaries, links and quick fixes beside those it always asks for: attached files.
import { BulkRegistration, CodeActionKind, CodeActionRequest, type Connection, DocumentLinkRequest, HoverRequest } from "vscode-languageserver";
import type { Files } from "../core/ports.ts";
import type { AttachedDataset } from "../protocol/languageServer.ts";
import { Registration } from "./registration.ts";

/** Names of files whose lines, if they have any, are not those of what is inside. */
const PACKED = /\.(?:gz|gzip|zip|eval|parquet)$/iu;

export class RawFeatures {
  readonly #registration: Registration;
  readonly #files: Pick<Files, "stat">;

  constructor(connection: Connection, files: Pick<Files, "stat">) {
    this.#registration = new Registration(connection, "Files of datasets have no summaries, links and fixes");
    this.#files = files;
  }

  /** Asks to be asked for exactly these datasets from now on, those that are text files. */
  offer(datasets: readonly AttachedDataset[]): Promise<void> {
    return this.#registration.renew(async (connection) => {
      const kinds = await Promise.all(datasets.map(async ({ path }) => ({ path, kind: (await this.#files.stat(path).catch(() => undefined))?.kind })));
      // A pattern that is the whole path is compared with it before it is taken for a pattern.
      const documentSelector = kinds.filter(({ path, kind }) => kind === "file" && !PACKED.test(path)).map(({ path }) => ({ scheme: "file", pattern: path }));
      if (documentSelector.length === 0) return undefined;
      const registrations = BulkRegistration.create();
      registrations.add(HoverRequest.type, { documentSelector });
      registrations.add(DocumentLinkRequest.type, { documentSelector, resolveProvider: false });
      registrations.add(CodeActionRequest.type, { documentSelector, codeActionKinds: [CodeActionKind.QuickFix] });
      return connection.client.register(registrations);
    });
  }
}
