// Conditions in the real editor: a copy of a shipped one is written, its faults are marked and completed, and its preview is what a model would get.
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { openDataset, pick, workspaceFolder } from "./steps.ts";

const NAME = "my-persona";

function active(language: string): Promise<vscode.TextEditor> {
  return eventually(() => {
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, language);
    return editor;
  });
}

describe("conditions", () => {
  let open: OpenDataset;
  const file = (): string => path.join(workspaceFolder(), ".fidelity", "conditions", `${NAME}.fidelity-prompt`);

  before(async () => {
    open = await openDataset();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: "k-01", turn: 3 });
    await active("fidelity-transcript");
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(path.dirname(file()), { recursive: true, force: true });
  });

  it("begin as a copy of a shipped one, under a name of one's own", async () => {
    const asked = vscode.commands.executeCommand("fidelity.newCondition");
    await pick("persona");
    await page.waitFor(".quick-input-widget input");
    await page.press("Enter");
    await asked;
    await active("fidelity-prompt");
    assert.equal(existsSync(file()), true);
    assert.match(readFileSync(file(), "utf8"), /^name: my-persona\nexit: no\nanswer: text\n\n--- en ---\nYou are the customer/u);
  });

  it("are previewed as they are typed, at the probe the transcript is at; faults are marked where they are", async () => {
    const editor = await active("fidelity-prompt");
    const { document } = editor;
    const begin = document.positionAt(document.getText().indexOf("You are the customer"));
    await editor.edit((edit) => edit.insert(begin, "TYPED {{manne}} "));
    const marked = await eventually(() => {
      const [problem] = vscode.languages.getDiagnostics(document.uri);
      assert.equal(problem?.code, "template-variable-unknown");
      return problem;
    });
    assert.equal(document.getText(marked.range), "{{manne}}");
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, marked.range.end.translate(0, -2));
    assert.ok(offered.items.some(({ label }) => label === "{{manner}}"), JSON.stringify(offered.items.slice(0, 5)));
    await editor.edit((edit) => edit.replace(marked.range, "{{manner}}"));
    await eventually(() => assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []));

    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("fidelity.previewCondition");
    const text = await eventually(() => {
      const shown = vscode.window.activeTextEditor?.document;
      assert.ok(shown && shown !== document && shown.uri.scheme !== "fidelity");
      return shown.getText();
    });
    const conversation = await open.dataset.read("k-01");
    assert.match(text, /What the condition my-persona tells a simulator at turn \d+ of k-01/u);
    assert.match(text, /--- system ---\n {2}TYPED - turns counted: \d/u);
    assert.ok(text.includes(conversation.turns[0]!.text.split("\n")[0]!));
    assert.ok(!text.includes(conversation.turns.at(-1)!.text));
  });
});
