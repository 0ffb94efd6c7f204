// One round: a fresh server, profile and copy of a folder, a suite in the real extension host, its report.
// A round passes only when the suite's own last line with its totals was seen in every phase.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { launch } from "./browser.ts";
import { startControl } from "./control.ts";
import { controlVariable, grepVariable, phaseVariable, themeVariable } from "./hostCall.ts";
import { addTotals, readHostLine, type TestResult, type Totals } from "./hostLine.ts";
import { keysLeft } from "./leftovers.ts";
import { openContext, type Windows } from "./page.ts";
import { screenshots } from "./paths.ts";
import { startServer } from "./server.ts";
import type { Machine } from "./setup.ts";

/** What a round runs. */
export interface Round {
  readonly name: string;
  /** The bundled suite: a CommonJS file that exports `run()`. */
  readonly tests: string;
  /** The extension the suite travels with: a folder with a manifest. None is needed for a suite about `extensions`. */
  readonly developmentPath?: string;
  /** Further extensions, active at once: folders or `.vsix` files. */
  readonly extensions?: readonly string[];
  /** The folder whose copy is opened. */
  readonly workspace: string;
  /** False opens the folder in Restricted Mode. */
  readonly trusted?: boolean;
  /** How often the window is opened, one after the other, with the same profile; 1 unless said. */
  readonly phases?: number;
  readonly theme?: string;
  readonly grep?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long one phase may take in milliseconds; eight minutes unless said. */
  readonly limit?: number;
  /** Where profile and folder are put and left; a temporary folder, removed afterwards, unless said. */
  readonly keepIn?: string;
}

/** What a round showed. */
export interface RoundReport {
  readonly totals: Totals;
  readonly results: readonly TestResult[];
  /** Why the round as a whole failed, empty when it did not. */
  readonly failures: readonly string[];
  /** What the host printed besides its report. */
  readonly output: readonly string[];
}

/** What a runner hears while a round goes on. */
export interface RoundListener {
  readonly onResult: (result: TestResult) => void;
  readonly onPrint: (text: string) => void;
}

/** Runs a round to its end. Rejects only when the workbench itself cannot be started. */
export async function runRound(round: Round, machine: Machine, listener: RoundListener): Promise<RoundReport> {
  const home = round.keepIn ?? fs.mkdtempSync(path.join(os.tmpdir(), "fidelity-"));
  const folder = path.join(home, "folder");
  const phaseFile = path.join(home, "phase");
  fs.cpSync(round.workspace, folder, { recursive: true });
  const watch = watchHost(listener, round.grep !== undefined);
  const cleanups: (() => Promise<unknown>)[] = [];
  let windows: Windows | undefined;
  let keys: readonly string[] = [];
  try {
    const control = await startControl({
      screenshots,
      browser: () => windows ?? "the browser is not open yet",
      onExpectDeath: () => { watch.expectDeath(); },
    });
    cleanups.unshift(control.stop);
    const server = await startServer({
      program: machine.vscode,
      dataFolder: path.join(home, "server"),
      extensions: round.extensions ?? [],
      trusted: round.trusted ?? true,
      env: {
        // A home of its own: endpoints handed to the command line stay out of the person's.
        HOME: home,
        ...round.env,
        [controlVariable]: control.address,
        [phaseVariable]: phaseFile,
        ...(round.grep === undefined ? {} : { [grepVariable]: round.grep }),
        ...(round.theme === undefined ? {} : { [themeVariable]: round.theme }),
      },
    });
    cleanups.unshift(server.stop);
    const browser = await launch(machine.browser);
    cleanups.unshift(() => browser.close());
    browser.on("disconnected", () => { watch.end("the browser ended"); });
    windows = await openContext(browser, {
      onLine: (line) => { watch.line(line); },
      onExit: (code) => { watch.end(`the host ended with code ${code}`); },
    });
    for (let phase = 1; phase <= (round.phases ?? 1); phase += 1) {
      fs.writeFileSync(phaseFile, String(phase));
      const ended = watch.start(`phase ${phase}`, round.limit ?? 900_000);
      await windows.open({
        port: server.port,
        folder,
        developmentPath: round.developmentPath ?? carrier(home),
        testsPath: round.tests,
      });
      await ended;
    }
  } finally {
    for (const cleanup of cleanups) await cleanup().catch(() => undefined);
    keys = keysLeft(home);
    if (round.keepIn === undefined) fs.rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
  const report = watch.report();
  return { ...report, failures: [...report.failures, ...keys] };
}

/** An empty extension: the page needs one to carry a suite for installed extensions. */
function carrier(home: string): string {
  const folder = path.join(home, "carrier");
  fs.mkdirSync(folder, { recursive: true });
  const manifest = { name: "suite-carrier", publisher: "test", version: "0.0.0", engines: { vscode: "*" } };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

/** Listens to the host over all phases and judges whether each one told its totals. */
export interface HostWatch {
  /** Begins a phase; resolves when it has ended, whichever way. */
  readonly start: (name: string, limit: number) => Promise<void>;
  readonly line: (line: string) => void;
  readonly end: (why: string) => void;
  /** The suite has said that it will kill its host in this phase. */
  readonly expectDeath: () => void;
  readonly report: () => RoundReport;
}

/** Read anew each time: lines and the suite's word change it meanwhile. */
function over({ totals, death }: Phase): boolean {
  return totals || death;
}

interface Phase {
  readonly name: string;
  seen: number;
  totals: boolean;
  death: boolean;
  readonly end: (why: string) => void;
}

/** Makes a watch; see `HostWatch`. A phase without any test is a failure unless it may be empty. */
export function watchHost(listener: RoundListener, mayBeEmpty = false): HostWatch {
  const all: Totals[] = [];
  const results: TestResult[] = [];
  const failures: string[] = [];
  const output: string[] = [];
  const empty: string[] = [];
  let current: Phase = { name: "", seen: 0, totals: false, death: false, end: () => undefined };
  return {
    async start(name, limit) {
      const ended = Promise.withResolvers<string>();
      const phase: Phase = { name, seen: 0, totals: false, death: false, end: ended.resolve };
      current = phase;
      const slow = setTimeout(ended.resolve, limit, `nothing ended it within ${limit / 1000} s`);
      const why = await ended.promise;
      clearTimeout(slow);
      // The exit may overtake the last lines.
      for (let waited = 0; waited < 30 && !over(phase); waited += 1) await new Promise((go) => setTimeout(go, 100));
      const { totals, death }: Phase = { ...phase };
      if (totals) return;
      const told = results.slice(results.length - phase.seen);
      const count = (state: TestResult["state"]): number => told.filter((result) => result.state === state).length;
      all.push({ passed: count("passed"), failed: count("failed"), skipped: count("skipped") });
      if (!death) failures.push(`${name} told no totals: ${why}.`);
    },
    line(text) {
      const line = readHostLine(text);
      if (!line) output.push(text);
      else if (line.kind === "print") listener.onPrint(line.text);
      else if (line.kind === "test") {
        current.seen += 1;
        results.push(line.result);
        listener.onResult(line.result);
      } else {
        current.totals = true;
        all.push(line.totals);
        if (line.totals.passed + line.totals.failed + line.totals.skipped !== current.seen) {
          failures.push(`${current.name} told totals that are not the sum of its ${current.seen} tests.`);
        }
        if (current.seen === 0) empty.push(`${current.name} ran no test.`);
      }
    },
    end: (why) => { current.end(why); },
    expectDeath: () => { current.death = true; },
    report: () => ({ totals: addTotals(all), results, failures: [...failures, ...(mayBeEmpty ? [] : empty)], output }),
  };
}
