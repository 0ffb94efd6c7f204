// Takes the pictures of the README; `npm run pictures` copies them into media/screenshots.
import * as vscode from "vscode";
import { page, setTheme } from "./driver.ts";
import { openSample } from "./steps.ts";

const SHOWN = "c-0003";

describe("the README's pictures", () => {
  it("show the panel and a transcript with open continuations", async () => {
    await setTheme("light");
    await page.resize(1280, 860);
    const open = await openSample();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("workbench.view.extension.fidelity");
    const conversation = await open.dataset.read(SHOWN);
    const turn = conversation.turns.filter(({ role }) => role === "user")[2]?.index ?? 1;
    // Both conditions beside the real turn.
    const place = { dataset: open.key, conversation: SHOWN, turn };
    await vscode.commands.executeCommand("fidelity.openConversation", place);
    await vscode.commands.executeCommand("fidelity.probeTurn", place);
    await page.waitFor("text=Real turn");
    const editor = vscode.window.activeTextEditor;
    const line = editor?.document.getText().split("\n").findIndex((text) => text.startsWith(`User ${turn + 1} `)) ?? 0;
    editor?.revealRange(new vscode.Range(line - 7, 0, line - 7, 0), vscode.TextEditorRevealType.AtTop);
    await vscode.commands.executeCommand("notifications.clearAll");
    await page.waitFor('.codelens-decoration:has-text("Probe this turn")');
    await page.screenshot("readme-transcript");

    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    const runs = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(vscode.Uri.file(open.home), "runs"));
    const persona = runs.map(([name]) => name).find((name) => name.includes("-persona-") && name.endsWith(".jsonl"));
    await vscode.commands.executeCommand("fidelity.showPanel", persona?.replace(/\.jsonl$/, ""));
    await page.webview.waitFor("text=Gap kept:");
    await page.screenshot("readme-panel");
    await page.resize(1440, 900);
    await vscode.commands.executeCommand("workbench.view.extension.fidelity");
  });
});
