// First phase: transcripts are open and a paid run is half done when the extension host is killed.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { crashHost, eventually } from "../driver.ts";
import { ServedModel } from "../servedModel.ts";
import { agreeToSend, check, entriesOf, journals, lastEntry, modelSetup, ofKind, openDataset, openSample, setEndpoints } from "../steps.ts";
import { ENDPOINT, tell, told } from "./story.ts";

describe("before a crash", () => {
  it("two transcripts are open and a paid run is on its way", async () => {
    const server = await ServedModel.start({ delay: 100 });
    await setEndpoints({ name: ENDPOINT, address: server.address, models: ["fake"] });
    const sample = await openSample();
    const open = await openDataset();
    const transcripts: Record<string, string> = {};
    for (const [dataset, conversation] of [[sample.key, "c-0003"], [open.key, "k-07"]]) {
      await vscode.commands.executeCommand("fidelity.openConversation", { dataset, conversation });
      await vscode.commands.executeCommand("workbench.action.keepEditor");
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      assert.ok(document.getText().includes(String(conversation)));
      transcripts[document.uri.toString()] = document.getText();
    }
    void check(open, modelSetup(ENDPOINT, "fake", { kind: "model", endpoint: ENDPOINT, model: "fake" }));
    await agreeToSend();
    const paid = await eventually(() => {
      const [made] = journals(open, "fake");
      assert.ok(made);
      return made;
    });
    await eventually(() => {
      const labelled = ofKind(entriesOf(paid), "verdict").filter(({ target }) => target.branch === "simulated");
      assert.ok(labelled.length >= 4, "some probes are finished");
    });
    tell({ server: server.addresses, transcripts, paid });
    assert.ok(ofKind(entriesOf(paid), "continuation").length < 36, "some are not");
  });

  it("the extension host dies", async () => {
    // An answer of the window means that what was reported before has arrived there.
    await vscode.commands.executeCommand("notifications.hideList");
    assert.notEqual(lastEntry(told().paid)?.kind, "run-ended");
    await crashHost();
  });
});
