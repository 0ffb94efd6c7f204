// A file of a shape nobody knows is described by answering questions, as a new user would: no JSON is edited by hand.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { activate, clearNotifications, workspaceFolder } from "./steps.ts";

const ROW = ".quick-input-widget .monaco-list-row";

/** Waits for the question with these words. */
async function question(words: string): Promise<void> {
  await eventually(async () => {
    const asked = await page.evaluate<string>(`document.querySelector(".quick-input-widget")?.style.display === "none" ? "" : [...document.querySelectorAll(".quick-input-widget .quick-input-filter input, .quick-input-widget .quick-input-message")].map((each) => each.placeholder ?? each.textContent).join(" | ")`);
    assert.ok(asked.includes(words), `${words} is asked, not ${asked}`);
  });
}

/** Answers with the row whose label is this, or the highlighted one. */
async function answer(words: string, label?: string): Promise<void> {
  await question(words);
  await page.waitFor(ROW);
  if (label === undefined) return page.press("Enter");
  await page.type(label);
  await page.waitFor(`${ROW}.focused:has-text("${label}")`);
  await page.press("Enter");
}

/** Ticks exactly these rows. */
async function tickOnly(words: string, ...labels: readonly string[]): Promise<void> {
  await question(words);
  await page.waitFor(ROW);
  const rows = await page.evaluate<readonly string[]>(`[...document.querySelectorAll("${ROW}")].map((row) => row.getAttribute("aria-label"))`);
  for (const row of rows) {
    const one = `${ROW}[aria-label="${row}"]`;
    const wanted = labels.some((label) => row === label || row.startsWith(`${label}, `));
    await eventually(async () => {
      const ticked = (await page.count(`${one} [aria-checked="true"]`)) > 0;
      if (ticked !== wanted) await page.click(one);
      assert.equal((await page.count(`${one} [aria-checked="true"]`)) > 0, wanted, row);
    });
  }
  await page.press("Enter");
}

async function write(words: string, text: string): Promise<void> {
  await question(words);
  await page.press("Control+A");
  await page.type(text);
  await page.press("Enter");
}

describe("describing a file", () => {
  const opened: OpenDataset[] = [];
  let study: string;
  let before_: string | undefined;

  before(async () => {
    await activate();
    await clearNotifications();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    study = path.join(workspaceFolder(), "fidelity.json");
    before_ = existsSync(study) ? readFileSync(study, "utf8") : undefined;
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    for (const key of new Set(opened.map(({ key: each }) => each))) await vscode.commands.executeCommand("fidelity.closeDataset", key);
    if (before_ === undefined) rmSync(study, { force: true });
    else writeFileSync(study, before_);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("joins the sample's odd file with its payments and saves what was said", async () => {
    for (const name of ["odd.jsonl", "payments.csv"]) copyFileSync(path.resolve(__dirname, "../../../media/sample", name), path.join(workspaceFolder(), name));
    const describing = Promise.resolve(vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.describeDataset", vscode.Uri.file(path.join(workspaceFolder(), "odd.jsonl"))));
    await answer("Which field says who speaks?", "who");
    await tickOnly("Which values are the user", "cust");
    await tickOnly("Which values are the agent", "rep");
    await answer("Which field is what was said?", "body");
    await answer("When was it said?", "ts");
    await answer("Whose clocks does ts show?", "Asia/Shanghai");
    await eventually(() => {
      const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "fidelity-preview")?.getText() ?? "";
      assert.match(shown, /The first of \d+ records/u);
    });
    await answer("What names a conversation?", "meta.uid");
    await eventually(() => {
      const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "fidelity-preview")?.getText() ?? "";
      assert.match(shown, /of the first \d+ records can be read/u);
      assert.match(shown, /Same one, unless you ask to swap/u);
    });
    await page.screenshot("describing-preview");
    await answer("What tells one customer from another", "Nothing");
    await answer("How is the outcome known?", "payments.csv");
    await answer("What do a conversation and its rows have in common?", "meta.uid = user_id");
    await answer("Which column says whether it happened?", "status");
    await tickOnly("mean that the outcome was reached?", "paid");
    await tickOnly("take it back", "refunded");
    await answer("When did it happen?", "paid_at");
    await answer("Whose clocks does paid_at show?", "Asia/Shanghai");
    await answer("Which counts when there are several?", "The first after the conversation began");
    await answer("And a conversation without a row?", "The outcome was not reached");
    await write("For how many days", "30");
    await write("Up to which day", "2025-06-01");
    await write("What do you call people who reached the outcome?", "buyer");
    await write("And those who did not?", "non-buyer");
    await answer("Who are the users", "People");
    await tickOnly("Is anything not to be read?", "internal = true");
    await tickOnly("What was known of the person", "person.years", "person.town");
    await eventually(async () => assert.ok((await page.count(`${ROW}:has-text("Save to fidelity.json")`)) > 0, "the whole file is read"));
    const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "fidelity-preview")?.getText() ?? "";
    assert.match(shown, /Outcome: (buyer|non-buyer)/u, "the payments are joined in the preview");
    await page.screenshot("describing-confirm");
    await page.click(`${ROW}:has-text("Save to fidelity.json")`);
    const open = await describing;
    assert.ok(open);
    opened.push(open);
    assert.deepEqual(open.dataset.strata, { positive: "buyer", negative: "non-buyer" });
    const { outcomes, conversationsKept, leftOut } = open.dataset.ledger;
    assert.deepEqual({ conversationsKept, outcomes, leftOut }, { conversationsKept: 10, outcomes: { positive: 5, negative: 5, unknown: 0 }, leftOut: { excluded: 1, "paid-before": 1 } });
    const saved = JSON.parse(readFileSync(study, "utf8")) as { readonly datasets: readonly { readonly path: string }[] };
    assert.ok(saved.datasets.some(({ path: named }) => named === "odd.jsonl"));
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === "fidelity-preview").length, 0, "the preview is gone");
  });

  it("reads three more shapes nobody prepared for", async () => {
    const folder = workspaceFolder();
    const give = (name: string, text: string): vscode.Uri => {
      writeFileSync(path.join(folder, name), text);
      return vscode.Uri.file(path.join(folder, name));
    };
    const describing = (uri: vscode.Uri): Promise<OpenDataset | undefined> => Promise.resolve(vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.describeDataset", uri));
    const finish = async (work: Promise<OpenDataset | undefined>): Promise<OpenDataset> => {
      await eventually(async () => assert.ok((await page.count(`${ROW}:has-text("Open without saving")`)) > 0));
      await page.click(`${ROW}:has-text("Open without saving")`);
      const open = await work;
      assert.ok(open);
      opened.push(open);
      return open;
    };

    // A table with one row a turn and columns of somebody's own, semicolons between them.
    const table = describing(give("hotline.csv", "Vorgang;Wer;Satz;Ende\n1;Beratung;Guten Tag;ja\n1;Anrufer;Was kostet das?;ja\n1;Beratung;Zehn Euro;ja\n1;Anrufer;Gut, nehme ich;ja\n2;Beratung;Guten Tag;nein\n2;Anrufer;Kein Bedarf, danke;nein\n"));
    await answer("Which column says which conversation", "Vorgang");
    await answer("Which field says who speaks?", "Wer");
    await tickOnly("Which values are the user", "Anrufer");
    await tickOnly("Which values are the agent", "Beratung");
    await answer("Which field is what was said?", "Satz");
    await answer("What tells one customer from another", "Nothing");
    await answer("How is the outcome known?", "Ende");
    await tickOnly("mean that the outcome was reached?", "ja");
    await tickOnly("mean that it was not?", "nein");
    await write("What do you call people who reached the outcome?", "Käufer");
    await write("And those who did not?", "Nichtkäufer");
    await answer("Who are the users", "People");
    const hotline = await finish(table);
    assert.deepEqual([hotline.dataset.ledger.outcomes, hotline.dataset.strata], [{ positive: 1, negative: 1, unknown: 0 }, { positive: "Käufer", negative: "Nichtkäufer" }]);
    assert.equal((await hotline.dataset.read("1")).turns.length, 4);

    // One JSON document, the conversations in a list inside it, speakers in an object of their own.
    const calls = [1, 2, 3].map((n) => ({ ref: `R-${n}`, party: { ident: `P${n % 2}` }, closing: n === 2 ? "signed" : "walked", lines: [{ by: { side: "L" }, words: `Offer number ${n}, shall we?` }, { by: { side: "R" }, words: n === 2 ? "Yes, where do I sign" : "No thanks" }] }));
    const documented = describing(give("calls-export.json", JSON.stringify({ exported: "2026-01-01", calls })));
    await answer("Which field says who speaks?", "by.side");
    await tickOnly("Which values are the user", "R");
    await tickOnly("Which values are the agent", "L");
    await answer("Which field is what was said?", "words");
    await answer("What names a conversation?", "ref");
    await answer("What tells one customer from another", "party.ident");
    await answer("How is the outcome known?", "closing");
    await tickOnly("mean that the outcome was reached?", "signed");
    await tickOnly("mean that it was not?", "walked");
    await write("What do you call people who reached the outcome?", "signer");
    await write("And those who did not?", "walker");
    await answer("Who are the users", "People");
    const { dataset } = await finish(documented);
    assert.deepEqual([dataset.ledger.outcomes, dataset.entries.map(({ customer }) => customer)], [{ positive: 1, negative: 2, unknown: 0 }, ["P1", "P0", "P1"]]);

    // One turn a line, nothing else; no outcome.
    const lines = describing(give("stream.jsonl", [["x", "op", "Hello there"], ["x", "guest", "Hi, is it open?"], ["y", "op", "Welcome"], ["y", "guest", "Bye"]].map(([room, nick, said]) => `${JSON.stringify({ room, nick, said })}\n`).join("")));
    await answer("Which column says which conversation", "room");
    await answer("Which field says who speaks?", "nick");
    await tickOnly("Which values are the user", "guest");
    await tickOnly("Which values are the agent", "op");
    await answer("Which field is what was said?", "said");
    await answer("What tells one customer from another", "Nothing");
    await answer("How is the outcome known?", "It is not known");
    await answer("Who are the users", "Not known");
    const stream = await finish(lines);
    assert.deepEqual(stream.dataset.entries.map(({ id, turns }) => [id, turns]), [["x", 2], ["y", 2]]);
    for (const name of ["hotline.csv", "calls-export.json", "stream.jsonl"]) rmSync(path.join(folder, name));
  });

  it("asks again what was answered before when one goes back, and writes nothing when one gives up", async () => {
    const text = readFileSync(study, "utf8");
    const describing = Promise.resolve(vscode.commands.executeCommand("fidelity.describeDataset", vscode.Uri.file(path.join(workspaceFolder(), "odd.jsonl"))));
    await answer("Which field says who speaks?", "who");
    await question("Which values are the user");
    await page.click('.quick-input-widget .quick-input-titlebar .codicon-quick-input-back');
    await question("Which field says who speaks?");
    await page.press("Escape");
    assert.equal(await describing, undefined);
    assert.equal(readFileSync(study, "utf8"), text);
  });
});
