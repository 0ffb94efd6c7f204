// Owns the real server process of the tests: built from the sources, spoken to over standard streams as an editor does.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { build } from "esbuild";
import {
  createProtocolConnection, DidOpenTextDocumentNotification, ExitNotification, type InitializeResult, InitializedNotification, LogMessageNotification,
  type ProtocolConnection, type PublishDiagnosticsParams, PublishDiagnosticsNotification, type RegistrationParams, RegistrationRequest, ShutdownRequest, StreamMessageReader,
  StreamMessageWriter, UnregistrationRequest,
} from "vscode-languageserver/node";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const BUNDLE = resolve(REPOSITORY, "out/test-server/server.cjs");

/** Builds the server as the product does. */
export async function buildServer(): Promise<void> {
  await build({
    bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "error",
    entryPoints: [resolve(REPOSITORY, "src/server/main.ts")], outfile: BUNDLE, define: { "import.meta.dirname": "__dirname" }, alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  });
}

/** A running server with what it sent us so far. */
export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly registrations: readonly RegistrationParams[];
  readonly logged: readonly string[];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #output: readonly Buffer[];
  readonly #published: PublishDiagnosticsParams[];
  readonly #waiting: Set<() => void>;

  private constructor(parts: {
    readonly child: ChildProcessWithoutNullStreams;
    readonly output: readonly Buffer[];
    readonly connection: ProtocolConnection;
    readonly initialized: InitializeResult;
    readonly registrations: readonly RegistrationParams[];
    readonly logged: readonly string[];
    readonly published: PublishDiagnosticsParams[];
    readonly waiting: Set<() => void>;
  }) {
    this.#child = parts.child;
    this.#output = parts.output;
    this.connection = parts.connection;
    this.initialized = parts.initialized;
    this.registrations = parts.registrations;
    this.logged = parts.logged;
    this.#published = parts.published;
    this.#waiting = parts.waiting;
  }

  static async start(locale = "en"): Promise<ServerProcess> {
    const child = spawn(process.execPath, [BUNDLE, "--stdio"]);
    child.stderr.pipe(process.stderr);
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const published: PublishDiagnosticsParams[] = [];
    const registrations: RegistrationParams[] = [];
    const logged: string[] = [];
    const waiting = new Set<() => void>();
    const arrived = (): void => waiting.forEach((look) => look());
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      output.push(chunk);
      arrived();
    });
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      published.push(params);
      arrived();
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      logged.push(message);
      arrived();
    });
    connection.onRequest(RegistrationRequest.type, (params) => {
      registrations.push(params);
      arrived();
    });
    connection.onRequest(UnregistrationRequest.type, () => undefined);
    connection.listen();
    const initialized = await connection.sendRequest<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: null,
      locale,
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } } },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return new ServerProcess({ child, output, connection, initialized, registrations, logged, published, waiting });
  }

  /** The value of `look` as soon as it has one. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const again = (): void => {
        const value = look();
        if (value === undefined) return;
        this.#waiting.delete(again);
        resolve(value);
      };
      this.#waiting.add(again);
      again();
    });
  }

  /** The oldest diagnostics published for the address that were not asked for before. */
  diagnostics(uri: string): Promise<PublishDiagnosticsParams["diagnostics"]> {
    return this.until(() => {
      const index = this.#published.findIndex((params) => params.uri === uri);
      return index < 0 ? undefined : this.#published.splice(index, 1)[0]?.diagnostics;
    });
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Bytes on the server's input as they are, past the connection. */
  write(messages: readonly object[]): void {
    const framed = messages.map((message) => JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#child.stdin.write(framed.map((body) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`).join(""));
  }

  /** The response to a request that was written past the connection. */
  answer(id: string): Promise<object> {
    return this.until(() => {
      const bodies = Buffer.concat(this.#output).toString().split(/Content-Length: \d+\r\n(?:Content-Type: [^\r]*\r\n)?\r\n/);
      const body = bodies.find((text) => text.includes(`"id":"${id}"`) && text.endsWith("}"));
      return body === undefined ? undefined : (JSON.parse(body) as object);
    });
  }

  /** Ends the server as the protocol says; gives its exit code. */
  async stop(): Promise<number | null> {
    const exited = once(this.#child, "exit") as Promise<[number | null]>;
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const [code] = await exited;
    this.connection.dispose();
    return code;
  }
}
