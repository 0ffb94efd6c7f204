// The packaged VS Code: where its server program is. Installs it when it is absent; starts nothing.
import fs from "node:fs";
import path from "node:path";
import { ensurePart, npmInstall, type Say } from "./parts.ts";
import { workbenchHome } from "./paths.ts";

/** The npm package that contains the workbench of VS Code 1.139. */
const version = "code-server@4.139.1";
const insideFolder = "node_modules/code-server/lib/vscode";
const program = `${insideFolder}/out/server-main.js`;

/** The path of the VS Code server's program, installed on first use (about 590 MB). */
export async function ensureVscode(say: Say): Promise<string> {
  if (process.platform === "win32") {
    throw new Error("The packaged workbench runs on Linux and macOS. On Windows use a desktop VS Code: --vscode PATH or --download.");
  }
  const folder = await ensurePart("vscode", version, say, async (folder) => {
    await npmInstall(folder, [version]);
    await npmInstall(path.join(folder, insideFolder), [], "--omit=dev");
  });
  return path.join(folder, program);
}

/** Whether the workbench is already installed, for tests that must not install it by themselves. */
export function isVscodeInstalled(): boolean {
  const folder = path.join(workbenchHome, "vscode");
  return fs.existsSync(path.join(folder, "stamp")) && fs.existsSync(path.join(folder, program));
}
