// Runs the suites inside the extension host and reports each test, then the totals, on lines that the runner reads.
// Which suites there are is the bundle's affair.
import Mocha from "mocha";
import * as vscode from "vscode";
import { grepVariable, themeVariable } from "../workbench/hostCall.ts";
import { printLine, suiteLine, testLine, type TestResult, type Totals } from "../workbench/hostLine.ts";
import { onUnavailable, phase, setTheme, type themes } from "./driver.ts";

/** One bundled suite; with a number it belongs to that phase alone. */
export interface Suite {
  readonly phase?: number;
  readonly load: () => void;
}

/**
 * Runs the suites of this phase, those tests whose full title matches `FIDELITY_GREP` if it is set.
 * Rejects when a test fails; the last line it prints has the totals.
 */
export async function run(suites: readonly Suite[]): Promise<void> {
  await calm();
  const reported = Promise.withResolvers<Totals>();
  const grep = process.env[grepVariable];
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 180_000,
    // A real window on a busy machine: a test may be tried a second time, and says so.
    retries: 1,
    reporter: reporter(reported.resolve),
    ...(grep === undefined ? {} : { grep: new RegExp(grep, "u") }),
  });
  mocha.suite.emit("pre-require", globalThis as unknown as Mocha.MochaGlobals, "", mocha);
  for (const suite of suites) if (suite.phase === undefined || suite.phase === phase()) suite.load();
  mocha.run();
  const totals = await reported.promise;
  console.log(suiteLine(totals));
  if (totals.failed > 0) throw new Error(`${totals.failed} failed`);
}

function reporter(done: (totals: Totals) => void): Mocha.ReporterConstructor {
  return class {
    constructor(runner: Mocha.Runner) {
      const totals = { passed: 0, failed: 0, skipped: 0 };
      let reason: string | undefined;
      const tell = (state: TestResult["state"], test: Mocha.Runnable, detail?: string): void => {
        totals[state] += 1;
        const title = test.fullTitle();
        console.log(testLine({ state, title, milliseconds: test.duration ?? 0, ...(detail === undefined ? {} : { detail }) }));
      };
      onUnavailable((why) => {
        reason = why;
        const current = runner.currentRunnable;
        if (current) current.skip();
        throw new Error(why);
      });
      runner.on("retry", (test: Mocha.Runnable, error: Error) => { console.log(printLine(`  ↻ ${test.fullTitle()} is tried again: ${error.message.split("\n")[0] ?? ""}`)); });
      runner.on("pass", (test) => { tell("passed", test); });
      runner.on("fail", (test, error: Error) => { tell("failed", test, error.stack ?? String(error)); });
      runner.on("pending", (test) => {
        tell("skipped", test, reason);
        reason = undefined;
      });
      runner.once("end", () => { done(totals); });
    }
  } as unknown as Mocha.ReporterConstructor;
}

/** A fresh profile opens the chat bar and tells news; pictures need neither. */
async function calm(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeAuxiliaryBar");
  await vscode.commands.executeCommand("notifications.clearAll");
  const theme = process.env[themeVariable] as keyof typeof themes | undefined;
  if (theme !== undefined && phase() === 1) await setTheme(theme);
}
