// Labelling by keyboard in the real editor: a queue drawn and labelled blind, what stands beside it, the reveal, a dispute, adjudication, agreement.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { AnnotationEntry } from "../../src/core/labels/entry.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { clearNotifications, openSample } from "./steps.ts";

const LONG = process.env.DF_LONG === "1";
/** Each of the two gets half, and some of the other's: at least twenty where it may take long. */
const ITEMS = LONG ? 28 : 6;
const DISPUTED = LONG ? 5 : 1;
const SHOWCASE = "c-0003";

/** All that anybody says in the annotation files. */
function said(open: OpenDataset, by: string): readonly AnnotationEntry[] {
  const folder = path.join(open.home, "annotations", by);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.flatMap((name) => readFileSync(path.join(folder, name), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as AnnotationEntry));
}

/** How many items of the queue in front are for an annotator. */
function assignedTo(open: OpenDataset, by: string): number {
  const queue = vscode.window.activeTextEditor?.document.uri.path.split("/")[1] ?? "";
  const lines = readFileSync(path.join(open.home, "queues", `${queue}.jsonl`), "utf8").split("\n").filter(Boolean);
  return lines.filter((line) => (JSON.parse(line) as { readonly assignees?: readonly string[] }).assignees?.includes(by)).length;
}

/** The number of the item in front. */
function itemInFront(): Promise<number> {
  return eventually(() => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    assert.ok(uri?.scheme === "fidelity-label", String(uri));
    return Number(/\/(\d+)\.fidelity-label$/u.exec(uri.path)?.[1]);
  });
}

async function itemOtherThan(number: number): Promise<number> {
  return eventually(async () => {
    const now = await itemInFront();
    assert.notEqual(now, number);
    return now;
  });
}

/** Answers the question that is shown: with what stands there, or with a text. */
async function answer(question: string, text?: string): Promise<void> {
  await eventually(async () => assert.ok((await page.text(".quick-input-widget")).includes(question) || (await page.count(`.quick-input-widget input[placeholder*="${question}"]`)) > 0, question));
  if (text !== undefined) {
    await page.press("Control+A");
    await page.type(text);
  }
  await page.press("Enter");
}

/** Everything the page says: its text, names, titles and placeholders, without the document of the item itself. */
function pageSays(): Promise<string> {
  return page.evaluate(`(() => {
    const item = document.querySelector('.editor-instance[aria-label*="fidelity-label"], .editor-instance .monaco-editor[data-uri^="fidelity-label"]');
    const inside = (each) => item !== null && item.contains(each);
    const names = [...document.querySelectorAll("[aria-label],[title],[placeholder]")].filter((each) => !inside(each)).flatMap((each) => ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name) ?? ""));
    const texts = [...document.querySelectorAll(".part, .monaco-hover, .notifications-toasts")].filter((each) => !each.contains(item)).map((each) => each.innerText);
    const beside = [...document.querySelectorAll(".editor .tabs-container, .breadcrumbs-control, .zone-widget, .codelens-decoration, .inlay-hint")].map((each) => each.innerText);
    return [document.title, ...names, ...texts, ...beside].join("\\n");
  })()`);
}

/** The page of a run's agreement, computed now. */
async function agreementPage(run: string | undefined): Promise<string> {
  await vscode.commands.executeCommand("fidelity.showAgreement", run);
  return eventually(() => {
    const text = vscode.window.activeTextEditor?.document.getText() ?? "";
    assert.match(text, /κ/u);
    return text;
  });
}

describe("labelling", () => {
  let open: OpenDataset;
  let words: readonly RegExp[] = [];

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    open = await openSample();
    await vscode.commands.executeCommand("fidelity.setAnnotator", "Ada");
    const { positive, negative } = open.dataset.strata;
    const word = (text: string): RegExp => new RegExp(`(?<![\\p{L}-])${text}s?(?![\\p{L}-])`, "iu");
    words = [word("real"), word("simulated"), word("branch"), /judge: /iu, word(positive), word(negative), /deciding|considering|engaging|exploring|resisting/iu];
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("workbench.action.closePanel");
    await clearNotifications();
  });

  it("draws a queue by keyboard and gives nothing away beside the item", async () => {
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: SHOWCASE, turn: 1 });
    await page.waitFor(".codelens-decoration >> visible=true");
    await page.screenshot("labelling-transcript-before");
    // Transcript and panel stay open beside the item.
    await vscode.commands.executeCommand("workbench.action.keepEditor");
    await vscode.commands.executeCommand("workbench.action.newGroupRight");
    await vscode.commands.executeCommand("fidelity.showPanel");
    await page.webview.waitFor("#tab-overview");
    await vscode.commands.executeCommand("workbench.action.newGroupRight");
    void vscode.commands.executeCommand("fidelity.drawQueue");
    await answer("What is to be labelled?");
    await answer("Of which runs?").catch(() => undefined);
    await answer("How many items?", String(ITEMS));
    await answer("Who labels?", "Ada, Ben");
    await itemInFront();
    await page.screenshot("labelling-item");
    for (const view of ["workbench.view.extension.fidelity", "fidelity.datasets.focus", "fidelity.queues.focus", "outline.focus", "workbench.action.focusCommentsPanel", "workbench.actions.view.problems"]) {
      await vscode.commands.executeCommand(view);
      await eventually(async () => {
        const says = await pageSays();
        for (const each of words) assert.ok(!each.test(says), `${String(each)} beside the item after ${view}: ${says.slice(Math.max(0, says.search(each) - 80), says.search(each) + 80)}`);
      });
    }
    await eventually(async () => assert.match(await page.webview.text("body"), /^\s*Hidden while a queue of this dataset is labelled blind\./u));
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === "fidelity"), "the transcript stands beside");
    await page.screenshot("labelling-nothing-beside");
    const uri = vscode.window.activeTextEditor?.document.uri;
    assert.match(uri?.path ?? "", /^\/[\w-]+\/\d+\.fidelity-label$/u);
    await vscode.commands.executeCommand("workbench.action.closeEditorsInOtherGroups");
  });

  it("takes three keys an item, keeps each, blind, and goes on to the next", async () => {
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    let number = await itemInFront();
    const own = said(open, "Ada").length;
    const items = assignedTo(open, "Ada");
    assert.ok(items >= ITEMS / 2);
    for (let item = 1; item <= items; item++) {
      for (const key of [String(1 + (item % 5)), "wer"[item % 3] ?? "w", "asd"[item % 3] ?? "a"]) await page.press(key);
      const entries = await eventually(() => {
        const found = said(open, "Ada").slice(own);
        assert.equal(found.length, item * 3);
        return found;
      });
      assert.ok(entries.every((entry) => entry.kind === "label" && entry.blind && entry.by === "Ada"));
      const last = entries.at(-1);
      assert.deepEqual(last?.kind === "label" && Object.keys(last.values), ["stage", "emotion", "blocker"]);
      if (item < items) number = await itemOtherThan(number);
    }
  });

  it("reveals what the items were, in the same document", async () => {
    await vscode.commands.executeCommand("fidelity.revealQueue");
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /\nWhat it was\n {2}.*judge: /u));
    assert.equal(said(open, "Ada").at(-1)?.kind, "reveal");
    await page.screenshot("labelling-revealed");
    await vscode.commands.executeCommand("fidelity.labelKey", "1");
    const after = said(open, "Ada").at(-1);
    assert.ok(after?.kind === "label" && !after.blind, "what is labelled after the reveal is not blind");
  });

  it("has a second annotator label, somebody adjudicate, and says κ", async () => {
    const queue = vscode.window.activeTextEditor?.document.uri.path.split("/")[1];
    const run = (JSON.parse(readFileSync(path.join(open.home, "queues", `${queue ?? ""}.jsonl`), "utf8").split("\n")[0] ?? "") as { readonly runs: readonly string[] }).runs[0];
    const before = LONG ? await agreementPage(run) : "";
    await vscode.commands.executeCommand("fidelity.setAnnotator", "Ben");
    await vscode.commands.executeCommand("fidelity.openQueue", queue);
    let number = await itemInFront();
    const own = said(open, "Ben").length;
    const items = assignedTo(open, "Ben");
    for (let item = 1; item <= items; item++) {
      for (const key of ["5", "q", "f"]) await page.press(key);
      await eventually(() => assert.equal(said(open, "Ben").length - own, item * 3));
      if (item < items) number = await itemOtherThan(number);
    }
    await clearNotifications();
    void vscode.commands.executeCommand("fidelity.adjudicateQueue", queue);
    for (let decided = 1; decided <= (LONG ? 3 : 1); decided++) {
      await answer("Items whose labels differ");
      await answer("Final label of item");
      await answer("Why?", "closest to the request");
    }
    const folder = path.join(open.home, "adjudications");
    await eventually(() => assert.match(readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8")).join(""), /"by":"Ben".*closest to the request/u));
    await page.press("Escape");
    assert.notEqual(await agreementPage(run), before, "κ and the corrected Δ move with what the second annotator said");
    await page.screenshot("labelling-agreement");
  });

  it("sets the judges of two runs beside one another", async () => {
    const runs = readdirSync(path.join(open.home, "runs")).filter((name) => /-(persona|may-disengage)-\w{4}\.jsonl$/u.test(name)).map((name) => name.replace(/\.jsonl$/u, ""));
    await vscode.commands.executeCommand("fidelity.compareJudges", runs[0], runs[1]);
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /turns judged by both.*Bias by each judge/su));
  });

  it("disputes a label in the transcript by a chord; the thread is unresolved until it is resolved", async () => {
    await vscode.commands.executeCommand("fidelity.setAnnotator", "Ada");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: SHOWCASE, turn: 1 });
    await page.waitFor(".codelens-decoration >> visible=true");
    for (let disputed = 1; disputed <= DISPUTED; disputed++) {
      await vscode.commands.executeCommand("fidelity.nextContinuation");
      await page.waitFor(".review-widget");
      await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
      const own = said(open, "Ada").filter(({ kind }) => kind === "dispute").length;
      await page.press("Control+K");
      await page.press("d");
      await answer("Why?", "too eager");
      await eventually(() => assert.equal(said(open, "Ada").filter(({ kind }) => kind === "dispute").length, own + 1));
    }
    // Unresolved, it brings the list of comments up, which may cover it.
    await eventually(async () => assert.match(await page.evaluate<string>(`[...document.querySelectorAll(".review-widget")].map((each) => each.textContent).join("\\n")`), /Disputed by Ada: too eager/u));
    await page.screenshot("labelling-disputed");
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    await page.press("Control+K");
    await page.press("r");
    await eventually(() => assert.equal(said(open, "Ada").at(-1)?.kind, "resolve"));
    await page.press("Control+K");
    await page.press("a");
    const last = await eventually(() => {
      const entry = said(open, "Ada").at(-1);
      assert.ok(entry?.kind === "label");
      return entry;
    });
    assert.ok(last.manner === "agreed" && !last.blind);
  });
});
