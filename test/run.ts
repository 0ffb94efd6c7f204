// `npm test`: every check and suite in order, each with its time; the last line has the real totals. `--long`: full sizes.
// A check (lint, types, unused exports, the workbench being there) counts as one test.
import { spawn } from "node:child_process";
import fs from "node:fs";
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

const stages: readonly Stage[] = [
  { name: "lint", script: "lint" },
  { name: "types", script: "types" },
  { name: "unused exports", script: "unused" },
  // Before the units, since some of them are about the runner of the real workbench.
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
  { name: "host", script: "test:host", totals: () => JSON.parse(fs.readFileSync(totalsFile, "utf8")) as Totals },
];

fs.mkdirSync(out, { recursive: true });
for (const file of [vitestReport, totalsFile]) fs.rmSync(file, { force: true });
const all: Totals[] = [];
for (const stage of stages) {
  const began = Date.now();
  console.log(`\n── ${stage.name}`);
  const code = await npmRun(stage);
  const totals = totalsOf(stage, code);
  all.push(totals);
  console.log(`── ${stage.name}: ${totalsText(totals)} (${Math.round((Date.now() - began) / 1000)} s)`);
}
const sum = addTotals(all);
console.log(`\n${totalsText(sum)}`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

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

function npmRun({ script, args = [] }: Stage): Promise<number> {
  const child = spawn("npm", ["run", "--silent", script, ...(args.length > 0 ? ["--", ...args] : [])], {
    cwd: repo,
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, ...(long ? { DF_LONG: "1" } : {}) },
  });
  return new Promise((resolve) => {
    child.once("error", () => { resolve(1); });
    child.once("close", (code) => { resolve(code ?? 1); });
  });
}
