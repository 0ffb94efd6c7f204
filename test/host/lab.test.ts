// Pages about ends and conditions, without a model: the exit audit of a run, the lab of two, a condition tried on ten probes.
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually } from "./driver.ts";
import { check, clearNotifications, CONTROL, openDataset, tick } from "./steps.ts";

/** The text of the page that is shown, once it begins so. */
function pageText(beginning: RegExp): Promise<string> {
  return eventually(() => {
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.uri.scheme, "fidelity-page");
    assert.match(document.getText(), beginning);
    return document.getText();
  });
}

describe("ends and conditions", () => {
  let open: OpenDataset;

  before(async () => {
    open = await openDataset();
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await clearNotifications();
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  it("the exit audit of a run, with behaviours where its dataset is open", async () => {
    const run = await check(open, CONTROL);
    await vscode.commands.executeCommand("fidelity.showExits", run!.id);
    const text = await pageText(/^Exit audit of control C1/u);
    for (const part of ["How they ended", "End probes", "Resisting, leaving, silent"]) assert.ok(text.includes(part), text);
  });

  it("the lab of two runs, the second against the first", async () => {
    const run = await check(open, CONTROL);
    await check(open, { ...CONTROL, simulator: { kind: "control", rung: "C0" } });
    const { ended } = await tick(() => vscode.commands.executeCommand("fidelity.showLab", run!.id), "control C0");
    await ended;
    const text = await pageText(/^Mitigation lab/u);
    for (const part of ["average bias", "gap kept", "Compared with control C1"]) assert.ok(text.includes(part), text);
  });

  it("a condition tried on ten hand-picked probes makes no run", async () => {
    const { length } = (await vscode.workspace.findFiles(".fidelity/runs/*control*.jsonl"));
    await vscode.commands.executeCommand("fidelity.tryCondition", open.key);
    const text = await pageText(/10 hand-picked probes/u);
    assert.equal(text.match(/^simulated:/gmu)?.length, 10);
    assert.equal((await vscode.workspace.findFiles(".fidelity/runs/*control*.jsonl")).length, length);
  });
});
