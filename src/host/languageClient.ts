// Owns the one client of our language server: started at the first transcript or dataset, restarted without doubling.
// Refuses to know what the server does with what it is told.
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { Failure } from "../core/messages/failure.ts";
import { PROMPT_LANGUAGE, TRANSCRIPT_SCHEME } from "../ids.ts";
import {
  type Datasets, DATASETS_NOTIFICATION, type FindText, type FindTextAnswer, type Found, FOUND_NOTIFICATION, NAMES_NOTIFICATION, type StudyNames, type TurnState, TURN_STATES_NOTIFICATION,
} from "../protocol/languageServer.ts";
import { Searches } from "./searches.ts";

export interface LanguageServiceOptions {
  /** Absolute path of the server's bundle. */
  readonly serverPath: string;
  /** The folder where the server keeps what it learns of large files. */
  readonly indexes: string;
  /** Takes the client's and the server's log lines; stays the caller's. */
  readonly log: vscode.LogOutputChannel;
  /** Told when the server could not be started. What is open works on, without outline and problems. */
  readonly failed: (error: unknown) => void;
}

export class LanguageService implements vscode.Disposable {
  readonly #options: LanguageServiceOptions;
  readonly #listener: vscode.Disposable;
  readonly #states = new Map<string, readonly TurnState[]>();
  readonly #searches = new Searches();
  #datasets: Datasets = { datasets: [], hideOutcome: false };
  #names: StudyNames = { endpoints: [], runs: [] };
  #client: LanguageClient | undefined;
  #wanted = false;
  #disposed = false;
  /** Starts, restarts and stops one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: LanguageServiceOptions) {
    this.#options = options;
    this.#listener = vscode.workspace.onDidOpenTextDocument((document) => {
      if (isServed(document)) this.#want();
    });
    if (vscode.workspace.textDocuments.some(isServed)) this.#want();
  }

  /** All open datasets and whether outcomes are hidden, replacing what was told before. */
  setDatasets(datasets: Datasets): void {
    this.#datasets = datasets;
    if (datasets.datasets.length > 0) this.#want();
    this.#send(DATASETS_NOTIFICATION, this.#datasets);
  }

  /** Names a study file may use, replacing those before. */
  setNames(names: StudyNames): void {
    this.#names = names;
    this.#send(NAMES_NOTIFICATION, this.#names);
  }

  /** Turns of a dataset that hold a text, told as they are found. Rejects with a `Failure`, or with the signal's reason. */
  async findText(asked: Omit<FindText, "search">, onFound: (found: Found) => void, signal: AbortSignal): Promise<FindTextAnswer> {
    this.#want();
    await this.#queue;
    const client = this.#client;
    if (client?.isRunning() !== true) throw new Failure("server-down");
    return this.#searches.find(asked, onFound, (method, message, token) => client.sendRequest(method, message, token), signal);
  }

  /** What is known of the turns of one transcript, replacing what was known before; an empty list forgets it. */
  setTurnStates(uri: vscode.Uri, states: readonly TurnState[]): void {
    const key = uri.toString();
    if (states.length === 0) this.#states.delete(key);
    else this.#states.set(key, states);
    this.#tellStates(key);
  }

  /** Stops the server and starts it again, with everything it had been told. Starts it when it was not running. */
  restart(): Promise<void> {
    this.#wanted = true;
    return this.#enqueue(async () => {
      // A client that failed to start cannot be started again.
      if (this.#client?.isRunning() === true) await this.#client.restart();
      else await this.#start();
    });
  }

  /** Resolves when the server has stopped; nothing starts it any more. */
  stop(): Promise<void> {
    this.#disposed = true;
    this.#listener.dispose();
    this.#queue = this.#queue.then(() => this.#drop());
    return this.#queue;
  }

  dispose(): void {
    void this.stop();
  }

  #want(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#enqueue(() => this.#start());
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(() => (this.#disposed ? undefined : work())).catch((error: unknown) => this.#options.failed(error));
    return this.#queue;
  }

  async #start(): Promise<void> {
    await this.#drop();
    const { createClient } = await import("./startClient.ts");
    const client = createClient(this.#options, () => this.#tellAll());
    this.#client = client;
    client.onNotification(FOUND_NOTIFICATION, (message: unknown) => this.#searches.hear(message));
    await client.start();
  }

  async #drop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.#options.log.warn(`The language server did not stop cleanly: ${String(error)}`);
    }
  }

  #tellAll(): void {
    this.#send(NAMES_NOTIFICATION, this.#names);
    this.#send(DATASETS_NOTIFICATION, this.#datasets);
    for (const key of this.#states.keys()) this.#tellStates(key);
  }

  #tellStates(uri: string): void {
    this.#send(TURN_STATES_NOTIFICATION, { uri, states: this.#states.get(uri) ?? [] });
  }

  /** Nothing is lost while the server is down: everything is told again when it runs. */
  #send(method: string, message: unknown): void {
    const client = this.#client;
    if (client?.isRunning() !== true) return;
    client.sendNotification(method, message).catch((error: unknown) => this.#options.log.warn(`${method}: ${String(error)}`));
  }
}

/** Documents the server has something to say of; see the selector in startClient.ts. */
function isServed({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === TRANSCRIPT_SCHEME || languageId === PROMPT_LANGUAGE || (uri.scheme === "file" && uri.path.endsWith("/fidelity.json"));
}
