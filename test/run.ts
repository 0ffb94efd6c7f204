// `npm test`: every check and suite, each with its time, side by side where the machine has room; the last line has the real totals.
// `--long`: full sizes.
// A check (lint, types, unused exports, the workbench being there) counts as one test.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { addTotals, totalsText, type Totals } from "./workbench/hostLine.ts";
import { out, repo, totalsFile } from "./workbench/paths.ts";

const long = process.argv.includes("--long");
const vitestReport = path.join(out, "vitest.json");

interface Stage {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  /** Reads the totals the stage left behind; a check has none and counts as one. */
  readonly totals?: () => Totals;
}

/** One step after the other; the lanes of a step run side by side, the stages of a lane in order. */
const steps: readonly (readonly (readonly Stage[])[])[] = [
  // The workbench comes before the units, since some of them are about the runner of the real one. Checks fill what the units leave of the machine.
  [
    [
      { name: "workbench", script: "workbench" },
      {
        name: "architecture, unit, golden, contract, server, webview",
        script: "test:unit",
        args: ["--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`],
        totals: () => {
          const report = JSON.parse(fs.readFileSync(vitestReport, "utf8")) as { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
          return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
        },
      },
    ],
    [{ name: "types", script: "types" }, { name: "lint", script: "lint" }, { name: "unused exports", script: "unused" }],
  ],
  // Windows are tested alone: what they wait for would come later beside other work.
  [[{ name: "host", script: "test:host", totals: () => JSON.parse(fs.readFileSync(totalsFile, "utf8")) as Totals }]],
];

fs.mkdirSync(out, { recursive: true });
for (const file of [vitestReport, totalsFile]) fs.rmSync(file, { force: true });
const began = Date.now();
const all: Totals[] = [];
for (const lanes of steps) {
  const [shown = [], ...quiet] = lanes;
  if (os.availableParallelism() > 1) await Promise.all([runLane(shown, true), ...quiet.map((lane) => runLane(lane, false))]);
  else for (const lane of lanes) await runLane(lane, true);
}
const sum = addTotals(all);
console.log(`\n${Math.round((Date.now() - began) / 1000)} s in all`);
console.log(totalsText(sum));
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

/** The output of a lane that is not shown while it runs comes at the end of each stage, in one piece. */
async function runLane(stages: readonly Stage[], shown: boolean): Promise<void> {
  for (const stage of stages) {
    const start = Date.now();
    if (shown) console.log(`\n── ${stage.name}`);
    const { code, output } = await npmRun(stage, shown);
    const totals = totalsOf(stage, code);
    all.push(totals);
    console.log(`${shown ? "" : `\n── ${stage.name}\n${output}`}── ${stage.name}: ${totalsText(totals)} (${Math.round((Date.now() - start) / 1000)} s)`);
  }
}

/** A stage that ends badly has failed at least once, whatever it counted or left behind. */
function totalsOf(stage: Stage, code: number): Totals {
  if (!stage.totals) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  try {
    const totals = stage.totals();
    return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Runs a script of the manifest; its output goes to the terminal when shown, else it is kept. */
function npmRun({ script, args = [] }: Stage, shown: boolean): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn("npm", ["run", "--silent", script, ...(args.length > 0 ? ["--", ...args] : [])], {
    cwd: repo,
    stdio: shown ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    env: { ...process.env, ...(long ? { DF_LONG: "1" } : {}) },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => { output += text; });
  return new Promise((resolve) => {
    child.once("error", () => { resolve({ code: 1, output }); });
    child.once("close", (code) => { resolve({ code: code ?? 1, output }); });
  });
}
