// The main job as a researcher does it: open the sample, probe a turn, check the dataset; and the local model server in place of a paid one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { Run } from "../../src/study/run.ts";
import { CONTROL, openSample } from "./steps.ts";

describe("the main job on the sample", () => {
  it("opens the sample without a question", async () => {
    const open = await openSample();
    assert.equal(open.dataset.entries.length, 40);
    assert.deepEqual(open.dataset.strata, { positive: "buyer", negative: "non-buyer" });
    assert.equal(open.dataset.problems.length, 0);
  });

  it("probes a turn with one click and keeps the continuation in a hand-picked log", async () => {
    const open = await openSample();
    const conversation = await open.dataset.read("c-0003");
    const turn = conversation.turns.findIndex(({ role, index }) => role === "user" && index > 3);
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: "c-0003", turn });
    await vscode.commands.executeCommand("fidelity.probeTurn", { dataset: open.key, conversation: "c-0003", turn });
    const runs = await vscode.workspace.fs.readDirectory(vscode.Uri.file(path.join(open.home, "runs")));
    const log = runs.map(([name]) => name).find((name) => name.startsWith("hand-picked-") && name.endsWith(".jsonl"));
    assert.ok(log, "a hand-picked log is written");
    const entries = readFileSync(path.join(open.home, "runs", log), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { kind: string });
    assert.ok(entries.some(({ kind }) => kind === "continuation"));
    assert.ok(entries.some(({ kind }) => kind === "verdict"));
  });

  it("checks the whole dataset with the control and finishes", async () => {
    const open = await openSample();
    const run = await vscode.commands.executeCommand<Run | undefined>("fidelity.checkDataset", open.key, CONTROL);
    assert.ok(run);
    assert.equal(run.status, "finished");
    assert.deepEqual({ done: run.progress.done, total: run.progress.total }, { done: 120, total: 120 });
    assert.equal(run.state.counts().probes, 120);
  });

  it("an equal check finds the finished run again and adds nothing", async () => {
    const open = await openSample();
    const first = await vscode.commands.executeCommand<Run>("fidelity.checkDataset", open.key, CONTROL);
    const journal = path.join(open.home, first.name);
    const before = readFileSync(journal, "utf8").split("\n").filter((line) => line.includes('"continuation"')).length;
    const second = await vscode.commands.executeCommand<Run>("fidelity.checkDataset", open.key, CONTROL);
    assert.equal(second.id, first.id);
    assert.equal(readFileSync(journal, "utf8").split("\n").filter((line) => line.includes('"continuation"')).length, before);
  });
});
