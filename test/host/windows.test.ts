// Two windows on one folder: one makes a run, the other follows it read-only and cannot start it, and nothing is lost.
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Run } from "../../src/study/run.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, openWindow, type Window } from "./driver.ts";
import { ServedModel } from "./servedModel.ts";
import { agreeToSend, check, clearNotifications, entriesOf, journals, modelSetup, notification, ofKind, openDataset, pick, setEndpoints } from "./steps.ts";

const ROW = '.monaco-list-row[aria-label^="fake · may-disengage"]';
const SETUP = { ...modelSetup("patient"), condition: "may-disengage" };
/** Takes seven seconds to arrive, so that the run goes on for as long as the other window is looked at. */
const SLOW = "Maybe, but I would have to see it in daylight...";

describe("two windows on one folder", () => {
  let server: ServedModel;
  let open: OpenDataset;
  let second: Window;
  let running: Promise<Run | undefined>;
  let journal: string;

  before(async () => {
    server = await ServedModel.start({ delay: 400 });
    await server.always({ kind: "say", text: SLOW });
    await setEndpoints({ name: "patient", address: server.address, models: ["fake"] });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    open = await openDataset();
  });

  after(async () => {
    await clearNotifications();
    await setEndpoints();
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    server.stop();
  });

  /** What the second window says of the run, e.g. `written elsewhere · 4/36 probes`. */
  async function row(): Promise<string> {
    return (await second.text(ROW)).replaceAll(/\s+/gu, " ");
  }

  it("follow a run of the other, whose progress moves", async () => {
    const before = new Set(journals(open, "fake"));
    running = check(open, SETUP);
    await agreeToSend();
    journal = await eventually(() => {
      const [made] = journals(open, "fake").filter((each) => !before.has(each));
      assert.ok(made);
      return made;
    });
    second = await openWindow();
    // Room for every run that the suites before have made.
    await second.resize(1440, 2400);
    await second.click('.activitybar [aria-label^="Decision Fidelity"]');
    await second.waitFor(ROW);
    const first = await eventually(async () => {
      const text = await row();
      assert.match(text, /written elsewhere · \d+\/36 probes/u);
      return text;
    });
    await eventually(async () => { assert.notEqual(await row(), first); });
    assert.match(await row(), /written elsewhere/u);
    await second.screenshot("following-run");
  });

  it("cannot start what the other is making, and say who makes it", async () => {
    const known = journals(open);
    await second.click('[id="decision-fidelity.decision-fidelity.fidelity.setup"]');
    await pick("fake, patient", second);
    await pick("may-disengage", second);
    await pick("Lexicon judge", second);
    await pick("1", second);
    const calls = '.monaco-list-row:has-text("Calls (invented)")';
    await second.hover(calls);
    await second.click(`${calls} >> [aria-label="Check This Dataset"]`);
    await agreeToSend(second);
    const told = await notification(/is being written by another window or terminal/u, second);
    assert.ok(told.includes(`process ${process.pid} `), told);
    assert.match(await row(), /written elsewhere/u);
    assert.deepEqual(journals(open), known);
    await server.always({ kind: "say", text: "Fine." });
  });

  it("lose nothing and pay nothing twice", async () => {
    const run = await running;
    assert.ok(run);
    assert.equal(run.status, "finished");
    assert.deepEqual(run.unread, []);
    assert.deepEqual({ done: run.progress.done, failed: run.progress.failed }, { done: 36, failed: 0 });
    const made = ofKind(entriesOf(journal), "continuation").map(({ probe }) => `${probe.conversation}#${probe.turn}`);
    assert.equal(made.length, 36);
    assert.equal(new Set(made).size, 36);
    const bodies = (await server.chats()).map(({ messages }) => JSON.stringify(messages));
    assert.equal(bodies.length, 36);
    assert.equal(new Set(bodies).size, 36);
    await eventually(async () => { assert.match(await row(), /finished · 36\/36 probes/u); });
  });
});
