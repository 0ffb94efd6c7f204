// Owns the folder that workers build the command line in (commandLine.ts): made before all tests, removed after them. Builds nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    builtFolder: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "fidelity-built-"));
  provide("builtFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
