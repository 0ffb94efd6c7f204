// The bias panel in the real workbench: full from the first moment, no policy violation, every mark leads to its turn.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { consoleProblems, eventually, page } from "./driver.ts";
import { openSample } from "./steps.ts";

async function openPanel(run?: string): Promise<OpenDataset> {
  const open = await openSample();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await vscode.commands.executeCommand("fidelity.showPanel", run);
  await eventually(async () => assert.match(await page.webview.text("h1"), /Simulated/));
  return open;
}

async function personaRun(open: OpenDataset): Promise<string> {
  const names = (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(vscode.Uri.file(open.home), "runs"))).map(([name]) => name);
  const journal = names.find((name) => name.includes("-persona-") && name.endsWith(".jsonl"));
  assert.ok(journal, "the recorded persona run is there");
  return journal.replace(/\.jsonl$/, "");
}

describe("the bias panel", () => {
  it("says the published pattern of the recorded run in the dataset's words, marked as invented and without a p", async () => {
    const open = await openPanel();
    await vscode.commands.executeCommand("fidelity.showPanel", await personaRun(open));
    await eventually(async () => assert.match(await page.webview.text("h1"), /Simulated non-buyers sound 0\.80 stages more engaged than the real ones \[.+\]; buyers \+0\.10/));
    await eventually(async () => assert.match(await page.webview.text(".tiles"), /\+0\.70/));
    assert.match(await page.webview.text(".marks"), /ILLUSTRATIVE/);
    await eventually(async () => assert.match(await page.webview.text(".tiles"), /invented – no p/));
    assert.doesNotMatch(await page.webview.text("main"), /\b(positive|negative)\b/i);
  });

  it("leads from a mark to its probes and from there to the turn", async () => {
    const open = await openPanel();
    await vscode.commands.executeCommand("fidelity.showPanel", await personaRun(open));
    await page.webview.click('[data-mark="negative"] .hit');
    await page.webview.waitFor(".probes .row");
    const row = await page.webview.text(".probes .row .id");
    await page.webview.click(".probes .row");
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.uri.path ?? "", new RegExp(`${row}\\.fidelity$`)));
  });

  it("breaks no content policy", async () => {
    const problems = (await consoleProblems()).filter((text) => /Content Security Policy|policy:/i.test(text) && text.includes('dashboard'));
    assert.deepEqual(problems, []);
  });
});
