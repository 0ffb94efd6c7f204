// Owns where the command line keeps what is nobody's data. Refuses the `.fidelity` folder (session.ts).
import { accessSync, constants, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The user's cache folder for the demo's runs, else a temporary one where that cannot be written; always the same, so that runs do not pile up. */
export function demoHome(): string {
  const temporary = path.join(os.tmpdir(), `decision-fidelity-${os.userInfo().username}`);
  const folder = [path.join(cacheFolder(), "decision-fidelity"), temporary].find(writable) ?? temporary;
  return path.join(folder, "demo");
}

/** Where it is kept what is in large files that were read; safe to delete. */
export function indexFolder(): string {
  return path.join(cacheFolder(), "decision-fidelity", "indexes");
}

function cacheFolder(): string {
  if (process.env.XDG_CACHE_HOME && path.isAbsolute(process.env.XDG_CACHE_HOME)) return process.env.XDG_CACHE_HOME;
  if (process.platform === "darwin") return path.join(os.homedir(), "Library", "Caches");
  if (process.platform === "win32") return process.env.LOCALAPPDATA ?? path.join(os.homedir(), "AppData", "Local");
  return path.join(os.homedir(), ".cache");
}

function writable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
