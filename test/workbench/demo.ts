// `npm run demo`: the main job on the built-in sample in a real VS Code, the packaged extension installed in it.
// Options: -- --open (to click through oneself), -- --vscode PATH, -- --download (a desktop VS Code), --browser=any|system|bundled.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundleDemo } from "./bundle.ts";
import { runDesktop } from "./desktop.ts";
import { out, repo, screenshots } from "./paths.ts";
import { packageExtension } from "./product.ts";
import { showingListener, showRound } from "./report.ts";
import { runRound } from "./round.ts";
import { startServer } from "./server.ts";
import { browserChoice, prepareMachine } from "./setup.ts";
import { ensureVscode } from "./vscode.ts";
import { sayToTerminal } from "./parts.ts";

const { values: options } = parseArgs({
  options: {
    open: { type: "boolean", default: false },
    vscode: { type: "string" },
    download: { type: "boolean", default: false },
    browser: { type: "string" },
  },
});

const workspace = path.join(repo, "test/fixtures/workspace");
fs.mkdirSync(workspace, { recursive: true });
console.log("demo: building and packaging the extension …");
const vsix = await packageExtension();

if (options.open) await serve();
else if (options.vscode !== undefined || options.download) await inDesktop();
else await inWorkbench();

/** The packaged workbench: the same everywhere, no display needed. */
async function inWorkbench(): Promise<void> {
  const machine = await prepareMachine(browserChoice(options.browser));
  console.log(`demo: VS Code 1.139 of the npm registry; browser ${machine.browser.executable} (${machine.browser.origin})`);
  const tests = path.join(out, "test", "demo", "index.cjs");
  await bundleDemo(path.join(repo, "test/host/demo/index.ts"), tests);
  const kept = path.join(out, "demo");
  fs.rmSync(kept, { recursive: true, force: true });
  fs.mkdirSync(kept, { recursive: true });
  const report = await runRound({ name: "demo", tests, extensions: [vsix], workspace, keepIn: kept }, machine, showingListener);
  const totals = showRound("demo", report);
  console.log(`demo: pictures are in ${path.relative(process.cwd(), screenshots)}; to click through it yourself: npm run demo -- --open`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

/** A desktop VS Code, given by path or downloaded. */
async function inDesktop(): Promise<void> {
  const tests = path.join(out, "test", "demo", "index.cjs");
  await bundleDemo(path.join(repo, "test/host/demo/index.ts"), tests);
  const desktop = options.vscode === undefined ? {} : { executable: options.vscode };
  process.exitCode = await runDesktop({ ...desktop, tests, workspace });
}

/** Serves the workbench with the extension on 127.0.0.1 until Ctrl-C; only who has the printed address gets in. */
async function serve(): Promise<void> {
  const program = await ensureVscode(sayToTerminal);
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "fidelity-open-"));
  const token = randomBytes(16).toString("hex");
  const server = await startServer({ program, dataFolder, extensions: [vsix], trusted: true, token });
  console.log(`demo: open http://127.0.0.1:${server.port}/?tkn=${token}&folder=${encodeURIComponent(workspace)}`);
  console.log('demo: then run "Decision Fidelity: Open the Sample" from the palette (F1). Ctrl-C ends it.');
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => { resolve(); }).once("SIGTERM", () => { resolve(); });
  });
  await server.stop();
  fs.rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 });
}
