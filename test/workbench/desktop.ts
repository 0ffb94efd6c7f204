// Runs a bundled suite in a desktop VS Code through @vscode/test-electron, given by path or downloaded.
// By hand: `node test/workbench/desktop.ts --vscode PATH` or `--download` runs the host suite. What needs the page is skipped visibly.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { bundleSuites } from "./bundle.ts";
import { out, repo } from "./paths.ts";
import { buildExtension } from "./product.ts";

export interface DesktopRun {
  /** Path of the VS Code executable; downloaded when absent. */
  readonly executable?: string;
  /** The bundled suite. */
  readonly tests: string;
  /** The folder whose copy is opened. */
  readonly workspace: string;
}

/** Resolves to the exit code. Rejects with the one thing to do where nothing can be downloaded. */
export async function runDesktop({ executable, tests, workspace }: DesktopRun): Promise<number> {
  const vscodeExecutablePath = executable ?? (await downloaded());
  // Sockets on macOS stop at 103 characters, so the profile lies in a short folder.
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "df-"));
  const folder = path.join(home, "folder");
  fs.cpSync(workspace, folder, { recursive: true });
  console.log(`desktop: VS Code ${vscodeExecutablePath}`);
  try {
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: repo,
      extensionTestsPath: tests,
      launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust", "--user-data-dir", path.join(home, "user")],
    });
  } catch (error) {
    console.error(`desktop: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function downloaded(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: "stable", cachePath: path.join(repo, ".workbench", "desktop") });
  } catch (error) {
    throw new Error(`No VS Code could be downloaded (${error instanceof Error ? error.message : String(error)}). Give an installed one: --vscode PATH`, { cause: error });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({ options: { vscode: { type: "string" }, download: { type: "boolean", default: false } } });
  if (values.vscode === undefined && !values.download) throw new Error("Say --vscode PATH or --download.");
  await buildExtension();
  const tests = path.join(out, "test", "desktop", "index.cjs");
  await bundleSuites(path.join(repo, "test/host"), tests);
  process.exitCode = await runDesktop({
    ...(values.vscode === undefined ? {} : { executable: values.vscode }),
    tests,
    workspace: path.join(repo, "test/fixtures/workspace"),
  });
}
