// The trees and the status bar: what each row says, paging, finding, sorting, hidden outcomes.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { openSample } from "./steps.ts";
import { ROW, rows, see, setFolded } from "./tree.ts";

async function expand(text: string): Promise<void> {
  await page.click(`${ROW}:has-text("${text}")`);
}

function bigDataset(): vscode.Uri {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "fidelity-")), "many.jsonl");
  const line = (number: number): string => JSON.stringify({
    id: `n-${String(number).padStart(4, "0")}`,
    outcome: { value: "negative", label: "caller" },
    turns: [{ role: "agent", text: "Hello?" }, { role: "user", text: "Yes." }, { role: "agent", text: "Still there?" }, { role: "user", text: "No." }],
  });
  writeFileSync(file, `${Array.from({ length: 250 }, (_, number) => line(number)).join("\n")}\n{"id":\n`);
  return vscode.Uri.file(file);
}

describe("the explorer", () => {
  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await openSample();
    await vscode.commands.executeCommand("fidelity.datasets.focus");
    // Whoever was here before may have unfolded something.
    await vscode.commands.executeCommand("workbench.actions.treeView.fidelity.datasets.collapseAll");
    await setFolded("Sample (invented)", false);
  });

  after(async () => {
    await vscode.commands.executeCommand("fidelity.showOutcome");
  });

  it("lists a dataset's strata under the dataset's own names, with counts, never as positive and negative", async () => {
    await see(/^buyer 20$/u);
    await see(/^non-buyer 20$/u);
    await see(/^Included read 40 · kept 40 · left out 0$/u);
    assert.equal((await rows()).filter((row) => /\b(positive|negative)\b/iu.test(row)).length, 0);
  });

  it("lists conversations with length, outcome and mean bias, and opens one by a click", async () => {
    await setFolded("non-buyer", false);
    const row = await see(/^c-\d{4} \d+ turns · (\+|−)?\d\.\d\d$/u);
    const id = row.slice(0, 6);
    await page.click(`${ROW}:has-text("${id}")`);
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document.uri.path, `/sample/${id}.fidelity`));
  });

  it("says no outcome anywhere while outcomes are hidden", async () => {
    await vscode.commands.executeCommand("fidelity.hideOutcome");
    await see(/^Conversations 40$/u);
    assert.equal((await rows()).filter((row) => row.includes("buyer")).length, 0);
    await vscode.commands.executeCommand("fidelity.showOutcome");
    await see(/^buyer 20$/u);
  });

  it("lists runs in one line each, invented ones marked, without a p", async () => {
    // Newer runs of other suites stand before those of the sample, which can be below what is on screen.
    await vscode.commands.executeCommand("fidelity.runs.focus");
    await page.press("End");
    const row = await see(/illustrative-model · persona .*finished · 12\d\/12\d probes · invented/u);
    await page.press("Home");
    assert.match(row, /kept in the extension's storage/u);
    assert.doesNotMatch(row, /\bp\b ?[=<]/u);
  });

  it("shows a hundred conversations at a time, the ledger's reasons and the problems", async () => {
    const many = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", bigDataset());
    assert.equal(many?.dataset.entries.length, 250);
    await setFolded("Sample (invented)", true);
    await setFolded("many.jsonl", false);
    await see(/^Included read 251 · kept 250 · left out 1$/u);
    await see(/^1 problem$/u);
    await expand("Included");
    await see(/^Left out: not JSON 1$/u);
    await expand("Included");
    await expand("caller");
    await eventually(async () => {
      await page.press("End");
      assert.ok((await rows()).some((row) => /^Show 100 more 150 not shown$/u.test(row)), (await rows()).join("\n"));
    });
    await page.click(`${ROW}:has-text("Show 100 more")`);
    await eventually(async () => {
      await page.press("End");
      assert.ok((await rows()).some((row) => /^Show 50 more 50 not shown$/u.test(row)), (await rows()).join("\n"));
    });
    await vscode.commands.executeCommand("fidelity.closeDataset", many.key);
    await eventually(async () => assert.ok(!(await rows()).some((row) => row.startsWith("many"))));
  });

  it("lists the conversations a filter leaves, and says so beside the title", async () => {
    await setFolded("Sample (invented)", false);
    await vscode.commands.executeCommand("fidelity.filterConversations", { kind: "text", text: "C-000" });
    const [buyers, others] = await Promise.all([see(/^buyer \d of 20$/u), see(/^non-buyer \d of 20$/u)]);
    assert.equal(Number(/\d/u.exec(buyers)?.[0]) + Number(/\d/u.exec(others)?.[0]), 9);
    assert.match(await page.evaluate<string>(`document.querySelector(".pane-header .description")?.textContent ?? ""`), /C-000/u);
    await vscode.commands.executeCommand("fidelity.filterConversations", { kind: "all" });
    await see(/^buyer 20$/u);
  });

  it("finds a conversation by its id", async () => {
    const finding = vscode.commands.executeCommand("fidelity.findConversation");
    await page.waitFor(".quick-input-widget input");
    await page.type("0017");
    await page.waitFor(".quick-input-list .monaco-list-row:has-text('c-0017')");
    await page.press("Enter");
    await finding;
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document.uri.path, "/sample/c-0017.fidelity"));
  });

  it("has run and setup in the status bar", async () => {
    await page.waitFor(".statusbar-item:has-text('probes')");
    assert.match(await page.text(".statusbar-item[id*='fidelity.run']"), /12\d\/12\d probes/u);
    assert.match(await page.text(".statusbar-item[id*='fidelity.setup']"), /recorded persona · recorded · 1 sample/u);
  });
});
