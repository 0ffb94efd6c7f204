// The editor's batch command from its first question to a finished run, against the test server's files and batches. The setup it chooses stays:
// no suite comes after this one.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { ServedModel } from "./servedModel.ts";
import { answerNotice, clearNotifications, entriesOf, journals, notification, ofKind, openDataset, pick, setEndpoints } from "./steps.ts";

describe("a batch", () => {
  let server: ServedModel;
  let open: OpenDataset;

  before(async () => {
    server = await ServedModel.start();
    await setEndpoints({ name: "engine", address: server.address, models: ["fake"] });
    open = await openDataset();
    await clearNotifications();
  });

  after(async () => {
    await clearNotifications();
    await setEndpoints();
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    server.stop();
  });

  it("has its judge tried, is written, sent, fetched and taken in round by round, until its run is finished", async () => {
    await chooseSetup("fake, engine", "persona", "fake, engine", "v1,", "1");
    const before = journals(open, "fake");
    const going = Promise.resolve(vscode.commands.executeCommand("fidelity.runBatch", open.key));
    await pick("openai");
    await notification(/Try judge fake on anchor turns/u);
    assert.deepEqual(await server.seen(), [], "nothing is sent before the answer");
    await answerNotice("Try judge fake", "Try It");
    for (const calls of [72, 36]) {
      await pick("Send 1 request files");
      await notification(new RegExp(`Send ${calls} calls to ${server.origin}`, "u"));
      await answerNotice(`Send ${calls} calls`, "Send");
      await pick("Look how far it is");
      await notification(new RegExp(`^${calls === 72 ? 72 : 108} calls answered, 0 refused`, "u"));
      if (calls === 72) await pick("Write what can be asked next");
    }
    await going;
    await notification(/The run is complete\./u);
    const [journal, ...more] = journals(open, "fake").filter((each) => !before.includes(each));
    assert.ok(journal !== undefined && more.length === 0);
    const entries = entriesOf(journal);
    const [begun] = ofKind(entries, "run-started");
    const [ended] = ofKind(entries.slice(-1), "run-ended");
    // Only the judge's trial went by calls; everything else lay in two files.
    const found = { anchors: begun?.manifest.preflight?.anchors, reason: ended?.reason, done: ended?.done, failed: ended?.failed, chats: (await server.chats()).length };
    assert.ok(isDeepStrictEqual(found, { anchors: 16, reason: "finished", done: 36, failed: 0, chats: 16 }), JSON.stringify(found));
    const batches = path.join(open.home, "batches");
    assert.ok(existsSync(batches));
    assert.deepEqual(readdirSync(path.join(batches, readdirSync(batches)[0] ?? "")).filter((name) => name.startsWith("round-")), ["round-01", "round-02"]);
  });
});

/** Answers what choosing a setup asks, each by a row that begins so. */
async function chooseSetup(...rows: readonly string[]): Promise<void> {
  const chosen = Promise.resolve(vscode.commands.executeCommand("fidelity.chooseSetup"));
  const questions = ["Who writes the user's next turn?", "Under which condition?", "Who labels the turns?", "Codebook the judge labels by", "How many continuations a probe?"];
  for (const [at, row] of rows.entries()) {
    await eventually(async () => assert.ok((await page.text(".quick-input-title")).includes(questions[at] ?? "")));
    // The pointer rests where the row before was, and what it hovers over would be in the way of the next click.
    const first = `.quick-input-widget:has(input:focus) .monaco-list-row.focused[aria-label^="${row}"]`;
    if ((await page.count(first)) > 0) await page.press("Enter");
    else await pick(row);
  }
  await chosen;
}
