// Transcripts in the real editor: read-only files, lenses, hints, moving, hidden outcomes, outline.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Conversation } from "../../src/core/transcript/conversation.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { openSample } from "./steps.ts";

const SHOWCASE = "c-0003";
const setting = "fidelity.transcript.hideOutcome";

async function openShowcase(turn?: number): Promise<{ open: OpenDataset; conversation: Conversation; document: vscode.TextDocument }> {
  const open = await openSample();
  const address = { dataset: open.key, conversation: SHOWCASE };
  await vscode.commands.executeCommand("fidelity.openConversation", turn === undefined ? address : { ...address, turn });
  const document = await eventually(() => {
    const active = vscode.window.activeTextEditor?.document;
    assert.equal(active?.languageId, "fidelity-transcript");
    return active;
  });
  return { open, conversation: await open.dataset.read(SHOWCASE), document };
}

function lenses(document: vscode.TextDocument): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
}

function hints(document: vscode.TextDocument): Thenable<vscode.InlayHint[]> {
  return vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, new vscode.Range(0, 0, document.lineCount, 0));
}

describe("a transcript", () => {
  before(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("is a read-only document of its own language, whose address says dataset and conversation only", async () => {
    const { open, document } = await openShowcase();
    assert.equal(document.uri.toString(true), `fidelity:/${open.key}/${SHOWCASE}.fidelity`);
    assert.equal(vscode.workspace.fs.isWritableFileSystem("fidelity"), false);
    assert.match(document.getText(), /^Conversation: c-0003\nOutcome: /u);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.writeFile(document.uri, new Uint8Array())));
  });

  it("has a lens to probe above every user turn that follows an agent, and none above agents", async () => {
    const { conversation, document } = await openShowcase();
    await eventually(async () => {
      const probing = (await lenses(document)).filter(({ command }) => command?.command === "fidelity.probeTurn");
      const expected = conversation.turns.filter(({ role, index }) => role === "user" && conversation.turns[index - 1]?.role === "agent");
      assert.equal(probing.length, expected.length);
      assert.deepEqual(probing.map(({ command }) => (command?.arguments?.[0] as { turn: number }).turn), expected.map(({ index }) => index));
      for (const { range, command } of probing) {
        assert.match(document.lineAt(range.start.line).text, /^User \d+/u);
        assert.equal(command?.title, "$(play) Probe this turn");
      }
    });
  });

  it("counts continuations and says the step of the current one, marked invented", async () => {
    const { document } = await openShowcase(1);
    const shown = async (): Promise<string[]> =>
      (await lenses(document)).filter(({ command }) => command?.command === "fidelity.showContinuations").map(({ command }) => command?.title ?? "");
    await eventually(async () => {
      const titles = await shown();
      assert.ok(titles.some((title) => /^[2-9] continuations$/u.test(title)), titles.join("; "));
      for (const title of titles) assert.ok(title.length <= 60, title);
    });
    // Other suites probe the sample too, and the newest of a turn is its current one: those the sample came with are stepped to.
    const invented = /^▸ (\d → )?(\d|leaves|silence) (\((\+|−)?\d\) )?· planned · invented$/u;
    let titles: string[] = [];
    for (let step = 0; step < 12 && !titles.some((title) => invented.test(title)); step++) {
      await vscode.commands.executeCommand("fidelity.nextContinuation");
      titles = await eventually(async () => {
        const now = await shown();
        assert.equal(now.filter((title) => title.startsWith("▸ ")).length, 1, now.join("; "));
        return now;
      });
    }
    assert.ok(titles.some((title) => invented.test(title)), titles.join("; "));
  });

  it("has a hint of at most 25 characters on judged real turns, with the full state as plain text behind it", async () => {
    const { document } = await openShowcase();
    await eventually(async () => {
      const found = await hints(document);
      assert.ok(found.length >= 3, `${found.length} hints`);
      for (const { label, tooltip, position } of found) {
        assert.ok(typeof label === "string" && label.length <= 25, JSON.stringify(label));
        assert.match(document.lineAt(position.line).text, /^User \d+/u);
        assert.ok(typeof tooltip === "string" && /^Real turn: \w+ · \w+ · /u.test(tooltip), JSON.stringify(tooltip));
      }
    });
  });

  it("hides and shows the outcome in place", async () => {
    const { document } = await openShowcase();
    const lines = document.lineCount;
    const outcome = document.lineAt(1).text;
    await vscode.commands.executeCommand("fidelity.hideOutcome");
    try {
      await eventually(() => assert.equal(document.lineAt(1).text, "Outcome: hidden"));
      assert.equal(document.lineCount, lines);
      assert.equal(vscode.workspace.getConfiguration().get(setting), true);
    } finally {
      await vscode.commands.executeCommand("fidelity.showOutcome");
    }
    await eventually(() => assert.equal(document.lineAt(1).text, outcome));
  });

  it("moves between user turns and stops at the last", async () => {
    const { conversation } = await openShowcase(1);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const at = (): string => editor.document.lineAt(editor.selection.active.line).text;
    const users = conversation.turns.filter(({ role }) => role === "user").map(({ index }) => index + 1);
    assert.match(at(), new RegExp(`^User ${users[0]}\\b`, "u"));
    await vscode.commands.executeCommand("fidelity.nextUserTurn");
    assert.match(at(), new RegExp(`^User ${users[1]}\\b`, "u"));
    await vscode.commands.executeCommand("fidelity.previousUserTurn");
    assert.match(at(), new RegExp(`^User ${users[0]}\\b`, "u"));
    for (let step = 0; step < users.length + 2; step++) await vscode.commands.executeCommand("fidelity.nextUserTurn");
    assert.match(at(), new RegExp(`^User ${users.at(-1)}\\b`, "u"));
  });

  it("moves through continuations and marks the current one", async () => {
    const { document } = await openShowcase(1);
    await vscode.commands.executeCommand("fidelity.nextContinuation");
    await eventually(async () => {
      const marked = (await lenses(document)).filter(({ command }) => command?.title.startsWith("▸ "));
      assert.equal(marked.length, 1);
    });
  });

  it("gives the language server its outline, one symbol a turn", async () => {
    const { conversation, document } = await openShowcase();
    await eventually(async () => {
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>("vscode.executeDocumentSymbolProvider", document.uri);
      assert.equal(symbols?.length, conversation.turns.length);
    });
  });

  it("says what to do where the dataset is not open, and shows the conversation once it is", async () => {
    const uri = vscode.Uri.from({ scheme: "fidelity", path: "/nowhere/c-1.fidelity" });
    await vscode.window.showTextDocument(uri);
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /^nowhere is not open\. Open it/u));
    assert.deepEqual(await lenses(await vscode.workspace.openTextDocument(uri)), []);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("says so where the dataset has no such conversation", async () => {
    const { open } = await openShowcase();
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: "nobody" });
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /^Conversation nobody is not in /u));
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("opens one tab however often it is opened", async () => {
    await openShowcase();
    await openShowcase();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label.includes(SHOWCASE));
    assert.equal(tabs.length, 1);
    await page.waitFor(".codelens-decoration >> visible=true");
  });
});
