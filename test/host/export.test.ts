// Export of conversations: three formats and selections through the command, rows of the explorer, the preview of redaction, refusals.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { ExportReport } from "../../src/study/exports.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { answerNotice, clearNotifications, notification, openSample } from "./steps.ts";

const folder = mkdtempSync(path.join(tmpdir(), "fidelity-export-"));
const target = (name: string): string => path.join(folder, name);
const read = (name: string): string => readFileSync(target(name), "utf8");
const lines = (name: string): readonly string[] => read(name).trimEnd().split("\n");

function exported(given: unknown, options: unknown): Thenable<ExportReport | undefined> {
  return vscode.commands.executeCommand("fidelity.exportSelection", given, options);
}

/** A dataset of two conversations, one of which has something to redact. */
async function personal(): Promise<OpenDataset> {
  const turns = (greeting: string, said: string) => [{ role: "agent", text: greeting }, { role: "user", text: said }];
  const made = [{ id: "p-1", outcome: { value: "positive" }, profile: { name: "Jo Bloggs" }, turns: turns("Hello Jo?", "ring 13812345678") }, { id: "p-2", outcome: { value: "negative" }, turns: turns("Hello?", "no") }];
  writeFileSync(target("personal.jsonl"), made.map((each) => `${JSON.stringify(each)}\n`).join(""));
  const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", vscode.Uri.file(target("personal.jsonl")));
  assert.ok(open);
  return open;
}

describe("export of conversations", () => {
  let sample: OpenDataset;

  before(async () => {
    sample = await openSample();
  });

  beforeEach(clearNotifications);

  it("writes the sample in three formats, which open again with the same conversations", async () => {
    for (const [name, format] of [["all.jsonl", "native"], ["all-messages.jsonl", "openai-messages"], ["all.csv", "csv"]] as const) {
      const report = await exported("sample", { selection: { kind: "all" }, format, redaction: "none", target: target(name) });
      assert.deepEqual({ format: report?.format, conversations: report?.conversations }, { format, conversations: 40 });
      const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", vscode.Uri.file(target(name)));
      assert.ok(open, `${name} opens`);
      // Without times more messages of one speaker stand together as one turn.
      const known = ({ id, outcome, turns }: OpenDataset["dataset"]["entries"][number]) => (format === "openai-messages" ? [id, outcome] : [id, outcome, turns]);
      assert.deepEqual(open.dataset.entries.map(known), sample.dataset.entries.map(known));
      await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    }
    assert.equal(lines("all.jsonl").length, 40);
    assert.match(await notification(/Exported 40 conversations/u), /all/u);
  });

  it("takes the selected rows of the explorer, a stratum, or ids", async () => {
    const entry = (index: number) => ({ kind: "conversation", open: sample, entry: sample.dataset.entries[index] });
    const asking = exported(entry(3), [entry(3), entry(1)]);
    await page.click('.quick-input-widget .monaco-list-row[aria-label^="CSV"]');
    await page.waitFor('.quick-input-widget .monaco-list-row[aria-label^="No, as it is"]');
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    assert.equal(await asking, undefined);
    const ids = sample.dataset.entries.slice(1, 3).map(({ id }) => id);
    await exported("sample", { selection: { kind: "ids", ids }, format: "native", redaction: "none", target: target("two.jsonl") });
    assert.deepEqual(lines("two.jsonl").map((line) => (JSON.parse(line) as { id: string }).id), ids);
    const stratum = await exported("sample", { selection: { kind: "outcome", outcome: "negative" }, format: "csv", redaction: "none", target: target("stratum.csv") });
    assert.equal(stratum?.conversations, 20);
  });

  it("shows what redaction does before it exports, and reports without any text", async () => {
    const open = await personal();
    rmSync(target("redacted.jsonl"), { force: true });
    const asking = exported(open.key, { selection: { kind: "all" }, format: "native", redaction: "preview", target: target("redacted.jsonl") });
    await eventually(() => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      assert.ok(tab?.input instanceof vscode.TabInputTextDiff, "the comparison is open");
    });
    const { original, modified } = vscode.window.tabGroups.activeTabGroup.activeTab?.input as vscode.TabInputTextDiff;
    const [before, after] = await Promise.all([original, modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()));
    assert.match(before ?? "", /13812345678/u);
    assert.match(after ?? "", /name: \[name 1\]\nagent:\n {2}Hello \[name 1\]\?\nuser:\n {2}ring \[phone 1\]/u);
    assert.equal(before?.split("\n").length, after?.split("\n").length);
    assert.ok(!existsSync(target("redacted.jsonl")), "nothing is written before the answer");
    assert.match(await notification(/Redacted in 1 of 2 conversations/u), /not anonymisation/u);
    await answerNotice("Redacted in 1 of 2", "Export");
    const report = await asking;
    assert.deepEqual(report?.redaction?.counts, { phone: 1, name: 2 });
    assert.doesNotMatch(read("redacted.jsonl") + JSON.stringify(report), /138|Bloggs|Hello Jo/u);
    await notification(/Exported 2 conversations/u);
    await answerNotice("Exported 2 conversations", "Show Redaction Report");
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /p-1: telephones 1, names 2\n {2}\[name 1\] profile\.name/u));
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  it("never writes over the dataset, and says so", async () => {
    const open = await personal();
    const text = read("personal.jsonl");
    assert.equal(await exported(open.key, { selection: { kind: "all" }, format: "csv", redaction: "none", target: target("personal.jsonl") }), undefined);
    await notification(/is the dataset itself/u);
    assert.equal(read("personal.jsonl"), text);
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });
});
