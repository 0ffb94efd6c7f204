// What the language server gives in the real editor: summaries, links and quick fixes on the files of datasets, symbols, completion, text
// search, moving between probed turns; and that starting it again doubles nothing.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { activate, openDataset, openSample, workspaceFolder } from "./steps.ts";

const TURNS = [{ role: "agent", text: "Hello?" }, { role: "user", text: "Yes, hello." }, { role: "agent", text: "Still there?" }, { role: "user", text: "No." }];
const record = (id: string, more: object = {}): string => JSON.stringify({ id, outcome: { value: "positive", label: "booked" }, turns: TURNS.map((turn) => ({ ...turn, text: `${id}: ${turn.text}` })), ...more });

async function rawDataset(name: string, ...lines: readonly string[]): Promise<{ readonly open: OpenDataset; readonly document: vscode.TextDocument }> {
  const file = vscode.Uri.file(path.join(mkdtempSync(path.join(tmpdir(), "fidelity-")), name));
  writeFileSync(file.fsPath, `${lines.join("\n")}\n`);
  await activate();
  const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", file);
  assert.ok(open, `${name} opens`);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return { open, document };
}

/** The texts of all hovers of ours at the beginning of a line, as a person reads them. */
async function hovers({ uri }: vscode.TextDocument, line: number): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, new vscode.Position(line, 3));
  const texts = found.flatMap(({ contents }) => contents.map((each) => (each instanceof vscode.MarkdownString ? each.value : "")));
  return texts.map((text) => text.replaceAll("&nbsp;", " ").replaceAll(/\\([^\n])/gu, "$1").replaceAll(/\n+/gu, "\n")).filter((text) => text.startsWith("Conversation:"));
}

function links({ uri }: vscode.TextDocument): Thenable<vscode.DocumentLink[]> {
  return vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
}

async function fixes(document: vscode.TextDocument, code: string): Promise<readonly vscode.CodeAction[]> {
  const diagnostic = vscode.languages.getDiagnostics(document.uri).find((each) => each.code === code);
  assert.ok(diagnostic, `${code} is marked`);
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, diagnostic.range, vscode.CodeActionKind.QuickFix.value);
}

async function symbols(typed: string): Promise<readonly vscode.SymbolInformation[]> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", typed);
  return found.filter(({ location }) => location.uri.scheme === "fidelity");
}

async function symbolNames(typed: string): Promise<readonly string[]> {
  return (await symbols(typed)).map(({ name }) => name);
}

describe("the language server", () => {
  const opened: OpenDataset[] = [];

  before(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const { key } of opened) await vscode.commands.executeCommand("fidelity.closeDataset", key);
  });

  const raw = async (name: string, ...lines: readonly string[]): Promise<{ readonly open: OpenDataset; readonly document: vscode.TextDocument }> => {
    const dataset = await rawDataset(name, ...lines);
    opened.push(dataset.open);
    return dataset;
  };

  it("sums up a conversation on its raw line in the dataset's words, without an outcome that is hidden", async () => {
    const { document } = await raw("summary.jsonl", record("s-1"), record("s-2"));
    const [text = ""] = await eventually(async () => {
      const found = await hovers(document, 1);
      assert.equal(found.length, 1);
      return found;
    });
    assert.match(text, /^Conversation: s-2\nOutcome: booked\n4 turns, 2 of them the user's$/u);
    await vscode.commands.executeCommand("fidelity.hideOutcome");
    try {
      await eventually(async () => assert.match((await hovers(document, 1)).join(), /\nOutcome: hidden\n/u));
    } finally {
      await vscode.commands.executeCommand("fidelity.showOutcome");
    }
  });

  it("says nothing of a file that was not opened as transcripts", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "fidelity-")), "other.jsonl");
    writeFileSync(file, `${record("o-1")}\n`);
    const document = await vscode.workspace.openTextDocument(file);
    assert.deepEqual(await hovers(document, 0), []);
    assert.deepEqual(await links(document), []);
  });

  it("links a raw line to its transcript", async () => {
    const { open, document } = await raw("linked.jsonl", record("l/1"), record("l-2"));
    const found = await eventually(async () => {
      const all = await links(document);
      assert.equal(all.length, 2);
      return all;
    });
    assert.equal(document.getText(found[0]?.range), '"l/1"');
    const target = found[0]?.target;
    assert.ok(target);
    await vscode.commands.executeCommand("vscode.open", target);
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /^Conversation: l\/1\n/u));
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, `/${open.key}/l%2F1.fidelity`);
  });

  it("mends a raw line in the editor, and speaks of the text on disk only", async () => {
    const { document } = await raw("broken.jsonl", record("b-1"), record("b-1", { meta: { n: 2 } }));
    await eventually(async () => {
      const [fix] = (await fixes(document, "duplicate-id")).filter(({ title }) => title === "Give this conversation the id b-1-2");
      assert.ok(fix?.edit);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
    });
    assert.equal((JSON.parse(document.lineAt(1).text) as { id: string }).id, "b-1-2");
    assert.equal(document.isDirty, true);
    assert.deepEqual([await hovers(document, 0), await links(document)], [[], []]);
    await document.save();
    await eventually(async () => {
      assert.deepEqual(vscode.languages.getDiagnostics(document.uri).filter(({ code }) => code === "duplicate-id"), []);
      assert.equal((await links(document)).length, 2);
    });
  });

  it("finds conversations by their ids", async () => {
    await openDataset();
    await openSample();
    await eventually(async () => {
      assert.ok((await symbolNames("k-0")).includes("k-01"));
      assert.ok((await symbolNames("c-000")).includes("c-0003"));
    });
    assert.deepEqual(await symbolNames("no such conversation"), []);
  });

  it("completes and mends fidelity.json with what its schema cannot know", async () => {
    const document = await vscode.workspace.openTextDocument(path.join(workspaceFolder(), "fidelity.json"));
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    const at = document.positionAt(before.indexOf('"calls.jsonl"') + 1);
    await eventually(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, at);
      assert.ok(list.items.some(({ label, kind }) => label === "calls.jsonl" && kind === vscode.CompletionItemKind.File), list.items.map(({ label }) => JSON.stringify(label)).join());
    });
    const wrong = new vscode.WorkspaceEdit();
    const key = before.indexOf('"title"');
    wrong.replace(document.uri, new vscode.Range(document.positionAt(key), document.positionAt(key + 7)), '"titel"');
    assert.ok(await vscode.workspace.applyEdit(wrong));
    try {
      await eventually(async () => {
        const fix = (await fixes(document, "study-field-unknown")).find(({ title }) => title === "Change to title");
        assert.ok(fix?.edit);
        assert.ok(await vscode.workspace.applyEdit(fix.edit));
      });
      assert.equal(document.getText(), before);
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
  });

  it("finds text in every turn of a dataset, shows it as text, and leads to the turn", async () => {
    const { open } = await raw("texts.jsonl", record("t-1"), record("t-2", { turns: TURNS.map((turn, at) => ({ ...turn, text: at === 3 ? "$(trash) The NEEDLE **here** <b>" : turn.text })) }));
    const done = vscode.commands.executeCommand("fidelity.findText", { dataset: open.key, text: "needle" });
    const row = ".quick-input-widget .monaco-list-row";
    await page.waitFor(row);
    const shown = await page.text(row);
    assert.match(shown.replaceAll("\u2060", ""), /\$\(trash\) The NEEDLE \*\*here\*\* <b>/u);
    assert.match(shown, /t-2 · user turn 4/u);
    assert.equal(await page.count(row), 1);
    await page.click(row);
    await done;
    const editor = await eventually(() => {
      const active = vscode.window.activeTextEditor;
      assert.ok(active);
      assert.equal(active.document.uri.path, `/${open.key}/t-2.fidelity`);
      return active;
    });
    await eventually(() => assert.match(editor.document.lineAt(editor.selection.active.line).text, /^User 4\b/u));
  });

  it("stops a search when the person leaves it", async () => {
    const { open } = await raw("left.jsonl", record("x-1"));
    const done = vscode.commands.executeCommand("fidelity.findText", { dataset: open.key, text: "nowhere in it" });
    await page.waitFor('.quick-input-widget .monaco-list-row:has-text("No turn of 1 conversations has this text.")');
    await eventually(async () => {
      await page.press("Escape");
      assert.equal(await page.count('.quick-input-widget .monaco-list-row:has-text("No turn of"):visible'), 0);
    });
    await done;
  });

  it("moves between probed turns", async () => {
    const open = await openSample();
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: "c-0003" });
    const editor = await eventually(() => {
      const active = vscode.window.activeTextEditor;
      assert.ok(active);
      assert.ok(active.document.uri.path.endsWith("/c-0003.fidelity"));
      return active;
    });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const line = (): number => editor.selection.active.line;
    await vscode.commands.executeCommand("fidelity.nextProbe");
    const first = line();
    assert.match(editor.document.lineAt(first).text, /^User \d+/u);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", editor.document.uri, 100);
    const probed = new Set(lenses.filter(({ command }) => command?.command === "fidelity.showContinuations").map(({ range }) => range.start.line));
    assert.equal(first, Math.min(...probed));
    await vscode.commands.executeCommand("fidelity.nextProbe");
    assert.ok(probed.has(line()) && line() > first);
    await vscode.commands.executeCommand("fidelity.previousProbe");
    assert.equal(line(), first);
  });

  it("is started again without doubling anything", async () => {
    const { open, document } = await raw("again.jsonl", record("a-1"), "not json", record("a-1", { meta: { n: 2 } }), record("a-2"));
    const state = async (): Promise<object> => ({
      problems: vscode.languages.getDiagnostics(document.uri).map(({ code }) => code),
      hovers: (await hovers(document, 0)).length,
      links: (await links(document)).length,
      symbols: (await symbols("a-1")).filter(({ location }) => location.uri.path === `/${open.key}/a-1.fidelity`).length,
      fixes: (await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, new vscode.Range(2, 0, 2, 20), vscode.CodeActionKind.QuickFix.value))
        .filter(({ title }) => title.startsWith("Give this conversation")).length,
    });
    const expected = { problems: ["bad-json", "duplicate-id"], hovers: 1, links: 2, symbols: 1, fixes: 1 };
    await eventually(async () => assert.deepEqual(await state(), expected));
    for (let time = 0; time < 2; time++) {
      await vscode.commands.executeCommand("fidelity.restartLanguageServer");
      await eventually(async () => assert.deepEqual(await state(), expected));
    }
    await vscode.commands.executeCommand("fidelity.closeDataset", opened.pop()?.key);
    await eventually(async () => assert.deepEqual(await state(), { problems: [], hovers: 0, links: 0, symbols: 0, fixes: 0 }));
  });
});
