// The main job on real conversations: PersuasionForGood, where it lies beside the repository; skipped visibly elsewhere.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { StatsReport } from "../../src/core/stats/reportShape.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page } from "./driver.ts";
import { activate, check, CONTROL } from "./steps.ts";

/** The intervals of a run of this size take longer than a look: up to two minutes where much else goes on. */
async function final(): Promise<void> {
  for (let tries = 0; tries < 12 && (await page.webview.count("text=Final:")) === 0; tries++) await page.webview.waitFor("text=Final:").catch(() => undefined);
}

describe("PersuasionForGood in the editor", function () {
  this.timeout(240_000);

  it("is checked with the control, and the panel shows the numbers of the command line", async function () {
    const root = vscode.extensions.getExtension("decision-fidelity.decision-fidelity")?.extensionPath ?? "";
    const data = path.resolve(root, "../shared/data/persuasionforgood");
    if (!existsSync(data)) this.skip();
    await activate();
    const open = await vscode.commands.executeCommand<OpenDataset>("fidelity.openAsTranscripts", vscode.Uri.file(data));
    assert.deepEqual(open.dataset.ledger.outcomes, { positive: 545, negative: 472, unknown: 0 });
    const run = await check(open, CONTROL);
    assert.ok(run);
    assert.equal(run.status, "finished");
    // Both compute the same at the same time.
    const told = promisify(execFile)(process.execPath, [path.join(root, "dist", "cli.cjs"), "stats", path.join(open.home, run.name), "--json"], { maxBuffer: 1 << 28 });
    await vscode.commands.executeCommand("fidelity.showPanel", run.id);
    const { stdout } = await told;
    const { report } = JSON.parse(stdout) as { readonly report: StatsReport };
    const { headline } = report;
    const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
    const shown = (reported: typeof headline.delta): string => {
      assert.ok(reported.ok && reported.interval?.ok);
      const [low, high] = [reported.interval.value.low, reported.interval.value.high].map((end) => `${end < 0 ? "−" : ""}${Math.abs(end).toFixed(2)}`);
      return `${signed(reported.value)} [${low}, ${high}]`;
    };
    await eventually(async () => assert.match(await page.webview.text("h1"), /non-donors/));
    await final();
    await eventually(async () => assert.ok((await page.webview.text(".tiles")).replace(/\s+/g, " ").includes(shown(headline.delta)), shown(headline.delta)));
    const strata = await page.webview.text(".strata table");
    for (const stratum of ["negative", "positive"] as const) {
      const { bias, conversations, probes } = headline.strata[stratum];
      assert.ok(bias.ok);
      for (const cell of [String(conversations), String(probes), signed(bias.value)]) assert.ok(strata.includes(cell), `${stratum}: ${cell} in ${strata}`);
    }
    await page.screenshot("panel-persuasion");
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  it("shows the recorded continuations on every page, and both conditions side by side", async function () {
    const root = vscode.extensions.getExtension("decision-fidelity.decision-fidelity")?.extensionPath ?? "";
    const data = path.resolve(root, "../shared/data/persuasionforgood");
    // Two imports and ten pages of a thousand conversations: with the other pictures of full size.
    if (process.env.DF_LONG !== "1" || !existsSync(data)) this.skip();
    await activate();
    const open = await vscode.commands.executeCommand<OpenDataset>("fidelity.openAsTranscripts", vscode.Uri.file(data));
    const runs = [];
    for (const condition of ["persona", "may-disengage"]) {
      const recorded = path.join(root, "media", "replication", `${condition}.jsonl`);
      const run = await check(open, { simulator: { kind: "recorded", path: recorded }, judge: { kind: "recorded" }, condition });
      assert.ok(run);
      runs.push(run);
    }
    await vscode.commands.executeCommand("fidelity.showPanel", runs[0]?.id);
    await final();
    await page.resize(1240, 1500);
    // The means of media/replication/README.md, here by customer.
    await eventually(async () => assert.match(await page.webview.text("h1"), /Simulated non-donors sound 0\.4\d stages more engaged .*; donors \+0\.4\d /u));
    for (const name of ["overview", "where", "what", "compare", "trust"]) {
      await page.webview.click(`#tab-${name}`);
      await eventually(async () => assert.equal(await page.webview.count("vscode-progress-ring:visible"), 0));
      await page.screenshot(`panel-recorded-${name}`);
    }
    await page.resize(1440, 900);
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });
});
