// The editor's own models, from an extension that needs no account: offered, asked about, marked, their failures told apart.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { agreeToSend, check, clearNotifications, notification, offeredBy, openDataset, tick } from "./steps.ts";

interface Asked {
  readonly model: string;
  readonly messages: readonly { readonly role: number; readonly text: string }[];
}

const ASSISTANT: number = vscode.LanguageModelChatMessageRole.Assistant;

describe("models of the editor", () => {
  let open: OpenDataset;

  before(async () => {
    open = await openDataset();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  beforeEach(clearNotifications);

  after(async () => {
    await clearNotifications();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  async function probe(conversation: string, model: string, meanwhile?: () => Promise<unknown>): Promise<void> {
    const place = { dataset: open.key, conversation, turn: 5 };
    await vscode.commands.executeCommand("fidelity.openConversation", place);
    const { ended } = await tick(() => vscode.commands.executeCommand("fidelity.probeTurnWith", place), model);
    await meanwhile?.();
    await ended;
  }

  it("are offered as simulator, and say what they are good for", async () => {
    await eventually(async () => {
      const row = (await offeredBy("fidelity.chooseSetup")).find((each) => each.startsWith("Desk talker"));
      assert.match(row ?? "", /the editor's own.*for trying out, not for reported numbers/u);
    });
  });

  it("answer a probe once it is agreed to, with the system text in the first message", async () => {
    await probe("k-02", "Desk talker", async () => {
      assert.match(await agreeToSend(), /the provider of the editor's model desk\/talker/u);
    });
    await eventually(async () => assert.match(await page.text(".review-widget"), /I will think about it\./u));
    await page.screenshot("editor-model-thread");
    const asked = await vscode.commands.executeCommand<readonly Asked[]>("deskModels.asked");
    assert.equal(asked.length, 1);
    const [first, ...rest] = asked[0]?.messages ?? [];
    const { turns } = await open.dataset.read("k-02");
    assert.ok(first && first.role !== ASSISTANT && first.text.length > turns[0]!.text.length && first.text.endsWith(turns[0]!.text), JSON.stringify(first));
    assert.deepEqual(rest.map(({ text }) => text), turns.slice(1, 5).map(({ text }) => text));
    assert.deepEqual(rest.map(({ role }) => role === ASSISTANT), [true, false, true, false]);
  });

  it("say that a quota is used up, and stop", async () => {
    await probe("k-04", "Desk spent", agreeToSend);
    await notification(/The provider of desk\/spent gives no more answers for now/u);
  });

  it("make a run that is marked as a trial and can be stopped though the model never ends", async () => {
    const setup = { simulator: { kind: "model", endpoint: "editor", model: "desk/endless" }, judge: { kind: "lexicon" }, condition: "persona" } as const;
    const checking = check(open, setup);
    await agreeToSend();
    await notification(/^Checking: desk\/endless/u);
    await eventually(async () => assert.ok((await vscode.commands.executeCommand<readonly Asked[]>("deskModels.asked")).length > 0));
    const began = Date.now();
    await page.click('.notification-list-item:has-text("Checking: desk/endless") .monaco-button:text-is("Cancel")');
    const run = await checking;
    assert.ok(Date.now() - began < 5_000, "it stops at once");
    assert.equal(run?.status, "paused");
    assert.equal(run.manifest.privacy.sentTo[0], "editor");
    await vscode.commands.executeCommand("fidelity.runs.focus");
    await page.waitFor('.monaco-list-row[aria-label*="desk/endless"][aria-label*="trial model"]');
  });
});
