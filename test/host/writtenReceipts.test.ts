// A receipt is written, verified and refused, and gates are checked, from the editor's commands and in the panel.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Run } from "../../src/study/run.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { ServedModel } from "./servedModel.ts";
import { agreeToSend, check, clearNotifications, CONTROL, modelSetup, notification, openDataset, setEndpoints, workspaceFolder } from "./steps.ts";

const folder = mkdtempSync(path.join(tmpdir(), "fidelity-receipts-"));

describe("receipts", () => {
  before(clearNotifications);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("of a finished run are written, verify, and fail after one byte of the journal; the control enters no gate", async () => {
    const turns = (number: number) => ["Hello, do you have a minute?", `Yes, number ${number}.`, "Will you join us?", `I need to think, number ${number}.`].map((text, at) => ({ role: at % 2 === 0 ? "agent" : "user", text }));
    const file = path.join(folder, "receipts.jsonl");
    writeFileSync(file, Array.from({ length: 12 }, (_, number) => `${JSON.stringify({ id: `r-${number}`, outcome: { value: number % 2 === 0 ? "positive" : "negative" }, turns: turns(number) })}\n`).join(""));
    const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", vscode.Uri.file(file));
    assert.ok(open);
    const run = await vscode.commands.executeCommand<Run | undefined>("fidelity.checkDataset", open.key, CONTROL);
    assert.ok(run, "the run is made");
    const files = await vscode.commands.executeCommand<readonly string[] | undefined>("fidelity.writeReceipt", run.id);
    assert.deepEqual(files?.map((each) => path.extname(each)), [".json", ".md", ".html"]);
    const [receipt = ""] = files;
    assert.equal(await vscode.commands.executeCommand("fidelity.verifyReceipt", receipt), true);
    const journal = path.join(open.home, run.name);
    const before = readFileSync(journal, "utf8");
    writeFileSync(journal, before.replace('"stage":"', '"stage":" '));
    assert.equal(await vscode.commands.executeCommand("fidelity.verifyReceipt", receipt), false);
    writeFileSync(journal, before);
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /DIFFERS {4}Journal/u));
    await page.screenshot("receipt-differs");
    await vscode.commands.executeCommand("fidelity.checkGates", run.id);
    assert.match(await notification(/enters no gate/u), /control/u);
    for (const each of files) assert.ok(existsSync(each));
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  it("and its gates that pass, fail and are settled by nothing yet stand in the panel and on a page", async () => {
    const study = path.join(workspaceFolder(), "fidelity.json");
    const written = readFileSync(study, "utf8");
    const server = await ServedModel.start();
    await setEndpoints({ name: "gated", address: server.address, models: ["fake"] });
    const common = { of: "suppression", conversations: 1 };
    const gates = { generous: { ...common, atMost: 2 }, impossible: { ...common, atLeast: 2 }, contrast: { of: "delta", atMost: 0.15, conversations: 1 } };
    try {
      writeFileSync(study, JSON.stringify({ ...(JSON.parse(written) as object), gates }, null, 2));
      const open = await openDataset();
      const checking = check(open, modelSetup("gated"));
      await agreeToSend();
      const run = await checking;
      assert.ok(run);
      await clearNotifications();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("fidelity.showPanel", run.id);
      await page.webview.waitFor("#tab-trust");
      await page.webview.click("#tab-trust");
      for (const [verdict, name] of [["pass", "generous"], ["fail", "impossible"], ["inconclusive", "contrast"]] as const) {
        await page.webview.waitFor(`tr.gate-${verdict}`);
        assert.match(await page.webview.text(`tr.gate-${verdict}`), new RegExp(name, "u"));
      }
      await page.screenshot("gates-panel");
      assert.equal(await vscode.commands.executeCommand("fidelity.checkGates", run.id, null), "fail");
      await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /FAIL: at least one gate fails/u));
      await page.screenshot("gates-page");
      const files = await vscode.commands.executeCommand<readonly string[] | undefined>("fidelity.writeReceipt", run.id);
      assert.ok(files?.every((each) => existsSync(each)));
      const control = await check(open, CONTROL);
      assert.ok(control);
      const [joined = ""] = (await vscode.commands.executeCommand<readonly string[] | undefined>("fidelity.writeStudyReceipt", [run.id, control.id])) ?? [];
      const { receipts, comparisons } = JSON.parse(readFileSync(joined, "utf8")) as { readonly receipts: readonly object[]; readonly comparisons: readonly { readonly pairs: readonly object[] }[] };
      assert.deepEqual([receipts.length, comparisons.map(({ pairs }) => pairs.length)], [2, [1]]);
      await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    } finally {
      writeFileSync(study, written);
      await setEndpoints();
      server.stop();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    }
  });
});
