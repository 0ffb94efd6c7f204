import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification, DocumentSymbolRequest, FileChangeType, FoldingRangeRequest, HoverRequest, LSPErrorCodes, type DocumentSymbol,
} from "vscode-languageserver/node";
import { transcriptAddress } from "../../src/core/transcript/address.ts";
import { renderTranscript } from "../../src/core/transcript/render.ts";
import { DATASETS_NOTIFICATION, TURN_STATES_NOTIFICATION, type Datasets, type TurnStates } from "../../src/protocol/languageServer.ts";
import { turnOf } from "../unit/core/transcript/hostile.ts";
import { buildServer, ServerProcess } from "./serverProcess.ts";

const URI = transcriptAddress({ dataset: "sample", conversation: "c/1" });
const conversation = {
  id: "c/1", outcome: { value: "unknown" }, profile: {}, meta: {}, cut: [],
  turns: [turnOf(0, "agent", ["Hello"]), turnOf(1, "user", ["who is this", "?"])],
} as const;
const { text: TEXT } = renderTranscript(conversation, { positive: "p", negative: "n" }, { hideOutcome: true });

const GOOD = { id: "c-1", outcome: { value: "negative" }, turns: [{ role: "agent", text: "a" }, { role: "user", text: "b" }, { role: "agent", text: "c" }, { role: "user", text: "d" }] };
const lines = (...items: readonly unknown[]): string => items.map((item) => `${typeof item === "string" ? item : JSON.stringify(item)}\n`).join("");

let server: ServerProcess;
let folder: string;

beforeAll(buildServer);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fidelity-server-"));
  server = await ServerProcess.start();
});
afterEach(async () => {
  expect(await server.stop()).toBe(0);
  await rm(folder, { recursive: true });
});

const tellDatasets = (...paths: readonly string[]) =>
  server.connection.sendNotification(DATASETS_NOTIFICATION, { datasets: paths.map((path) => ({ path })) } satisfies Datasets);
const symbolsOf = async (uri: string) => (await server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) as DocumentSymbol[] | null;

describe("the server on transcripts", () => {
  it("gives outline, folds and hover, with the turn states told", async () => {
    await server.open(URI, "fidelity-transcript", TEXT);
    expect((await symbolsOf(URI))?.map(({ name, range }) => [name, range.start.line])).toEqual([["Agent 1: Hello", 4], ["User 2: who is this", 7]]);
    const folds = await server.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri: URI } });
    expect(folds?.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([[4, 5], [7, 9]]);
    await server.connection.sendNotification(TURN_STATES_NOTIFICATION, {
      uri: URI, states: [{ turn: 1, state: { stage: "exploring", emotion: "neutral", blocker: "none" }, continuations: 1 }],
    } satisfies TurnStates);
    const shown = await server.connection.sendRequest(HoverRequest.type, { textDocument: { uri: URI }, position: { line: 7, character: 2 } });
    expect(shown?.contents).toEqual({ kind: "plaintext", value: "Turn 2 of 2, user turn 1 of 1\nReal turn: exploring · neutral · none\n1 continuation" });
  });

  it("follows changes of the document", async () => {
    await server.open(URI, "fidelity-transcript", TEXT);
    expect(await symbolsOf(URI)).toHaveLength(2);
    await server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ range: { start: { line: 11, character: 0 }, end: { line: 11, character: 0 } }, text: "Agent 3\n  more\n" }],
    });
    expect((await symbolsOf(URI))?.at(-1)?.name).toBe("Agent 3: more");
  });

  it("has nothing to say of other documents", async () => {
    await server.open("file:///x/notes.txt", "plaintext", TEXT);
    expect(await symbolsOf("file:///x/notes.txt")).toBeNull();
    expect(await symbolsOf("fidelity:/never/opened.fidelity")).toBeNull();
  });

  it("does not look at requests that are already cancelled, and answers those behind them", async () => {
    await server.open(URI, "fidelity-transcript", TEXT);
    await symbolsOf(URI);
    const request = (id: string) => ({ id, method: "textDocument/documentSymbol", params: { textDocument: { uri: URI } } });
    const cancel = (id: string) => ({ method: "$/cancelRequest", params: { id } });
    // Request and cancellation in one write reach the server before it looks at either.
    server.write([request("first"), request("second"), cancel("first"), request("third"), cancel("third")]);
    expect(await server.answer("second")).toMatchObject({ result: [{}, {}] });
    for (const id of ["first", "third"]) expect(await server.answer(id)).toMatchObject({ error: { code: LSPErrorCodes.RequestCancelled } });
    expect(await symbolsOf(URI)).toHaveLength(2);
  });

  it("logs a message that does not fit its schema and works on", async () => {
    await server.connection.sendNotification(TURN_STATES_NOTIFICATION, { uri: URI, states: [{ turn: "one" }] });
    expect(await server.until(() => server.logged.find((line) => line.includes(TURN_STATES_NOTIFICATION)))).toContain("shape");
    await server.open(URI, "fidelity-transcript", TEXT);
    expect(await symbolsOf(URI)).toHaveLength(2);
  });
});

describe("the server on datasets", () => {
  it("marks bad lines, watches the file, and marks it anew when it changes", async () => {
    const path = join(folder, "data [1].jsonl");
    const uri = pathToFileURL(path).toString();
    await writeFile(path, lines(GOOD, '{"id":"c-2","turns":[', { ...GOOD, id: "c-3" }));
    await tellDatasets(path);
    expect(await server.diagnostics(uri)).toMatchObject([{ range: { start: { line: 1 } }, severity: 1, source: "Decision Fidelity" }]);
    const registration = await server.until(() => server.registrations[0]?.registrations[0]);
    expect(registration.registerOptions).toEqual({ watchers: [{ globPattern: { baseUri: pathToFileURL(folder).toString(), pattern: "data [[]1[]].jsonl" } }] });

    await writeFile(path, lines(GOOD, { ...GOOD, id: "c-2" }, { ...GOOD, id: "c-1" }));
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type: FileChangeType.Changed }] });
    const again = await server.diagnostics(uri);
    expect(again.map(({ range }) => range.start.line)).toContain(2);
    expect(again.map(({ range }) => range.start.line)).not.toContain(1);

    await tellDatasets();
    expect(await server.diagnostics(uri)).toEqual([]);
  });

  it("says what to do about a file that is not there", async () => {
    const path = join(folder, "gone.jsonl");
    await tellDatasets(path);
    expect(await server.diagnostics(pathToFileURL(path).toString())).toMatchObject([{ code: "file-not-found", message: `${path} does not exist. Check the path.` }]);
  });

  it("shows the first problems of a file and counts the rest", async () => {
    const path = join(folder, "bad.jsonl");
    await writeFile(path, lines(...Array.from({ length: 450 }, () => "not json")));
    await tellDatasets(path);
    const shown = await server.diagnostics(pathToFileURL(path).toString());
    expect(shown).toHaveLength(201);
    expect(shown.at(-1)).toMatchObject({ code: "problems-not-shown", severity: 3 });
  });

  it("reads files that are too large to be documents", async () => {
    const path = join(folder, "large.jsonl");
    const turns = [{ role: "agent", text: "x".repeat(1_000_000) }, ...GOOD.turns.slice(1)];
    await writeFile(path, lines(...Array.from({ length: 55 }, (_, index) => ({ ...GOOD, id: `c-${index}`, turns })), '{"id":'));
    await tellDatasets(path);
    expect((await server.diagnostics(pathToFileURL(path).toString())).map(({ range }) => range.start.line)).toEqual([55]);
  });
});

describe("a server started again", () => {
  it("knows what it is told again, in the language of the start", async () => {
    const path = join(folder, "gone.jsonl");
    await tellDatasets(path);
    await server.diagnostics(pathToFileURL(path).toString());
    expect(await server.stop()).toBe(0);
    server = await ServerProcess.start("zh-cn");
    await server.open(URI, "fidelity-transcript", TEXT);
    expect(await symbolsOf(URI)).toHaveLength(2);
    await tellDatasets(path);
    expect((await server.diagnostics(pathToFileURL(path).toString()))[0]?.message).toContain("不存在");
  });
});
