// Redaction chosen where it is asked whether text may leave: previewed, then what is sent and what is kept of it says so.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { ServedModel } from "./servedModel.ts";
import { answerNotice, check, clearNotifications, entriesOf, modelSetup, notification, ofKind, openDataset, setEndpoints, workspaceFolder } from "./steps.ts";

const PHONE = "13812345678";

describe("text that leaves the machine", () => {
  let server: ServedModel;
  let open: OpenDataset;

  before(async () => {
    server = await ServedModel.start();
    await setEndpoints({ name: "careful", address: server.address, models: ["fake"] });
    const turns = [{ role: "agent", text: "Where do we reach you?" }, { role: "user", text: `Ring me on ${PHONE}.` }, { role: "agent", text: "Shall I come by?" }, { role: "user", text: "Rather not." }];
    const lines = ["positive", "negative"].map((value, at) => `${JSON.stringify({ id: `private-${at}`, outcome: { value }, turns })}\n`);
    writeFileSync(path.join(workspaceFolder(), "private.jsonl"), lines.join(""));
    open = await openDataset("private.jsonl");
    await clearNotifications();
  });

  after(async () => {
    await clearNotifications();
    await setEndpoints();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    server.stop();
  });

  it("is redacted where that is chosen, after a look at what it does, and the run says so", async () => {
    const checking = check(open, modelSetup("careful"));
    await notification(/will be sent to/u);
    await answerNotice("will be sent to", "Redact First…");
    await notification(/Redacted in 2 of 2 conversations/u);
    assert.deepEqual(await server.seen(), [], "looking sends nothing");
    await answerNotice("Redacted in 2 of 2", "Send Redacted");
    await notification(/Redaction is on for this dataset/u);
    await answerNotice("Redaction is on", "Send");
    const run = await checking;
    assert.ok(run);
    assert.equal(run.status, "finished");
    const sent = JSON.stringify(await server.seen());
    assert.ok(sent.includes("[phone 1]") && !sent.includes(PHONE), sent);
    const [begun] = ofKind(entriesOf(path.join(open.home, run.name)), "run-started");
    assert.ok(begun?.manifest.privacy.redaction.includes("phone"), JSON.stringify(begun?.manifest.privacy));
  });
});
