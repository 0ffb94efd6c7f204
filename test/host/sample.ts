// Opens the sample for a suite. A command called before its extension is active comes back as a copy without methods, so it is activated first.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { OpenDataset } from "../../src/study/study.ts";

/** Resolves when the product is active. */
export async function activated(): Promise<void> {
  const product = vscode.extensions.getExtension("decision-fidelity.decision-fidelity");
  assert.ok(product, "the product is installed");
  await product.activate();
}

/** The sample with its recorded runs. */
export async function openSample(): Promise<OpenDataset> {
  await activated();
  const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openSample");
  assert.ok(open, "the sample opens");
  return open;
}
