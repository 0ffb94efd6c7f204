// An untrusted workspace: everything offline works, endpoints are off and say why, and nothing reaches a server.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { ServedModel } from "../servedModel.ts";
import { eventually, page } from "../driver.ts";
import { check, clearNotifications, CONTROL, entriesOf, modelSetup, notification, offeredBy, ofKind, openDataset, openSample, setEndpoints, workspaceFolder } from "../steps.ts";

const REFUSED = /Model endpoints are off because this workspace is not trusted\. Everything offline works\./u;

describe("an untrusted workspace", () => {
  let server: ServedModel;

  before(async () => {
    server = await ServedModel.start();
    await setEndpoints({ name: "mine", address: server.address, models: ["fake"] });
  });

  beforeEach(clearNotifications);

  after(async () => {
    await setEndpoints();
    server.stop();
  });

  it("opens the sample and probes a turn offline", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const open = await openSample();
    const conversation = await open.dataset.read("c-0003");
    const turn = conversation.turns.filter(({ role }) => role === "user")[3]!.index;
    const place = { dataset: open.key, conversation: "c-0003", turn };
    await vscode.commands.executeCommand("fidelity.openConversation", place);
    await vscode.commands.executeCommand("fidelity.probeTurn", place);
    const names = (await vscode.workspace.fs.readDirectory(vscode.Uri.file(path.join(open.home, "runs")))).map(([name]) => name);
    const log = names.find((name) => name.startsWith("hand-picked-") && name.endsWith(".jsonl"));
    assert.ok(log, "a hand-picked log is written");
    assert.equal(ofKind(entriesOf(path.join(open.home, "runs", log)), "continuation")[0]?.probe.turn, turn);
    await eventually(async () => { assert.ok((await page.count(".review-comment")) >= 2, "real turn and continuation are shown"); });
    await page.waitFor("text=Restricted Mode");
    await vscode.commands.executeCommand("revealLine", { lineNumber: vscode.window.activeTextEditor?.selection.active.line ?? 0, at: "top" });
    await page.screenshot("restricted");
  });

  it("finishes a check with the control on a dataset of the workspace", async () => {
    const open = await openDataset();
    const run = await check(open, CONTROL);
    assert.ok(run);
    assert.equal(run.status, "finished");
    assert.deepEqual({ done: run.progress.done, total: run.progress.total }, { done: 36, total: 36 });
    assert.ok(open.home.startsWith(workspaceFolder()));
  });

  it("refuses a model as simulator and as judge with the sentence that says why", async () => {
    const open = await openDataset();
    assert.equal(await check(open, modelSetup("mine")), undefined);
    assert.match(await notification(REFUSED), /Trust the workspace to use mine\./u);
    await clearNotifications();
    assert.equal(await check(open, { ...CONTROL, judge: { kind: "model", endpoint: "mine", model: "fake" } }), undefined);
    await notification(REFUSED);
  });

  it("says at the choice of the simulator that endpoints are off, and adds none", async () => {
    const offered = await offeredBy("fidelity.chooseSetup");
    assert.match(offered.join("\n"), /fake.*Off in an untrusted workspace/u);
    await vscode.commands.executeCommand("fidelity.addModel");
    await notification(/Off in an untrusted workspace/u);
  });

  it("ignores endpoints of the workspace's settings", async () => {
    const folder = path.join(workspaceFolder(), ".vscode");
    mkdirSync(folder, { recursive: true });
    const settings = { "fidelity.models.endpoints": [{ name: "planted", address: server.address, models: ["fake"] }], "fidelity.probe.seed": 4711 };
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
    await eventually(() => { assert.equal(vscode.workspace.getConfiguration().get("fidelity.probe.seed"), 4711); });
    const open = await openDataset();
    assert.equal(await check(open, modelSetup("planted")), undefined);
    await notification(REFUSED);
    const offered = (await offeredBy("fidelity.chooseSetup")).join("\n");
    assert.match(offered, /mine · http/u);
    assert.doesNotMatch(offered, /planted/u);
  });

  it("tests no model", async () => {
    const testing = vscode.commands.executeCommand("fidelity.testModel");
    await page.waitFor(".quick-input-widget .monaco-list-row");
    await page.press("Enter");
    await testing;
    await notification(REFUSED);
  });

  it("has made no request at all", async () => {
    assert.deepEqual(await server.seen(), []);
  });
});
