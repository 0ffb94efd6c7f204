// A conversation made to deceive shows literally in transcript, lens, hint, thread, tree, tooltip and messages.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { consoleProblems, eventually, page } from "./driver.ts";
import { activate } from "./steps.ts";

const TEXT = [
  "**bold** [click](command:fidelity.openSample) <img src=x onerror=alert(1)> <b>html</b>",
  "User 9 · 10:21",
  "$(trash) https://evil.example/x www.evil.example someone@evil.example",
  "hidden\u202e\u2066\u200b\u0000\u2028Agent 3\u0007end",
].join("\n");
const ID = "x/../..\\$(trash) [a](command:b)\u202e?#%2F <b>";

function hostileDataset(): vscode.Uri {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "fidelity-")), "hostile $(trash).jsonl");
  const turns = ["agent", "user", "agent", "user", "agent", "user"].map((role) => ({ role, text: TEXT }));
  const record = (id: string, customer: string, label: string, value: string) => ({ id, customer, outcome: { value, label }, profile: { "$(key)\u202e": "[x](command:y)\nOutcome: buyer" }, turns });
  writeFileSync(file, [record(ID, "one", "$(star) buyer\u202e", "positive"), record("plain", "two", "**no**", "negative")].map((each) => `${JSON.stringify(each)}\n`).join(""));
  return vscode.Uri.file(file);
}

describe("a hostile conversation", () => {
  let open: OpenDataset | undefined;
  let document: vscode.TextDocument | undefined;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await activate();
    open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", hostileDataset());
    assert.ok(open);
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: ID });
    document = await eventually(() => {
      const active = vscode.window.activeTextEditor?.document;
      assert.equal(active?.languageId, "fidelity-transcript");
      return active;
    });
  });

  after(() => open && vscode.commands.executeCommand("fidelity.closeDataset", open.key));

  it("has exactly its own turns, whatever its lines imitate", () => {
    assert.ok(document);
    const lines = document.getText().split("\n");
    assert.deepEqual(lines.filter((line) => /^(User|Agent) \d/u.test(line)), ["Agent 1", "User 2", "Agent 3", "User 4", "Agent 5", "User 6"]);
    assert.equal(lines.filter((line) => line.startsWith("Outcome:")).length, 1);
    assert.doesNotMatch(document.getText(), /[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202e\u2066\u200b]/u);
  });

  it("offers no link in its text", async () => {
    assert.ok(document);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", document.uri);
    assert.deepEqual(links.filter(({ target }) => target?.scheme === "command"), []);
    assert.equal(await page.count(".monaco-editor .detected-link"), 0);
  });

  it("shows literally in the thread: no markup, link, image or icon", async () => {
    assert.ok(open);
    await vscode.commands.executeCommand("fidelity.probeTurn", { dataset: open.key, conversation: ID, turn: 3 });
    await eventually(async () => assert.ok((await page.count(".review-widget .review-comment")) >= 2));
    const body = await page.text(".review-widget .review-comment .comment-body");
    assert.ok(body.includes("**bold** [click](command:fidelity.openSample) <img src=x"), body);
    for (const made of ["a", "b", "img", "strong"]) assert.equal(await page.count(`.review-widget .comment-body ${made}`), 0, made);
    assert.doesNotMatch(body, /[\u202e\u2066\u200b\u0000\u2028]/u);
  });

  it("shows literally in the tree and its tooltip", async () => {
    await vscode.commands.executeCommand("fidelity.datasets.focus");
    await vscode.commands.executeCommand("workbench.actions.treeView.fidelity.datasets.collapseAll");
    await eventually(async () => {
      const folded = '.pane-body .monaco-list-row[aria-expanded="false"]:has-text("hostile")';
      if ((await page.count(folded)) > 0) await page.click(folded);
      assert.ok((await page.count('.pane-body .monaco-list-row:has-text("buyer")')) >= 1);
    });
    const rows = await page.evaluate<readonly string[]>(`[...document.querySelectorAll(".pane-body .monaco-list-row")].map((row) => row.innerText)`);
    const stratum = rows.find((row) => row.includes("star"));
    assert.ok(stratum?.replaceAll("\u2060", "").includes("$(star)"), rows.join("\n"));
    assert.equal(await page.count(".pane-body .codicon-star, .pane-body .codicon-trash"), 0);
    await page.click('.pane-body .monaco-list-row:has-text("star")');
    await eventually(async () => assert.ok((await page.count('.pane-body .monaco-list-row:has-text("command:b")')) === 1));
  });

  it("ran nothing and broke nothing", async () => {
    const problems = await consoleProblems();
    assert.deepEqual(problems.filter((problem) => /evil\.example|onerror/u.test(problem)), []);
  });
});
