// Continuations as threads under turns: what they say, their buttons, and that repainting leaves them in place.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { activate, CONTROL, openSample } from "./steps.ts";

const WIDGET = ".review-widget";
const COMMENT = `${WIDGET} .review-comment`;

interface Shown {
  readonly author: string;
  readonly body: string;
  readonly all: string;
}

/** Every comment on screen. */
function comments(): Promise<readonly Shown[]> {
  return page.evaluate(`[...document.querySelectorAll("${COMMENT}")].map((each) => ({ author: each.querySelector(".author").textContent, body: each.querySelector(".comment-body").innerText, all: each.innerText }))`);
}

async function show(open: OpenDataset, conversation: string): Promise<void> {
  await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation, turn: 1 });
  // The first transcript of a window also loads what draws it.
  await page.waitFor(".codelens-decoration >> visible=true").catch(() => page.waitFor(".codelens-decoration >> visible=true"));
}

/** The first turn of the active transcript that has continuations. */
function probedTurn(): Promise<number> {
  return eventually(async () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
    const found = lenses.find(({ command }) => command?.command === "fidelity.showContinuations");
    assert.ok(found);
    return (found.command?.arguments?.[0] as { turn: number }).turn;
  });
}

/** A dataset without recordings: the offline control answers. */
function callers(): vscode.Uri {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "fidelity-")), "callers.jsonl");
  const said = ["Who is this?", "Not now, I am busy.", "How much is it?", "Tell me more about it.", "That sounds good."];
  const conversation = (number: number): unknown => ({
    id: `call-${number}`,
    customer: `person-${number}`,
    outcome: { value: number % 2 === 0 ? "positive" : "negative", label: number % 2 === 0 ? "member" : "passer-by" },
    turns: [0, 1, 2].flatMap((step) => [{ role: "agent", text: `Question ${step} of caller ${number}?` }, { role: "user", text: `${said[(number + step) % said.length]} (${number})` }]),
  });
  writeFileSync(file, Array.from({ length: 6 }, (_, number) => `${JSON.stringify(conversation(number))}\n`).join(""));
  return vscode.Uri.file(file);
}

describe("continuations of a planned run", () => {
  const conversation = "c-0012";
  let open: OpenDataset;
  let turn = 0;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("notifications.clearAll");
    open = await openSample();
    await show(open, conversation);
    turn = await probedTurn();
  });

  it("stay folded until their lens is clicked, and fold again", async () => {
    const target = { dataset: open.key, conversation, turn };
    assert.equal(await page.count(COMMENT), 0);
    await vscode.commands.executeCommand("fidelity.showContinuations", target);
    await eventually(async () => assert.equal((await comments()).length, 3));
    await vscode.commands.executeCommand("fidelity.showContinuations", target);
    await eventually(async () => assert.equal(await page.count(COMMENT), 0));
  });

  it("stand below the real turn with simulator, condition, sample, state, difference and watermark", async () => {
    await vscode.commands.executeCommand("fidelity.showContinuations", { dataset: open.key, conversation, turn });
    const [real, ...others] = await eventually(async () => {
      const found = await comments();
      assert.equal(found.length, 3);
      return found;
    });
    const { turns } = await open.dataset.read(conversation);
    assert.equal(real?.author, "Real turn");
    assert.equal(real.body.replace(/\s+/gu, " "), turns[turn]?.text.replace(/\s+/gu, " "));
    assert.deepEqual(others.map(({ author }) => author).sort(), ["illustrative-model · may-disengage · sample 1", "illustrative-model · persona · sample 1"]);
    for (const { all } of others) assert.match(all, /(\w+ · \w+ · [\w-]+|leaves|silence)\u2003(\+|−)?\d · planned · invented/u);
  });

  it("go with their document", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await eventually(async () => assert.equal(await page.count(WIDGET), 0));
  });
});

describe("continuations of a click", () => {
  const conversation = "call-3";
  const turn = 3;
  let open: OpenDataset;
  /** Another seed is another plan, and so one more planned continuation at the turn. */
  const checkWithSeed = async (seed: number): Promise<void> => {
    await vscode.workspace.getConfiguration().update("fidelity.probe.seed", seed, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("fidelity.checkDataset", open.key, CONTROL);
  };
  const probe = (): Thenable<unknown> => vscode.commands.executeCommand("fidelity.probeTurn", { dataset: open.key, conversation, turn });

  before(async () => {
    await activate();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const opened = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", callers());
    assert.ok(opened);
    open = opened;
    await show(open, conversation);
  });

  after(async () => {
    await vscode.workspace.getConfiguration().update("fidelity.probe.seed", undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  it("unfold by themselves, marked hand-picked and current, and leave the focus in the editor", async () => {
    await probe();
    await eventually(async () => assert.match(await page.text(WIDGET), /hand-picked · ▸ current/u));
    assert.match(await page.text(WIDGET), /control C1 · sample 1/u);
    await eventually(async () => assert.match(await page.text(WIDGET), /mean of \d+ donors\u2003(\+|−)?\d/u));
    assert.equal(await page.evaluate<boolean>(`document.activeElement.closest(".review-widget") === null`), true);
    assert.equal(await page.count(`${WIDGET} textarea:visible`), 0);
  });

  it("give the turn its lens and hint", async () => {
    assert.equal(await probedTurn(), turn);
    await page.waitFor('.codelens-decoration:has-text("1 continuation")');
  });

  it("keep their place on screen while others arrive", async () => {
    await page.evaluate(`void (document.querySelector("${COMMENT}").dataset.seen = "yes")`);
    const before = (await comments()).length;
    await checkWithSeed(1);
    await eventually(async () => assert.equal((await comments()).length, before + 1));
    assert.equal(await page.count(`${COMMENT}[data-seen]`), 1);
  });

  it("are copied as they are", async () => {
    await page.hover(`${COMMENT} >> nth=0`);
    await page.click(`${COMMENT} >> nth=0 >> [aria-label="Copy"]`);
    const { turns } = await open.dataset.read(conversation);
    await eventually(async () => assert.equal(await vscode.env.clipboard.readText(), turns[turn]?.text));
  });

  it("show the first eight and a button for the rest", async () => {
    for (let seed = 2; seed <= 10; seed++) await checkWithSeed(seed);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await show(open, conversation);
    await eventually(async () => assert.match(await page.text(WIDGET), /^8 of 11 continuations of turn 4/u));
    await page.click(`${WIDGET} .head [aria-label="Show All Continuations"]`);
    await eventually(async () => assert.match(await page.text(WIDGET), /^11 continuations of turn 4/u));
    assert.equal((await comments()).length, 12);
  });

  it("move by our own commands, which unfold the thread and mark one", async () => {
    await vscode.commands.executeCommand("fidelity.nextContinuation");
    await eventually(async () => assert.equal((await comments()).filter(({ all }) => all.includes("▸ current")).length, 1));
  });
});
