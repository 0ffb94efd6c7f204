// Endpoints as a researcher meets them: added in settings, a key, a test call, a turn probed by a model that streams, fails and is tried again.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { ServedModel } from "./servedModel.ts";
import { agreeToSend, clearNotifications, entriesOf, notification, ofKind, openDataset, pick, setEndpoints, tick, workspaceFolder } from "./steps.ts";

const KEY = `sk-right-${randomUUID()}`;
const WRONG_KEY = `sk-wrong-${randomUUID()}`;
const SAID = "That sounds good, tell me more about the service, and how long would I be bound to it? My sister had one of those and was happy with it for years.";
const COMMENT = ".review-widget .review-comment";
const STATE = /(resisting|exploring|engaging|considering|deciding) · (positive|neutral|hesitant|negative) · [a-z-]+\s+(\+|−)?\d/u;

interface Shown {
  readonly author: string;
  readonly body: string;
  readonly all: string;
}

/** Every comment on screen, real turns among them. */
function comments(): Promise<readonly Shown[]> {
  return page.evaluate(`[...document.querySelectorAll("${COMMENT}")].map((each) => ({ author: each.querySelector(".author").textContent, body: each.querySelector(".comment-body").innerText, all: each.innerText }))`);
}

/** The comment of one simulator once it says what is looked for. */
function comment(author: string, saying: RegExp): Promise<Shown> {
  return eventually(async () => {
    const found = await comments();
    const one = found.find((each) => each.author.startsWith(author) && saying.test(each.all));
    assert.ok(one, `${author} saying ${String(saying)} among ${JSON.stringify(found)}`);
    return one;
  });
}

async function pressOn(author: string, button: string): Promise<void> {
  const one = `${COMMENT}:has(.author:text-is("${author}"))`;
  await page.hover(one);
  await page.click(`${one} >> [aria-label="${button}"]`);
}

describe("models", () => {
  let server: ServedModel;
  let elsewhere: ServedModel;
  let open: OpenDataset;

  before(async () => {
    [server, elsewhere] = await Promise.all([ServedModel.start({ delay: 120, key: KEY }), ServedModel.start()]);
    open = await openDataset();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  beforeEach(clearNotifications);

  after(async () => {
    await setEndpoints();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
    server.stop();
    elsewhere.stop();
  });

  /** Sets the key of an endpoint as a person does. */
  async function typeKey(endpoint: string, key: string): Promise<void> {
    const setting = vscode.commands.executeCommand("fidelity.setKey");
    await pick(endpoint);
    await page.waitFor('.quick-input-widget input[type="password"]');
    await page.type(key);
    await page.press("Enter");
    await setting;
  }

  async function testCall(model: string): Promise<void> {
    const testing = vscode.commands.executeCommand("fidelity.testModel");
    await pick(model);
    await testing;
  }

  /** Opens a conversation and probes one of its turns with the models named; resolves when all have answered or failed. */
  async function probe(conversation: string, turn: number, models: readonly string[], meanwhile?: () => Promise<unknown>): Promise<void> {
    const place = { dataset: open.key, conversation, turn };
    await vscode.commands.executeCommand("fidelity.openConversation", place);
    await vscode.commands.executeCommand("revealLine", { lineNumber: vscode.window.activeTextEditor?.selection.active.line ?? 0, at: "top" });
    const { ended } = await tick(() => vscode.commands.executeCommand("fidelity.probeTurnWith", place), ...models);
    await meanwhile?.();
    await ended;
  }

  it("are tested with the key of the secret store, which a server refuses or takes", async () => {
    await setEndpoints({ name: "local", address: server.address, models: ["fake"] });
    await testCall("fake");
    await notification(/local does not accept the key \(status 401\)/u);
    await typeKey("local", WRONG_KEY);
    await clearNotifications();
    await testCall("fake");
    assert.ok(!(await notification(/local does not accept the key/u)).includes("sk-"));
    await typeKey("local", KEY);
    await clearNotifications();
    await testCall("fake");
    await notification(/^fake-served answered after \d+ ms: \S/u);
  });

  it("are added step by step, ending in a test call", async () => {
    const adding = vscode.commands.executeCommand("fidelity.addModel");
    await page.waitFor(".quick-input-widget .monaco-list-row");
    await page.type("Another");
    await pick("Another address");
    const asked = async (question: string): Promise<void> => page.waitFor(`.quick-input-widget:has-text("${question}")`);
    const answers = [["Base address of the server", server.address], ["Name of the endpoint", "mistyped"], ["Key for", KEY]] as const;
    for (const [question, answer] of answers) {
      await asked(question);
      await page.type(answer);
      await page.press("Enter");
    }
    await page.waitFor('.quick-input-widget input[placeholder*="models"]');
    for (const question of ["Key for", "Name of the endpoint"]) {
      await page.click(".quick-input-widget .quick-input-titlebar .codicon-quick-input-back");
      await asked(question);
    }
    await page.press("Control+A");
    await page.type("typed");
    await page.press("Enter");
    await asked("Key for");
    await page.type(KEY);
    await page.press("Enter");
    await page.waitFor('.quick-input-widget input[placeholder*="models"]');
    await page.screenshot("add-model-list");
    await page.type("think");
    await pick("fake:think");
    await adding;
    assert.match(await notification(/answered after/u), /: .*Maybe next week\.$/u);
    const found = await eventually(() => {
      const { document } = vscode.window.activeTextEditor ?? {};
      assert.equal(document?.uri.scheme, "fidelity-page");
      return document.getText();
    });
    assert.match(found, /^fake:think at typed\n/u);
    assert.match(found, /A prompt of [\d,]+ tokens arrives whole|keeps [\d,]+ tokens/u);
    assert.match(found, /Compared with the probes of \S/u);
    await page.screenshot("examined-model");
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    const saved = vscode.workspace.getConfiguration().get<readonly { name: string; address: string; models: readonly string[] }[]>("fidelity.models.endpoints");
    assert.deepEqual(saved?.find(({ name }) => name === "typed"), { name: "typed", address: server.address, models: ["fake:think"] });
  });

  it("are handed to the command line without their keys", async () => {
    const exporting = vscode.commands.executeCommand("fidelity.exportModels");
    await page.waitFor('.quick-input-widget .monaco-list-row[aria-label^="typed"]');
    await page.press("Enter");
    await exporting;
    const said = await notification(/can be used in the terminal now/u);
    assert.match(said, /TYPED_API_KEY/u);
    const file = path.join(process.env.HOME ?? "", ".config/decision-fidelity/endpoints.json");
    const written = JSON.parse(readFileSync(file, "utf8")) as { readonly endpoints: readonly unknown[] };
    assert.deepEqual(written.endpoints.at(-1), { name: "typed", address: server.address, models: ["fake:think"], keyVariable: "TYPED_API_KEY" });
  });

  it("ask before the first text leaves, then stream inline, then show state and difference", async () => {
    await server.forget();
    await server.next({ kind: "say", text: SAID });
    await probe("k-02", 5, ["fake, local"], async () => {
      assert.deepEqual(await server.seen(), [], "nothing is sent before the answer");
      const question = await agreeToSend();
      assert.ok(question.includes(server.origin), question);
      assert.match(question, /One probe\. Calls: about 1\./u);
      await clearNotifications();
      const first = await comment("fake · persona", /arriving[^]*That/u);
      assert.ok(first.body.trim().endsWith("…") && first.body.length < SAID.length, first.body);
      await page.screenshot("streaming-thread");
      await eventually(async () => { assert.ok((await comment("fake · persona", /arriving/u)).body.length > first.body.length, "the text grows"); });
    });
    const last = await comment("fake · persona", STATE);
    assert.equal(last.body.replaceAll(/\s+/gu, " ").trim(), SAID);
    assert.match(last.all, /hand-picked · floor only/u);
    assert.equal((await server.chats()).length, 1);
    await page.screenshot("streamed-thread");
  });

  it("show the exact messages that reached the server", async () => {
    const [sent] = await server.chats();
    assert.ok(sent);
    await pressOn("fake · persona · sample 1", "Show the Exact Messages Sent");
    const text = await eventually(() => {
      const { document } = vscode.window.activeTextEditor ?? {};
      assert.equal(document?.uri.scheme, "fidelity-messages");
      return document.getText();
    });
    assert.match(text, /the same as that of the messages sent/u);
    assert.ok(text.includes(server.origin));
    const shown = sent.messages.flatMap(({ role, content }) => ["", `--- ${role} ---`, ...content.split("\n").map((line) => `  ${line}`)]).join("\n");
    assert.ok(text.endsWith(`${shown}\n`), `${text}\n≠\n${shown}`);
    const { turns, outcome } = await open.dataset.read("k-02");
    assert.equal(outcome.value, "negative");
    assert.ok(text.includes(turns[4]!.text), "the turn before the probe is sent");
    for (const hidden of [...turns.slice(5).map((turn) => turn.text), "not booked"]) assert.ok(!text.includes(hidden), `${hidden} is not sent`);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("fail visibly when the server talks garbage, only reasons or withholds, limits or hangs up, and can be tried again", async () => {
    // What is tried again by itself takes half a minute until it is given up.
    const failing = [
      ["fake:garbage", /local answered with something that is no chat completion/u],
      ["fake:think-only", /local answered with reasoning only/u],
      ["fake:filter", /local withheld the answer/u],
      ...(process.env.DF_LONG === "1" ? [["fake:rate-limit", /local still limits the rate after \d+ attempts/u], ["fake:cut", /local closed the connection in the middle of an answer, 5 attempts/u]] as const : []),
    ] as const;
    await setEndpoints({ name: "local", address: server.address, models: ["fake", ...failing.map(([model]) => model)] });
    await probe("k-04", 5, failing.map(([model]) => `${model}, local`));
    for (const [model, says] of failing) await comment(`${model} · persona`, new RegExp(`failed[^]*No continuation: ${says.source}`, "u"));
    await page.screenshot("failed-continuations");
    await server.always({ kind: "say", text: "I will think about it." });
    for (const [model] of failing) {
      await pressOn(`${model} · persona · sample 1`, "Try Again");
      await comment(`${model} · persona · sample 1`, /I will think about it\.[^]*/u);
      await comment(`${model} · persona · sample 1`, STATE);
    }
    // Other suites may have probed the turn with the control.
    assert.equal((await comments()).filter(({ author }) => author.startsWith("fake:")).length, failing.length, "each success stands in place of its failure");
    await server.always();
  });

  it("never take the key to another origin, neither by a redirect nor by a changed address", async () => {
    await server.always({ kind: "redirect", to: `${elsewhere.origin}/v1/chat/completions` });
    await probe("k-06", 5, ["fake, local"]);
    await notification(/local points to another address\. Nothing was sent on/u);
    await server.always();
    assert.deepEqual(await elsewhere.seen(), []);
    await setEndpoints({ name: "local", address: elsewhere.address, models: ["fake"] });
    await clearNotifications();
    await testCall("fake");
    await notification(/answered after/u);
    await clearNotifications();
    await probe("k-06", 5, ["fake, local"], async () => {
      assert.ok((await agreeToSend()).includes(elsewhere.origin), "consent to one address is none to another");
    });
    const reached = await elsewhere.seen();
    assert.ok(reached.length >= 2);
    assert.deepEqual(new Set(reached.map(({ headers }) => headers.authorization)), new Set([undefined]));
    assert.ok(!JSON.stringify(reached).includes(KEY));
  });

  it("leave no key in any file, the log and the journals among them", async () => {
    const requests = await server.seen();
    assert.ok(requests.some(({ headers }) => headers.authorization === `Bearer ${KEY}`), "the key was used");
    // Beside the folder lies the profile: settings, storage, logs.
    const profile = path.dirname(workspaceFolder());
    const names = readdirSync(path.join(open.home, "runs")).filter((name) => name.startsWith("hand-picked-") && name.endsWith(".jsonl"));
    const continuations = names.flatMap((name) => ofKind(entriesOf(path.join(open.home, "runs", name)), "continuation"));
    assert.ok(continuations.some(({ text }) => text === SAID));
    assert.notDeepEqual(filesWith(profile, SAID), [], "the search finds what is there");
    assert.notDeepEqual(filesWith(profile, server.origin), []);
    for (const key of [KEY, WRONG_KEY]) {
      for (const form of [key, Buffer.from(key).toString("base64").slice(0, -4), encodeURIComponent(key)]) assert.deepEqual(filesWith(profile, form), []);
    }
  });
});

/** Every file below a folder whose bytes hold a text. */
function filesWith(folder: string, text: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files.map((each) => path.join(each.parentPath, each.name)).filter((file) => readFileSync(file).includes(text));
}
