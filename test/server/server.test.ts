import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  CodeActionRequest, CompletionRequest, DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification, DocumentLinkRequest, DocumentSymbolRequest, FileChangeType, FoldingRangeRequest, HoverRequest, LSPErrorCodes, WorkspaceSymbolRequest, type DocumentSymbol,
} from "vscode-languageserver/node";
import { transcriptAddress } from "../../src/core/transcript/address.ts";
import { renderTranscript } from "../../src/core/transcript/render.ts";
import {
  DATASETS_NOTIFICATION, FIND_TEXT_REQUEST, FOUND_NOTIFICATION, NAMES_NOTIFICATION, TURN_STATES_NOTIFICATION, type Datasets, type Found, type StudyNames, type TurnStates,
} from "../../src/protocol/languageServer.ts";
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
  server.connection.sendNotification(DATASETS_NOTIFICATION, { datasets: paths.map((path) => ({ path, key: basename(path) })), hideOutcome: false } satisfies Datasets);
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
    const turns = (index: number) => [{ role: "agent", text: `${index} ${"x".repeat(1_000_000)}` }, ...GOOD.turns.slice(1)];
    await writeFile(path, lines(...Array.from({ length: 55 }, (_, index) => ({ ...GOOD, id: `c-${index}`, turns: turns(index) })), '{"id":'));
    await tellDatasets(path);
    expect((await server.diagnostics(pathToFileURL(path).toString())).map(({ range }) => range.start.line)).toEqual([55]);
  });
});

describe("the server on files of datasets", () => {
  it("sums up, links, finds and mends what it was told of, and nothing else", async () => {
    const path = join(folder, "calls.jsonl");
    await writeFile(path, lines(GOOD, { ...GOOD, id: "c-2", turns: GOOD.turns.map((turn) => ({ ...turn, text: `${turn.text} needle` })) }, { ...GOOD, id: "c-1", meta: { n: 1 } }));
    const textDocument = { uri: pathToFileURL(path).toString() };
    expect(await server.connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 0, character: 0 } })).toBeNull();
    await tellDatasets(path);
    const shown = await server.diagnostics(textDocument.uri);
    const registered = await server.until(() => server.registrations.flatMap(({ registrations }) => registrations).find(({ method }) => method === "textDocument/documentLink"));
    expect(registered.registerOptions).toMatchObject({ documentSelector: [{ scheme: "file", pattern: path }] });

    const hover = await server.connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 1, character: 9 } });
    expect(hover?.contents).toMatchObject({ kind: "plaintext", value: expect.stringMatching(/^Conversation: c-2\nOutcome: outcome not reached\n/u) as string });
    const links = await server.connection.sendRequest(DocumentLinkRequest.type, { textDocument });
    expect(links?.map(({ target }) => target)).toEqual(["fidelity:/calls.jsonl/c-1.fidelity", "fidelity:/calls.jsonl/c-2.fidelity"]);
    const symbols = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query: "c-2" });
    expect(symbols?.map(({ name }) => name)).toEqual(["c-2"]);
    const duplicate = shown.filter(({ code }) => code === "duplicate-id");
    const actions = await server.connection.sendRequest(CodeActionRequest.type, { textDocument, range: duplicate[0]?.range ?? NOWHERE, context: { diagnostics: duplicate } });
    expect(actions?.map(({ title }) => title)).toEqual(["Give this conversation the id c-1-2"]);
  });

  it("finds text, tells what it found, and says what is wrong with a question", async () => {
    const path = join(folder, "calls.jsonl");
    await writeFile(path, lines(GOOD, { ...GOOD, id: "c-2", turns: GOOD.turns.map((turn) => ({ ...turn, text: `${turn.text} needle` })) }));
    await tellDatasets(path);
    const found: Found[] = [];
    server.connection.onNotification(FOUND_NOTIFICATION, (message: Found) => void found.push(message));
    const ask = (more: object) => server.connection.sendRequest(FIND_TEXT_REQUEST, { search: 7, dataset: "calls.jsonl", text: "NEEDLE", most: 3, ...more });
    expect(await ask({})).toEqual({ found: 3, done: 2, total: 2, stopped: true });
    expect(found.flatMap(({ turns }) => turns.map(({ conversation, turn }) => `${conversation}/${turn}`))).toEqual(["c-2/0", "c-2/1", "c-2/2"]);
    expect(found.at(-1)).toMatchObject({ search: 7, done: 2, total: 2 });
    await expect(ask({ dataset: "nowhere" })).rejects.toMatchObject({ data: { id: "dataset-not-open", values: { dataset: "nowhere" } } });
    await expect(ask({ text: "" })).rejects.toThrow();
  });

  it("reads them as their study file says, and again when it changes", async () => {
    const path = join(folder, "odd.jsonl");
    const study = join(folder, "fidelity.json");
    const mapping = { id: "uid", turns: "msgs", role: { field: "who", agent: ["rep"], user: ["cust"] }, text: "body" };
    const say = (positive: string) => writeFile(study, JSON.stringify({ datasets: [{ path: "odd.jsonl", mapping: { ...mapping, outcome: { field: "paid", positive: [true], negative: [false] } }, strata: { positive, negative: "walker" } }] }));
    await writeFile(path, lines({ uid: "u-1", paid: true, msgs: [{ who: "rep", body: "a" }, { who: "cust", body: "b" }, { who: "rep", body: "c" }, { who: "cust", body: "" }] }));
    await say("buyer");
    await server.connection.sendNotification(DATASETS_NOTIFICATION, { datasets: [{ path, key: "odd", studyFolder: folder }], hideOutcome: false } satisfies Datasets);
    const uri = pathToFileURL(path).toString();
    const outcome = async () => ((await server.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 0 } }))?.contents as { value: string }).value.split("\n")[1];
    const shown = await server.diagnostics(uri);
    expect(await outcome()).toMatch(/^Outcome: buyer/u);
    const actions = await server.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range: NOWHERE, context: { diagnostics: shown } });
    expect(actions?.map((action) => ("edit" in action ? Object.keys(action.edit.changes ?? {}) : []))).toEqual([[pathToFileURL(study).toString()]]);
    await say("payer");
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: pathToFileURL(study).toString(), type: FileChangeType.Changed }] });
    await server.diagnostics(uri);
    expect(await outcome()).toMatch(/^Outcome: payer/u);
  });

  it("completes fidelity.json with names it was told", async () => {
    const uri = pathToFileURL(join(folder, "fidelity.json")).toString();
    await server.connection.sendNotification(NAMES_NOTIFICATION, { endpoints: ["lab"], runs: [] } satisfies StudyNames);
    await server.open(uri, "json", '{"runs": [{"simulator": ""}]}');
    const list = await server.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position: { line: 0, character: 25 } });
    expect(list !== null && "items" in list ? list.items.map(({ label }) => label) : []).toEqual(["lab"]);
  });
});

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

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
