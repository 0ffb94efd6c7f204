// Files of an open dataset that grow, are replaced, renamed or deleted, and the study file that describes them: what the window says.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { eventually } from "./driver.ts";
import { answerNotice, clearNotifications, notification, openDataset, workspaceFolder } from "./steps.ts";
import { see } from "./tree.ts";

const line = (id: string, said = "Maybe."): string => `${JSON.stringify({ id, outcome: { value: "negative", label: "caller" }, turns: [{ role: "agent", text: `Shall I book it, ${id}?` }, { role: "user", text: said }] })}\n`;

/** The page of a conversation, as the editor shows it. */
async function shown(key: string, id: string): Promise<string> {
  await vscode.commands.executeCommand("fidelity.openConversation", { dataset: key, conversation: id });
  return eventually(() => {
    const { document } = vscode.window.activeTextEditor ?? assert.fail("an editor is open");
    assert.equal(document.uri.path, `/${key}/${id}.fidelity`);
    return document.getText();
  });
}

describe("files of an open dataset", () => {
  let file: string;
  let moved: string;
  let study: string;
  let before_: string | undefined;
  const opened: string[] = [];

  async function open(name = "watched.jsonl"): Promise<string> {
    const { key } = await openDataset(name);
    opened.push(key);
    return key;
  }

  async function again(words: string): Promise<void> {
    await answerNotice(words, "Open Again");
    await clearNotifications();
  }

  before(async () => {
    await clearNotifications();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("fidelity.datasets.focus");
    file = path.join(workspaceFolder(), "watched.jsonl");
    moved = path.join(workspaceFolder(), "moved.jsonl");
    study = path.join(workspaceFolder(), "fidelity.json");
    before_ = existsSync(study) ? readFileSync(study, "utf8") : undefined;
  });

  beforeEach(async () => {
    rmSync(moved, { force: true });
    rmSync(study, { force: true });
    writeFileSync(file, line("w-1") + line("w-2"));
    await clearNotifications();
  });

  afterEach(async () => {
    for (const key of opened.splice(0)) await vscode.commands.executeCommand("fidelity.closeDataset", key);
  });

  after(async () => {
    if (before_ === undefined) rmSync(study, { force: true });
    else writeFileSync(study, before_);
    for (const each of [file, moved]) rmSync(each, { force: true });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await clearNotifications();
  });

  it("that grow are said to, stay readable as they were, and are read anew when asked", async () => {
    const key = await open();
    assert.match(await shown(key, "w-2"), /Maybe\./u);
    appendFileSync(file, line("w-3"));
    await see(/^watched\.jsonl 2 conversations · grew on disk$/u);
    await notification(/watched\.jsonl grew\. What is open is its content as it was/u);
    assert.match(await shown(key, "w-1"), /Shall I book it, w-1\?/u);
    await again("watched.jsonl grew");
    await see(/^watched\.jsonl 3 conversations$/u);
    assert.match(await shown(key, "w-3"), /Shall I book it, w-3\?/u);
  });

  it("that are replaced are said to be; what is open stays, and no text of the new file passes for the old", async () => {
    const key = await open();
    assert.match(await shown(key, "w-2"), /Maybe\./u);
    writeFileSync(file, line("w-1", "Certainly not, and never again.") + line("w-2", "Certainly."));
    await see(/^watched\.jsonl 2 conversations · changed on disk$/u);
    await notification(/watched\.jsonl has other content than when it was opened/u);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /Maybe\./u);
    assert.doesNotMatch(await shown(key, "w-1"), /Certainly/u);
    await again("watched.jsonl has other content");
    await see(/^watched\.jsonl 2 conversations$/u);
    await eventually(async () => assert.match(await shown(key, "w-1"), /Certainly not/u));
  });

  it("that are renamed are found under their new name", async () => {
    const key = await open();
    renameSync(file, moved);
    await see(/^watched\.jsonl 2 conversations · renamed on disk$/u);
    await notification(/watched\.jsonl is now moved\.jsonl\. Open it there/u);
    await again("is now moved.jsonl");
    await see(/^moved\.jsonl 2 conversations$/u);
    // What was open under the old name was closed with that.
    opened.length = 0;
    assert.notEqual(await open("moved.jsonl"), key);
  });

  it("that are deleted are missed; the page that is open stays, another says why it is empty", async () => {
    // One that no page of another test has had read.
    writeFileSync(file, line("w-2") + line("w-9"));
    const key = await open();
    assert.match(await shown(key, "w-2"), /Maybe\./u);
    rmSync(file);
    await see(/^watched\.jsonl 2 conversations · no longer on disk$/u);
    await notification(/watched\.jsonl is no longer there/u);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /Maybe\./u);
    assert.match(await shown(key, "w-9"), /watched\.jsonl does not exist/u);
  });

  it("are marked when fidelity.json describes them otherwise, and read so when asked", async () => {
    await open();
    await see(/^watched\.jsonl 2 conversations$/u);
    writeFileSync(study, JSON.stringify({ datasets: [{ path: "watched.jsonl", name: "Hotline" }] }));
    await see(/^watched\.jsonl 2 conversations · described otherwise now$/u);
    await notification(/fidelity\.json describes an open dataset otherwise/u);
    await again("describes an open dataset otherwise");
    await see(/^Hotline 2 conversations$/u);
  });
});
