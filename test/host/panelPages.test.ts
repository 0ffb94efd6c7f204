// The pages of the bias panel in the real workbench, on the sample: looked at, walked by keyboard alone, examined by axe.
//
// A screenshot of Overview is held against this list; whoever sees it alone, without the rest, must be able to tell
//  1. which outcome is biased, by the dataset's own name;
//  2. in which direction: the arrow from the hollow mark to the filled one, and "over-engaged" or "under-engaged" beside it;
//  3. how sure it is: the interval in the sentence, the bars in the picture, and whether one includes 0;
//  4. how many conversations and probes it rests on, beside each row;
//  5. what kind of numbers these are: final, a look, invented, a floor, a part by a filter.
// And: nothing is cut off at 300 px; no text lies on another; outcomes are told apart without colour, by shape and label.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { consoleProblems, eventually, page, setTheme, themes } from "./driver.ts";
import { openSample } from "./steps.ts";

const LONG = process.env.DF_LONG === "1";
const PAGES = ["overview", "where", "what", "compare", "trust"] as const;
const HEADINGS = { overview: /Simulated non-buyers/, where: /Where/, what: /What/, compare: /side by side/, trust: /trust/ } as const;

/** The id of the recorded run that is shown. */
let shownRun = "";

async function open(): Promise<void> {
  const sample = await openSample();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  const names = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(vscode.Uri.file(sample.home), "runs"));
  const run = names.map(([name]) => name).find((name) => name.includes("-persona-") && name.endsWith(".jsonl"));
  assert.ok(run, "the recorded persona run is there");
  shownRun = run.replace(/\.jsonl$/, "");
  await vscode.commands.executeCommand("fidelity.showPanel", shownRun);
  await turnTo("overview");
}

async function turnTo(name: (typeof PAGES)[number]): Promise<void> {
  await page.webview.waitFor(`#tab-${name}`);
  await page.webview.click(`#tab-${name}`);
  await shown(name);
}

function shown(name: (typeof PAGES)[number]): Promise<void> {
  return eventually(async () => {
    assert.match(await page.webview.text("h1"), HEADINGS[name]);
    assert.equal(await page.webview.count('vscode-progress-ring:visible'), 0, "the intervals are there");
  });
}

/** Makes the panel so wide, with nothing beside it. */
async function widen(width: number, height = 1000): Promise<void> {
  await page.resize(width + 60, height);
  const beside = (await page.evaluate<number>("window.innerWidth")) - (await page.webview.evaluate<number>("window.innerWidth"));
  await page.resize(width + beside, height);
}

async function plain(): Promise<void> {
  for (const command of ["workbench.action.closeSidebar", "workbench.action.closeAuxiliaryBar", "workbench.action.closePanel", "notifications.clearAll"]) await vscode.commands.executeCommand(command);
}

describe("the pages of the bias panel", () => {
  before(async () => {
    await open();
    await plain();
  });

  after(async () => {
    await setTheme("dark");
    await page.resize(1440, 900);
    await vscode.commands.executeCommand("workbench.view.extension.fidelity");
  });

  it("each show their numbers, in every theme, and break no policy", async () => {
    for (const theme of LONG ? (Object.keys(themes) as (keyof typeof themes)[]) : (["dark"] as const)) {
      await setTheme(theme);
      await widen(1000, 1500);
      for (const name of PAGES) {
        await turnTo(name);
        await page.screenshot(`panel-${name}-${theme}`);
      }
    }
    const problems = (await consoleProblems()).filter((text) => /Content Security Policy|policy:/i.test(text) && text.includes("dashboard"));
    assert.deepEqual(problems, []);
  });

  it("fit a narrow panel and a wide one", async () => {
    await turnTo("overview");
    for (const width of LONG ? [300, 900, 2000] : [300]) {
      await widen(width, 1500);
      await eventually(async () => assert.ok((await page.webview.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth")) <= 0, `nothing is wider than ${width} px`));
      await page.screenshot(`panel-overview-${width}`);
    }
    await page.resize(1440, 900);
  });

  it("have nothing that axe calls serious", async () => {
    const axe = await readFile(path.resolve(__dirname, "../../../node_modules/axe-core/axe.min.js"), "utf8");
    await page.webview.evaluate(`${axe}; true`);
    for (const name of PAGES) {
      await turnTo(name);
      const found = await page.webview.evaluate<readonly string[]>(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 160) + " " + any.map(({ message }) => message).join("; ")).join(" | ")))`);
      assert.deepEqual(found, [], name);
    }
  });

  it("have a table twin that is copied with its title", async () => {
    await turnTo("where");
    await page.webview.click(".figure .tools vscode-button");
    await page.webview.waitFor(".figure table");
    await page.webview.click(".figure .actions vscode-button");
    await eventually(async () => assert.match(await vscode.env.clipboard.readText(), /^\*\*Bias by position\*\*/));
    await page.webview.click(".figure .tools vscode-button");
  });

  it("draw the figures of a paper as PNG beside SVG", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "fidelity-paper-"));
    void vscode.commands.executeCommand("fidelity.exportPaper", shownRun, folder);
    const pictures = ["arrows", "positions", "shares"].map((name) => path.join(folder, "figures", `${name}.png`));
    await eventually(() => assert.ok(pictures.every((picture) => existsSync(picture))));
    for (const picture of pictures) assert.equal(readFileSync(picture).subarray(1, 4).toString(), "PNG");
    await vscode.commands.executeCommand("notifications.clearAll");
    rmSync(folder, { recursive: true });
  });

  it("are walked by keyboard alone: page, mark, list, turn", async () => {
    await turnTo("overview");
    await page.webview.evaluate('document.getElementById("tab-overview").focus()');
    await page.press("ArrowRight");
    await shown("where");
    await page.press("Home");
    await shown("overview");
    for (let stops = 0; stops < 20 && !(await page.webview.evaluate<boolean>('document.activeElement?.getAttribute("data-mark") === "negative"')); stops++) await page.press("Tab");
    await page.press("Enter");
    await page.webview.waitFor(".probes .row");
    for (let stops = 0; stops < 6 && !(await page.webview.evaluate<boolean>('document.activeElement?.getAttribute("role") === "row"')); stops++) await page.press("Tab");
    await page.press("ArrowDown");
    const chosen = await page.webview.evaluate<string>('document.activeElement.querySelector(".id").textContent');
    await page.press("Enter");
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.uri.path ?? "", new RegExp(`${chosen}\\.fidelity$`)));
  });
});
