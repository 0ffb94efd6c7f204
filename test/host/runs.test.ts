// A planned run that is paid for: asked about, cancelled, resumed, and in the end the same as one nobody disturbed.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import type { ContinuationEntry } from "../../src/core/journal/entry.ts";
import { pairsText } from "../../src/study/pairs.ts";
import type { Run } from "../../src/study/run.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { ServedModel } from "./servedModel.ts";
import { agreeToSend, answerNotice, check, clearNotifications, CONTROL, entriesOf, journals, lastEntry, modelSetup, notification, ofKind, openDataset, pick, setEndpoints, tick, workspaceFolder } from "./steps.ts";

const JUDGED = (endpoint: string) => modelSetup(endpoint, "fake", { kind: "model", endpoint, model: "fake" });

describe("a paid run", () => {
  let disturbed: ServedModel;
  let undisturbed: ServedModel;
  let open: OpenDataset;
  let run: Run;
  let journal: string;

  before(async () => {
    [disturbed, undisturbed] = await Promise.all([ServedModel.start({ delay: 60 }), ServedModel.start()]);
    await setEndpoints({ name: "slow", address: disturbed.address, models: ["fake"] }, { name: "quick", address: undisturbed.address, models: ["fake"] });
    open = await openDataset();
  });

  beforeEach(clearNotifications);

  after(async () => {
    await clearNotifications();
    await setEndpoints();
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    disturbed.stop();
    undisturbed.stop();
  });

  it("sends nothing when the question is answered with no", async () => {
    const checking = check(open, JUDGED("slow"));
    await notification(/will be sent to/u);
    await vscode.commands.executeCommand("notifications.clearAll");
    assert.equal(await checking, undefined);
    assert.deepEqual(await disturbed.seen(), []);
    assert.deepEqual(journals(open, "fake"), []);
  });

  it("shows the exact requests of a probe before anything is sent", async () => {
    const checking = check(open, JUDGED("slow"));
    await notification(/will be sent to/u);
    await page.click('.notification-list-item:has-text("will be sent to") .monaco-button:text-is("Show What Is Sent")');
    const text = await eventually(() => {
      const { document } = vscode.window.activeTextEditor ?? {};
      assert.equal(document?.uri.scheme, "fidelity-page");
      return document.getText();
    });
    assert.ok(text.includes(disturbed.origin) && text.includes("writes the user's turn") && text.includes("labels a turn"), text);
    assert.match(text, /36 probes, about 108 calls/u);
    await page.screenshot("consent-page");
    assert.deepEqual(await disturbed.seen(), [], "looking sends nothing");
    await notification(/Text like this will be sent to/u);
    await vscode.commands.executeCommand("notifications.clearAll");
    assert.equal(await checking, undefined);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("stops when its progress is cancelled, and keeps what is finished", async () => {
    const checking = check(open, JUDGED("slow"));
    const question = await agreeToSend();
    assert.match(question, /36 probes, about 108 calls: 36 to simulate, 72 to label\./u);
    assert.match(question, /Cost: unknown/u);
    await eventually(() => {
      const [only, ...more] = journals(open, "fake");
      assert.ok(only !== undefined && more.length === 0);
      journal = only;
      assert.ok(ofKind(entriesOf(journal), "verdict").filter(({ target }) => target.branch === "simulated").length >= 6, "some probes are done");
    });
    await notification(/^Checking: fake · persona/u);
    await page.click('.notification-list-item:has-text("Checking: fake") .monaco-button:text-is("Cancel")');
    const stopped = await checking;
    assert.ok(stopped);
    run = stopped;
    assert.equal(run.status, "paused");
    const kept = continuations();
    assert.ok(run.progress.done >= 1 && kept.length < 36, `it was cancelled half way: ${run.progress.done} done`);
    assert.equal(entriesOf(journal).at(-1)?.kind, "run-ended");
    await notification(/paused after \d+ of 36 probes\. Everything finished is saved/u);
    // Answers that were on their way would have come by the time the same server has answered another probe.
    const place = { dataset: open.key, conversation: "k-02", turn: 3 };
    const { ended } = await tick(() => vscode.commands.executeCommand("fidelity.probeTurnWith", place), "fake, slow");
    await ended;
    assert.deepEqual(continuations(), kept);
    assert.equal(run.status, "paused");
    await clearNotifications();
    await vscode.commands.executeCommand("fidelity.runs.focus");
    await page.waitFor('.monaco-list-row[aria-label*="paused"]');
    await page.screenshot("paused-run");
  });

  it("asks for what is left, goes on where it stopped and finishes", async () => {
    const before = continuations();
    const { done } = run.progress;
    const resuming = vscode.commands.executeCommand("fidelity.resumeRun", run.id);
    const question = await agreeToSend();
    assert.ok(question.includes(`${36 - done} probes,`), `${question} (${done} are done)`);
    await resuming;
    assert.equal(run.status, "finished");
    assert.deepEqual({ done: run.progress.done, failed: run.progress.failed }, { done: 36, failed: 0 });
    assert.deepEqual(continuations().slice(0, before.length), before, "nothing finished is made again");
    assert.equal(new Set(continuations().map(({ probe }) => `${probe.conversation}#${probe.turn}`)).size, 36);
    await notification(/finished, 36 of 36 probes, 0 failed/u);
  });

  it("has the same numbers as a run that nobody disturbed", async () => {
    const checking = check(open, JUDGED("quick"));
    await agreeToSend();
    const whole = await checking;
    assert.ok(whole);
    assert.equal(whole.status, "finished");
    assert.notEqual(whole.id, run.id);
    assert.deepEqual(await numbersOf(run), await numbersOf(whole));
  });

  it("is not asked about, and costs nothing, when nothing is left of it", async () => {
    const before = await disturbed.chats();
    assert.equal((await check(open, JUDGED("slow")))?.id, run.id);
    assert.equal((await disturbed.chats()).length, before.length);
  });

  it("is one run when it is asked for twice at once", async () => {
    const before = journals(open, "control");
    const [first, second] = await Promise.all([check(open, CONTROL), check(open, CONTROL)]);
    assert.ok(first);
    assert.equal(first.status, "finished");
    assert.equal(second, first);
    assert.deepEqual(journals(open, "control").filter((each) => !before.includes(each) && !each.includes(path.basename(first.id, ".jsonl"))), [], "no journal but the one run's");
  });

  it("moves to a terminal, is followed from the window, and ends there with the same numbers", async () => {
    const setup = { ...JUDGED("slow"), condition: "may-disengage" };
    const checking = check(open, setup);
    await agreeToSend();
    const moved = await eventually(() => {
      const going = journals(open, "fake-may-disengage")[0];
      assert.ok(going !== undefined && ofKind(entriesOf(going), "verdict").length >= 6, "some probes are done");
      return going;
    });
    const row = '.monaco-list-row[aria-label*="may-disengage"]';
    await vscode.commands.executeCommand("fidelity.moveToTerminal", path.basename(moved, ".jsonl"));
    await checking;
    const terminal = await eventually(() => {
      const found = vscode.window.terminals.find(({ name }) => name.includes("may-disengage"));
      assert.ok(found, "a terminal is open");
      return found;
    });
    assert.deepEqual({ ...(terminal.creationOptions as vscode.TerminalOptions).env }, { ELECTRON_RUN_AS_NODE: "1" });
    assert.ok(!JSON.stringify(terminal.creationOptions).includes("sk-"), "no key is in the command");
    await vscode.commands.executeCommand("fidelity.runs.focus");
    await page.waitFor(`${row}[aria-label*="written elsewhere"]`);
    await page.screenshot("moved-to-terminal");
    await eventually(() => {
      const last = lastEntry(moved);
      assert.ok(last?.kind === "run-ended" && last.reason === "finished", JSON.stringify(last));
      assert.deepEqual({ done: last.done, failed: last.failed }, { done: 36, failed: 0 });
    });
    await page.waitFor(`${row}[aria-label*="36/36 probes"]`);
  });

  function continuations(): readonly ContinuationEntry[] {
    return ofKind(entriesOf(journal), "continuation");
  }
});

describe("a run one lives with", () => {
  beforeEach(clearNotifications);

  after(async () => {
    await clearNotifications();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is renamed, noted, repeated, made larger, put away, compared with now, and forgets", async () => {
    const name = writtenDataset();
    const title = `Kept ${name}`;
    const open = await openDataset(name);
    const run = await check(open, CONTROL);
    assert.equal(run?.status, "finished");
    const row = `.monaco-list-row[aria-label^="${title}"]`;
    await (await answered("fidelity.renameRun", run, ["Title of the run", title])).ended;
    await (await answered("fidelity.noteRun", run, [`Note on ${title}`, "before the talk"])).ended;
    assert.deepEqual({ title: run.title, note: run.note }, { title, note: "before the talk" });
    await vscode.commands.executeCommand("fidelity.runs.focus");
    await page.waitFor(row);

    const again = await made(open, () => answered("fidelity.duplicateRun", run, ["once more", "With another seed"], ["With another seed", String(run.manifest.orderSeed + 7)]));
    assert.equal(again.orderSeed, run.manifest.orderSeed + 7);
    const larger = await made(open, () => answered("fidelity.extendRun", run, [`Extend ${title}`, "More samples"], ["More samples a probe than 1", "2"]));
    assert.deepEqual({ samples: larger.samples, extends: larger.extends }, { samples: 2, extends: run.manifest.run });

    await vscode.commands.executeCommand("fidelity.archiveRun", run.id);
    await page.waitFor(row, "detached");
    assert.equal(run.archived, true);
    await page.screenshot("archived-run");
    await vscode.commands.executeCommand("fidelity.unarchiveRun", run.id);
    await page.waitFor(row);

    await vscode.commands.executeCommand("fidelity.showChanges", run.id);
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document.getText(), `What changed since ${title}\n\nNothing that is known.\n`));

    const knowing = (): number => journals(open, "control").filter((each) => readFileSync(each, "utf8").includes(`"${name}-0"`)).length;
    assert.equal(knowing(), 3, "the runs know of who is to be forgotten");
    const { ended } = await answered("fidelity.forgetPeople", open.key, ["Who is to be forgotten", `${name}-0`]);
    await notification(/^Forget this for good\?.* 1 conversations,/u);
    await answerNotice("Forget this for good", "Forget");
    await ended;
    await notification(/^Forgotten in .* 1 conversations,.* The dataset was not changed/u);
    assert.equal(knowing(), 0);
    await page.screenshot("forgotten");
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  it("is made side by side with others of its kind", async () => {
    const open = await openDataset(writtenDataset());
    const known = journals(open, "control");
    const asking = vscode.commands.executeCommand<readonly Run[]>("fidelity.checkTogether", open.key);
    for (const label of ["Human-resample control C0", "Human-resample control C2"]) await page.click(`.quick-input-widget .monaco-list-row[aria-label^="${label}"]`);
    await page.screenshot("check-together");
    await page.press("Enter");
    await page.click('.quick-input-widget:has-text("Who labels the turns?") .monaco-list-row[aria-label^="Lexicon judge"]');
    const runs = await asking;
    assert.deepEqual(runs.map(({ status, manifest: { simulator } }) => [status, simulator.kind === "control" && simulator.rung]), [["finished", "C0"], ["finished", "C2"]]);
    assert.equal(journals(open, "control").length, known.length + 2);
    await notification(/finished, \d+ of \d+ probes, 0 failed.*finished/u);
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });
});

/** The name of a dataset in the workspace that no suite has seen, so that its runs are its own. */
function writtenDataset(): string {
  const name = `kept-${Date.now()}.jsonl`;
  const lines = Array.from({ length: 6 }, (_, number) => {
    const turns = Array.from({ length: 4 }, (_none, at) => [{ role: "agent", text: `Would you like it, ${name} ${number} ${at}?` }, { role: "user", text: `Maybe later, ${at}.` }]).flat();
    return JSON.stringify({ id: `${name}-${number}`, outcome: { value: number % 2 === 0 ? "positive" : "negative" }, turns });
  });
  writeFileSync(path.join(workspaceFolder(), name), `${lines.join("\n")}\n`);
  return name;
}

/** Runs a command on a run or dataset and answers what it asks, each by a part of its title: a row by its beginning, or typed text. Resolves when all is answered, with the command's own end. */
async function answered(command: string, of: Run | string, ...answers: readonly (readonly [title: string, answer: string])[]): Promise<{ readonly ended: Promise<unknown> }> {
  const ended = Promise.resolve(vscode.commands.executeCommand(command, typeof of === "string" ? of : of.id));
  for (const [title, answer] of answers) {
    // What is typed before the question has the focus goes elsewhere.
    await page.waitFor(`.quick-input-widget:has(.quick-input-title:has-text("${title}")) input:focus`);
    if ((await page.count(`.quick-input-widget .monaco-list-row[aria-label^="${answer}"]:visible`)) > 0) await pick(answer);
    else {
      await page.press("Control+A");
      await page.type(answer);
      await eventually(async () => assert.equal(await page.evaluate<string>('document.querySelector(".quick-input-widget input:focus")?.value ?? ""'), answer));
      await page.press("Enter");
    }
  }
  return { ended };
}

/** The manifest of the one run that is made meanwhile, when it is finished. */
async function made(open: OpenDataset, make: () => Promise<{ readonly ended: Promise<unknown> }>): Promise<Run["manifest"]> {
  const before = journals(open, "control");
  await (await make()).ended;
  const [journal, ...more] = journals(open, "control").filter((each) => !before.includes(each));
  assert.ok(journal !== undefined && more.length === 0, "one run is made");
  assert.equal(lastEntry(journal)?.kind, "run-ended");
  const [first] = ofKind(entriesOf(journal), "run-started");
  assert.ok(first);
  return first.manifest;
}

/** Every label of a run as it is exported, without the run's own name and its server's address, in an order that does not depend on when answers came. */
async function numbersOf(run: Run): Promise<readonly string[]> {
  return (await pairsText(run)).replaceAll(run.id, "RUN").replaceAll(/http:\/\/127\.0\.0\.1:\d+/gu, "SERVER").split("\n").sort();
}
