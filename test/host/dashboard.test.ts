// The bias panel in the real workbench: full from the first moment, its numbers those of the command line, every mark leads to its turn with the
// continuation open, and opening and closing leaves nothing behind. Its looks: panelPages.test.ts.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";
import { consoleProblems, eventually, page } from "./driver.ts";
import { openSample } from "./steps.ts";

/** Fifty rounds take a while. */
const ROUNDS = process.env.DF_LONG === "1" ? 50 : 10;

async function openPanel(): Promise<{ readonly open: OpenDataset; readonly run: string }> {
  const open = await openSample();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  const run = await personaRun(open);
  await vscode.commands.executeCommand("fidelity.showPanel", run);
  await page.webview.waitFor("#tab-overview");
  await page.webview.click("#tab-overview");
  await eventually(async () => assert.match(await page.webview.text("h1"), /Simulated non-buyers sound 0\.80/));
  return { open, run };
}

async function personaRun(open: OpenDataset): Promise<string> {
  const names = (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(vscode.Uri.file(open.home), "runs"))).map(([name]) => name);
  const journal = names.find((name) => name.includes("-persona-") && name.endsWith(".jsonl"));
  assert.ok(journal, "the recorded persona run is there");
  return journal.replace(/\.jsonl$/, "");
}

/** The next snapshot of a page with a report, as it arrives in the page; pieces are joined. */
async function snapshotOf(tab: string): Promise<{ readonly report: unknown; readonly page: string }> {
  const caught = page.webview.evaluate<string>(`new Promise((resolve) => {
    let pieces = [];
    const listen = ({ data }) => {
      if (data.type === "piece") pieces = data.at === 0 ? [data.text] : [...pieces, data.text];
      const message = data.type === "piece" && pieces.length === data.of ? JSON.parse(pieces.join("")) : data;
      if (message.type !== "snapshot" || message.snapshot.page !== "${tab}" || !message.snapshot.report) return;
      window.removeEventListener("message", listen);
      resolve(JSON.stringify(message.snapshot));
    };
    window.addEventListener("message", listen);
    document.getElementById("tab-${tab}").click();
  })`);
  return JSON.parse(await caught) as { readonly report: unknown; readonly page: string };
}

/** Everything of `part` that is in `whole` with the same value; lists a page does not draw are empty. */
function same(part: unknown, whole: unknown, at: string): number {
  if (Array.isArray(part)) {
    assert.ok(Array.isArray(whole) && (part.length === 0 || part.length === whole.length), at);
    return part.reduce<number>((sum, each, index) => sum + same(each, whole[index], `${at}[${index}]`), 0);
  }
  if (typeof part === "object" && part !== null) {
    assert.ok(typeof whole === "object" && whole !== null, at);
    return Object.entries(part).reduce((sum, [key, value]) => sum + same(value, (whole as Record<string, unknown>)[key], `${at}.${key}`), 0);
  }
  assert.deepEqual(part, whole, at);
  return 1;
}

describe("the bias panel", () => {
  it("says the published pattern of the recorded run in the dataset's words, marked as invented and without a p", async () => {
    await openPanel();
    await eventually(async () => assert.match(await page.webview.text("h1"), /Simulated non-buyers sound 0\.80 stages more engaged than the real ones \[.+\]; buyers \+0\.10/));
    await eventually(async () => assert.match(await page.webview.text(".tiles"), /\+0\.70/));
    assert.match(await page.webview.text(".marks"), /ILLUSTRATIVE/);
    await eventually(async () => assert.match(await page.webview.text(".tiles"), /invented – no p/));
    assert.doesNotMatch(await page.webview.text("main"), /\b(positive|negative)\b/i);
  });

  it("gets the numbers of stats --json for the same run, number for number, on every page", async () => {
    const { open, run } = await openPanel();
    const root = vscode.extensions.getExtension("decision-fidelity.decision-fidelity")?.extensionPath ?? "";
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, "dist", "cli.cjs"), "stats", path.join(open.home, "runs", `${run}.jsonl`), "--json"], { maxBuffer: 1 << 28, env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" } });
    const { report } = JSON.parse(stdout) as { readonly report: unknown };
    const compared = await Promise.resolve(["what", "where", "trust", "compare", "overview"].reduce<Promise<number>>(async (sum, tab) => (await sum) + same((await snapshotOf(tab)).report, report, tab), Promise.resolve(0)));
    assert.ok(compared > 3_000, `${compared} numbers are the same`);
  });

  it("leads from a mark to its probes, and from there to the turn with the continuation open", async () => {
    await openPanel();
    await page.webview.click('[data-mark="negative"] .hit');
    await page.webview.waitFor(".probes .row .id");
    const row = await page.webview.text(".probes .row .id");
    await page.webview.click(".probes .row .id");
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.uri.path ?? "", new RegExp(`${row}\\.fidelity$`)));
    await page.waitFor(".review-widget .review-comment");
  });

  it("comes back to where it was after something lay on it, and is as it was after many rounds of opening and closing", async function () {
    this.timeout(ROUNDS * 12_000 + 60_000);
    const { open, run } = await openPanel();
    await page.webview.click("#tab-where");
    await page.webview.waitFor('#tab-where[aria-selected="true"]');
    await vscode.commands.executeCommand("fidelity.openConversation", { dataset: open.key, conversation: open.dataset.entries[0]?.id });
    await vscode.commands.executeCommand("fidelity.showPanel", run);
    await page.webview.waitFor('#tab-where[aria-selected="true"]');
    for (let round = 0; round < ROUNDS; round++) {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("fidelity.showPanel", run);
      await page.webview.waitFor('#tab-where[aria-selected="true"]');
    }
    await page.webview.click("#tab-overview");
    await eventually(async () => assert.match(await page.webview.text("h1"), /Simulated non-buyers/));
    assert.deepEqual((await consoleProblems()).filter((text) => /LEAK|Content Security Policy|policy:/i.test(text) && !/languageServer/i.test(text) && text.includes("dashboard")), []);
  });
});
