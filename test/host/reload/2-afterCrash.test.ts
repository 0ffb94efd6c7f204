// Second phase, after the crash: everything is as it was, the paid run waits and costs no more than what is left of it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import path from "node:path";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { JournalEntry } from "../../../src/core/journal/entry.ts";
import { eventually, page } from "../driver.ts";
import { ServedModel, type ServedChat } from "../servedModel.ts";
import { agreeToSend, check, clearNotifications, CONTROL, entriesOf, ofKind, openDataset } from "../steps.ts";
import { beginFree, isLeftHalfWay, tell, told, type Story } from "./story.ts";

const PROBES = 36;

describe("after a crash", () => {
  let story: Story;
  let server: ServedModel;
  let atCrash: readonly JournalEntry[];
  let asked: readonly ServedChat[];

  before(async () => {
    story = told();
    server = new ServedModel(story.server);
    atCrash = entriesOf(story.paid);
    asked = await server.chats();
  });

  it("the transcripts are still there and show the same text", async () => {
    const tabs = (): readonly string[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : ""));
    await eventually(() => { assert.deepEqual(tabs(), Object.keys(story.transcripts)); });
    const [front, text] = Object.entries(story.transcripts).at(-1)!;
    await eventually(() => {
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.toString(), front);
      assert.equal(document.getText(), text);
    });
    for (const [uri, each] of Object.entries(story.transcripts)) assert.equal((await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))).getText(), each);
    await page.waitFor(".codelens-decoration");
  });

  it("the datasets are open again", async () => {
    await vscode.commands.executeCommand("fidelity.datasets.focus");
    await page.waitFor('.monaco-list-row:has-text("Calls (invented)")');
    await page.waitFor('.monaco-list-row:has-text("Sample (invented)")');
  });

  it("the paid run is listed as paused with what is left and does not go on by itself", async () => {
    assert.notEqual(atCrash.at(-1)?.kind, "run-ended", "nobody paused it");
    await vscode.commands.executeCommand("fidelity.runs.focus");
    await page.waitFor('.monaco-list-row[aria-label^="fake · persona"]');
    const row = await page.evaluate<string>(`document.querySelector('.monaco-list-row[aria-label^="fake · persona"]').getAttribute("aria-label")`);
    const done = Number(/paused · (\d+)\/36 probes/u.exec(row)?.[1]);
    assert.ok(done > 0 && done < PROBES, row);
    await page.screenshot("paused-after-crash");
    // A whole check in between is time enough for a run that would go on.
    assert.equal((await check(await openDataset(), CONTROL))?.status, "finished");
    assert.equal((await server.chats()).length, asked.length);
    assert.deepEqual(entriesOf(story.paid), atCrash);
  });

  it("one command finishes it, and nothing that was written down is paid for again", async () => {
    await clearNotifications();
    const resuming = vscode.commands.executeCommand("fidelity.resumeRun", path.basename(story.paid, ".jsonl"));
    const question = await agreeToSend();
    const left = Number(/(\d+) probes, about/u.exec(question)?.[1]);
    assert.ok(left > 0 && left < PROBES, question);
    await resuming;
    const whole = entriesOf(story.paid);
    const [last] = ofKind(whole.slice(-1), "run-ended");
    assert.deepEqual({ reason: last?.reason, done: last?.done, failed: last?.failed }, { reason: "finished", done: PROBES, failed: 0 });
    assert.deepEqual(whole.slice(0, atCrash.length), atCrash);
    const made = ofKind(whole, "continuation").map(({ probe }) => `${probe.conversation}#${probe.turn}`);
    assert.equal(made.length, PROBES);
    assert.equal(new Set(made).size, PROBES);

    const again = (await server.chats()).slice(asked.length);
    const kept = new Set(ofKind(atCrash, "continuation").map(({ promptHash }) => promptHash));
    const simulated = again.filter(({ response_format: format }) => format === undefined).map(({ messages }) => createHash("sha256").update(JSON.stringify(messages)).digest("hex"));
    assert.deepEqual(simulated.filter((hash) => kept.has(hash)), [], "no continuation that was written down");
    assert.equal(simulated.length, PROBES - kept.size);
    assert.ok(simulated.length > 0 && kept.size > 0);
    const labels = (entries: readonly JournalEntry[]): number => ofKind(entries, "verdict").filter(({ cached }) => !cached).length;
    assert.equal(again.length - simulated.length, labels(whole) - labels(atCrash), "a label each, once");
    assert.equal(new Set(again.map((chat) => JSON.stringify(chat))).size, again.length, "nothing twice");
  });

  it("a run that costs nothing is on its way when the window is loaded anew", async () => {
    const free = await beginFree(500);
    tell({ ...story, free });
    isLeftHalfWay(free);
  });
});
