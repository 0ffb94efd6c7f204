// The guided comparison of conditions with a model, from its first question to the lab. Its runs are of the shared folder, so that it comes after the other suites.
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually, page } from "./driver.ts";
import { ServedModel } from "./servedModel.ts";
import { agreeToSend, clearNotifications, openDataset, pick, setEndpoints } from "./steps.ts";

async function asked(title: string): Promise<void> {
  await page.waitFor(`.quick-input-widget:has(.quick-input-title:has-text("${title}")) input:focus`);
}

describe("the guided comparison", () => {
  let server: ServedModel;

  before(async () => {
    await clearNotifications();
    server = await ServedModel.start();
    await setEndpoints({ name: "guided", address: server.address, models: ["fake"] });
  });

  after(async () => {
    await setEndpoints();
    server.stop();
    await clearNotifications();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("proposes persona, may-disengage and decision-aware, asks before it sends, runs them side by side and shows the lab", async () => {
    const open = await openDataset();
    const comparing = vscode.commands.executeCommand("fidelity.compareConditions", open.key);
    for (const [title, row] of [["Who writes", "fake, guided"], ["condition", "persona"], ["Who labels", "Lexicon judge"], ["How many continuations", "1"]] as const) {
      await asked(title);
      await pick(row);
    }
    await asked("Which conditions to compare");
    await page.screenshot("guided-conditions");
    await page.press("Enter");
    assert.match(await agreeToSend(), /calls/u);
    await comparing;
    const text = await eventually(() => {
      const { document } = vscode.window.activeTextEditor ?? {};
      assert.equal(document?.uri.scheme, "fidelity-page");
      return document.getText();
    });
    for (const part of [/^Mitigation lab/u, /persona/u, /may-disengage/u, /decision-aware/u, /average bias/u, /gap kept/u]) assert.match(text, part);
    await page.screenshot("guided-lab");
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });
});
