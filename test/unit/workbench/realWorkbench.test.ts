// The test machinery against the real packaged VS Code. Needs the workbench: `node test/workbench/setup.ts`.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleSuites } from "../../workbench/bundle.ts";
import { out, repo } from "../../workbench/paths.ts";
import { runRound, type RoundListener } from "../../workbench/round.ts";
import { browserChoice, prepareMachine, type Machine } from "../../workbench/setup.ts";
import { isVscodeInstalled } from "../../workbench/vscode.ts";

const fixtures = path.join(repo, "test/fixtures");
const quiet: RoundListener = { onResult: () => undefined, onPrint: () => undefined };

describe.skipIf(!isVscodeInstalled())("a round in the real workbench", { timeout: 240_000, retry: 1 }, () => {
  let machine: Machine;
  let empty: string;
  beforeAll(async () => {
    machine = await prepareMachine(browserChoice());
    empty = fs.mkdtempSync(path.join(os.tmpdir(), "fidelity-empty-"));
  }, 240_000);
  afterAll(() => { fs.rmSync(empty, { recursive: true }); });

  it("fails when the host is killed, whatever its exit code says", async () => {
    const folder = path.join(fixtures, "hostKill");
    const round = { name: "kill", tests: path.join(folder, "suite.cjs"), developmentPath: folder, workspace: empty };
    const report = await runRound(round, machine, quiet);
    expect(report.failures).toEqual([expect.stringContaining("told no totals: the host ended")]);
    expect(report.totals).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  // The reload round of the host suites does the same with the product.
  it.skipIf(process.env.DF_LONG !== "1")("reaches the page, survives a reload and an announced crash", async () => {
    const folder = path.join(fixtures, "hello");
    const tests = path.join(out, "test/hello/index.cjs");
    const phases = await bundleSuites(path.join(folder, "suite"), tests);
    const round = { name: "hello", tests, phases, developmentPath: folder, workspace: path.join(folder, "folder") };
    const report = await runRound(round, machine, quiet);
    expect(report.results.filter((result) => result.state !== "passed")).toEqual([]);
    expect(report.failures).toEqual([]);
    expect(report.totals).toEqual({ passed: 8, failed: 0, skipped: 0 });
  });
});
