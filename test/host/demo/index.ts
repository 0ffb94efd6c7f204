// The demonstration: the main job on the built-in sample, told step by step. Asserts nothing; a step that fails ends it.
import { execFileSync } from "node:child_process";
import path from "node:path";
import * as vscode from "vscode";
import type { Run } from "../../../src/study/run.ts";
import type { OpenDataset } from "../../../src/study/study.ts";
import { page, print } from "../driver.ts";

/** Runs in the extension host; `print` lines reach the person. */
export async function demo(): Promise<void> {
  const extension = vscode.extensions.getExtension("decision-fidelity.decision-fidelity");
  if (!extension) throw new Error("The extension is not installed in this editor.");
  await extension.activate();
  print("Opening the built-in sample (invented conversations) …");
  const open = await vscode.commands.executeCommand<OpenDataset>("fidelity.openSample");
  const { outcomes } = open.dataset.ledger;
  print(`${open.dataset.entries.length} conversations: ${outcomes.positive} ${open.dataset.strata.positive}, ${outcomes.negative} ${open.dataset.strata.negative}.`);

  const conversation = await open.dataset.read("c-0003");
  const turn = conversation.turns.filter(({ role }) => role === "user")[3]?.index ?? 1;
  print(`Probing turn ${turn + 1} of c-0003 with the recorded persona run …`);
  const place = { dataset: open.key, conversation: "c-0003", turn };
  await vscode.commands.executeCommand("fidelity.openConversation", place);
  await vscode.commands.executeCommand("fidelity.probeTurn", place);
  await picture("demo-transcript");

  print("Checking the whole sample with the human-resample control …");
  const control = await vscode.commands.executeCommand<Run>("fidelity.checkDataset", open.key, { simulator: { kind: "control", rung: "C1" }, judge: { kind: "lexicon" } });
  const [persona] = await recordedJournals(open, control);
  await vscode.commands.executeCommand("fidelity.showPanel", persona && path.basename(persona, ".jsonl"));
  await picture("demo-panel", () => page.webview.waitFor("text=Simulated non-buyers"));

  for (const journal of await recordedJournals(open, control)) {
    print("");
    print(execFileSync(process.execPath, [path.join(extension.extensionPath, "dist", "cli.cjs"), "stats", journal], { encoding: "utf8", env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" } }));
    print(`Run file: ${journal}`);
  }
}

/** Journals of the two recorded runs, then the control's. */
async function recordedJournals(open: OpenDataset, control: Run): Promise<readonly string[]> {
  const folder = path.join(open.home, "runs");
  const names = (await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder))).map(([name]) => name).filter((name) => name.endsWith(".jsonl") && !name.startsWith("hand-picked"));
  const recorded = ["-persona-", "-may-disengage-"].flatMap((part) => names.filter((name) => name.includes(part)).slice(-1));
  return [...recorded, path.basename(control.name)].map((name) => path.join(folder, name));
}

async function picture(name: string, ready: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  try {
    await ready();
    await vscode.commands.executeCommand("notifications.clearAll");
    print(`Screenshot: ${await page.screenshot(name)}`);
  } catch (error) {
    print(`No screenshot here: ${error instanceof Error ? error.message : String(error)}`);
  }
}
