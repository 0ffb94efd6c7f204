// Builds the command line once a worker and runs it as people do: as a process, in a folder and with a home of its own.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject } from "vitest";

export const repository = path.resolve(import.meta.dirname, "../../..");
export const shared = path.resolve(repository, "../shared");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Any text that contains this one, where a whole result is compared. */
export function containing(text: string): string {
  return expect.stringContaining(text) as string;
}

export interface CommandLine {
  /** A fresh folder to run commands in. */
  folder(): Promise<string>;
  run(cwd: string, words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  start(cwd: string, words: readonly string[], env?: Readonly<Record<string, string>>): { readonly child: ChildProcess; readonly ended: Promise<Ran> };
}

let bundle: Promise<string> | undefined;

/** The folder of the built command line, beside the media it reads. */
async function built(): Promise<string> {
  const home = await mkdtemp(path.join(inject("builtFolder"), "worker-"));
  await symlink(path.join(repository, "media"), path.join(home, "media"));
  await promisify(execFile)(process.execPath, ["esbuild.mjs", "--only", "processes", "--outdir", path.join(home, "dist")], { cwd: repository });
  return path.join(home, "dist");
}

const RESAMPLING = new Set(["check", "import", "run", "resume", "stats", "receipt", "gate", "exits", "lab", "replicate"]);

/**
 * Call in the body of a test file; its folders are removed after its tests. Estimates are resampled `draws` times, which is few where a
 * test is not about intervals and p; "default" leaves what people get.
 */
export function commandLine(draws: number | "default" = 200): CommandLine {
  let root = "";
  let dist = "";
  beforeAll(async () => {
    dist = await (bundle ??= built());
    root = await mkdtemp(path.join(tmpdir(), "fidelity-cli-"));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const start: CommandLine["start"] = (cwd, words, env = {}) => {
    const quick = draws !== "default" && RESAMPLING.has(words[0] ?? "") && !words.includes("--draws") ? ["--draws", String(draws)] : [];
    const child = spawn(process.execPath, [path.join(dist, "cli.cjs"), ...words, ...quick], {
      cwd,
      env: { PATH: process.env.PATH ?? "", HOME: path.join(root, "home"), XDG_CACHE_HOME: path.join(root, "cache"), NODE_COMPILE_CACHE: path.join(inject("builtFolder"), "compiled"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) child[name].setEncoding("utf8").on("data", (text: string) => (texts[name] += text));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, ...texts }));
    });
    return { child, ended };
  };
  return {
    folder: () => mkdtemp(path.join(root, "folder-")),
    start,
    run: (cwd, words, env) => start(cwd, words, env).ended,
  };
}
