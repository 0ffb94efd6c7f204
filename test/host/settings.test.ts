// Rule and seed of planned runs: the settings decide, of the workspace before the user's, and a study file before both.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Run } from "../../src/study/run.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { check, clearNotifications, CONTROL, entriesOf, ofKind, openDataset, workspaceFolder } from "./steps.ts";

const FRACTIONS = "fidelity.probe.fractions";
const SEED = "fidelity.probe.seed";
const { Global, Workspace } = vscode.ConfigurationTarget;

describe("the settings of planned runs", () => {
  let open: OpenDataset;

  before(async () => {
    open = await openDataset();
  });

  afterEach(async () => {
    for (const setting of [FRACTIONS, SEED]) for (const target of [Global, Workspace]) await vscode.workspace.getConfiguration().update(setting, undefined, target);
  });

  after(async () => {
    await clearNotifications();
    await vscode.commands.executeCommand("fidelity.closeDataset", open.key);
  });

  async function checked(): Promise<Run> {
    const run = await check(open, CONTROL);
    assert.ok(run);
    assert.equal(run.status, "finished");
    return run;
  }

  async function set(setting: string, value: unknown, target = Global): Promise<void> {
    await vscode.workspace.getConfiguration().update(setting, value, target);
  }

  it("go into the manifest of the run that is made under them", async () => {
    const usual = (await checked()).manifest;
    assert.deepEqual({ rule: usual.rule, seed: usual.orderSeed, probes: usual.plannedProbes }, { rule: { kind: "fractions", fractions: [0.3, 0.6, 0.9] }, seed: 1, probes: 36 });
    await set(FRACTIONS, [0.5]);
    await set(SEED, 7);
    const run = await checked();
    assert.deepEqual(run.manifest.rule, { kind: "fractions", fractions: [0.5] });
    assert.deepEqual({ order: run.manifest.orderSeed, statistics: run.manifest.statisticsSeed, probes: run.manifest.plannedProbes }, { order: 7, statistics: 7, probes: 12 });
    const journal = entriesOf(path.join(open.home, run.name));
    assert.deepEqual(ofKind(journal, "run-started").map(({ manifest }) => [manifest.rule, manifest.orderSeed]), [[{ kind: "fractions", fractions: [0.5] }, 7]]);
    assert.deepEqual([...new Set(ofKind(journal, "continuation").map(({ probe }) => probe.position))], [50]);
  });

  it("make another run when they change, in another order when the seed does", async () => {
    const orders: string[] = [];
    const ids = new Set<string>();
    for (const seed of [7, 8]) {
      await set(SEED, seed);
      const run = await checked();
      ids.add(run.id);
      const conversations = ofKind(entriesOf(path.join(open.home, run.name)), "continuation").map(({ probe }) => probe.conversation);
      orders.push([...new Set(conversations)].join(" "));
    }
    assert.equal(ids.size, 2);
    assert.notEqual(orders[0], orders[1]);
  });

  it("of the workspace come before the user's", async () => {
    await set(FRACTIONS, [0.5]);
    await set(FRACTIONS, [0.2, 0.8], Workspace);
    assert.deepEqual((await checked()).manifest.rule, { kind: "fractions", fractions: [0.2, 0.8] });
  });

  it("that are nonsense leave the usual rule", async () => {
    await set(FRACTIONS, [0.5, 7]);
    assert.deepEqual((await checked()).manifest.rule, { kind: "fractions", fractions: [0.3, 0.6, 0.9] });
  });

  it("give way to the rule of fidelity.json", async () => {
    const file = path.join(workspaceFolder(), "fidelity.json");
    const before = readFileSync(file, "utf8");
    try {
      writeFileSync(file, JSON.stringify({ ...(JSON.parse(before) as object), rule: { kind: "landmark", ordinals: [3] } }));
      open = await openDataset();
      await set(FRACTIONS, [0.5]);
      const { manifest } = await checked();
      assert.deepEqual(manifest.rule, { kind: "landmark", ordinals: [3] });
    } finally {
      writeFileSync(file, before);
    }
  });
});
