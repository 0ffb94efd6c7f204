// Pictures of explorer, transcript and continuations in every kind of theme, in English and Chinese, for people to look at.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, page, setTheme } from "./driver.ts";
import { openSample } from "./steps.ts";

/** Unfolds a row of the explorer that is on screen and folded. */
async function unfold(row: string): Promise<void> {
  const folded = `.tree-explorer-viewlet-tree-view [role="treeitem"][aria-expanded="false"]:has-text("${row}") >> visible=true`;
  if ((await page.count(folded)) > 0) await page.click(folded);
}

describe("pictures", () => {
  for (const [conversation, name] of [["c-0012", "english"], ["c-0007", "chinese"]] as const) {
    it(`of explorer and transcript with lenses, hints and open continuations (${name})`, async () => {
      const open = await openSample();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("workbench.view.extension.fidelity");
      for (const row of ["Sample (invented)", "non-buyer"]) await unfold(row);
      const { turns } = await open.dataset.read(conversation);
      const turn = turns.filter(({ role }) => role === "user")[3]?.index ?? 1;
      const place = { dataset: open.key, conversation, turn };
      await vscode.commands.executeCommand("fidelity.openConversation", place);
      await vscode.commands.executeCommand("fidelity.probeTurn", place);
      await page.waitFor("text=Real turn");
      const editor = vscode.window.activeTextEditor;
      const line = editor?.document.getText().split("\n").findIndex((text) => text.startsWith(`User ${turn + 1} `)) ?? 0;
      editor?.revealRange(new vscode.Range(Math.max(0, line - 6), 0, Math.max(0, line - 6), 0), vscode.TextEditorRevealType.AtTop);
      await vscode.commands.executeCommand("notifications.clearAll");
      for (const theme of ["light", "dark", "highContrast"] as const) {
        await setTheme(theme);
        await eventually(async () => assert.match(await page.text(".monaco-editor"), /Probe this turn/));
        await page.screenshot(`transcript-${name}-${theme}`);
      }
      await setTheme("dark");
    });
  }
});
