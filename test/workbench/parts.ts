// Installs one part of the workbench: under a lock, once, finished only when its stamp is written.
// Knows nothing about what a part is.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workbenchHome } from "./paths.ts";

/** Prints one progress line. */
export type Say = (line: string) => void;

/** A progress printer for programs run by hand. */
export const sayToTerminal: Say = (line) => {
  console.log(`workbench: ${line}`);
};

/**
 * Returns the folder of a part, building it first unless its stamp says `version`.
 * A folder without its stamp is what a broken install left; it is removed and built again.
 */
export async function ensurePart(
  name: string,
  version: string,
  say: Say,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(workbenchHome, name);
  const stamp = path.join(folder, "stamp");
  const ready = (): boolean => fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === version;
  if (ready()) return folder;
  return withLock(`${folder}.lock`, say, async () => {
    if (ready()) return folder;
    const start = Date.now();
    say(`installing ${name} (${version}) into ${folder}`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    await build(folder);
    fs.writeFileSync(stamp, version);
    say(`${name} is ready after ${((Date.now() - start) / 1000).toFixed(0)} s`);
    return folder;
  });
}

/** Runs `work` while this process alone holds the lock file; a lock whose process has died is taken over. */
export async function withLock<T>(file: string, say: Say, work: () => Promise<T>): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (let waited = 0; !tryLock(file); waited += 1) {
    const holder = readPid(file);
    if (holder !== undefined && !isAlive(holder)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (waited % 20 === 0) say(`waiting for process ${holder ?? "?"} that holds ${file}`);
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  // Written aside and linked, so that no one ever reads a lock without its process number.
  const mine = `${file}.${process.pid}`;
  fs.writeFileSync(mine, String(process.pid));
  try {
    fs.linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

function readPid(file: string): number | undefined {
  try {
    return Number(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Runs `npm install` in `folder` without install scripts; throws with npm's own words when it fails.
 * @param packages what to add, `name@version`; none installs what the folder's manifest asks for
 */
export async function npmInstall(folder: string, packages: readonly string[], ...options: string[]): Promise<void> {
  const manifest = path.join(folder, "package.json");
  if (!fs.existsSync(manifest)) fs.writeFileSync(manifest, '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...options, ...packages];
  await npm(args, folder);
}

/** Runs the npm that started us, else the one on the path; throws with its own words when it fails. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
  const cli = process.env.npm_execpath;
  const env = { ...process.env };
  // The prefix of the npm above us must not leak into this call.
  delete env.npm_config_local_prefix;
  if (cli?.endsWith(".js") === true) return run(process.execPath, [cli, ...args], { cwd, env });
  return run("npm", args, { cwd, env });
}

/** Runs a program to its end without input; throws with the last lines of its output when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (data: Buffer): void => {
    output += data.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return output;
  const tail = output.trim().split("\n").slice(-15).join("\n");
  throw new Error(`\`${[program, ...args].join(" ")}\` in ${options.cwd ?? process.cwd()} ended with ${code}:\n${tail}`);
}
