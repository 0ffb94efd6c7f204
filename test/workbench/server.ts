// Starts and stops one VS Code server on 127.0.0.1 with a fresh data folder. Opens no page.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { unzip } from "./unzip.ts";

/** What a server is started with. */
export interface ServerOptions {
  readonly program: string;
  /** Emptied by nobody here: give a fresh folder. */
  readonly dataFolder: string;
  /** Folders or `.vsix` files that are active at once in every window. */
  readonly extensions: readonly string[];
  /** False leaves workspace trust on, so that a folder opens in Restricted Mode. */
  readonly trusted: boolean;
  /** Without it no token is asked for: only for tests. */
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that answers. */
export interface RunningServer {
  readonly port: number;
  /** What the server has printed so far. */
  readonly output: () => string;
  /** Ends the server and all its children. */
  readonly stop: () => Promise<void>;
}

const startLimit = 60_000;

/** Resolves when the server answers; throws with its output when it does not within a minute. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  installExtensions(options.extensions, path.join(options.dataFolder, "extensions"));
  const token = options.token === undefined ? ["--without-connection-token"] : ["--connection-token", options.token];
  const trust = options.trusted ? ["--disable-workspace-trust"] : [];
  const child = spawn(
    process.execPath,
    [
      ...[options.program, "--host", "127.0.0.1", "--port", "0", ...token, "--accept-server-license-terms"],
      ...["--server-data-dir", options.dataFolder, "--telemetry-level", "off", "--enable-smoke-test-driver", ...trust],
    ],
    // A process group of its own, so that extension hosts and terminals end with it.
    { detached: true, stdio: ["ignore", "pipe", "pipe"], env: { ...cleanEnvironment(), ...options.env } },
  );
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has already ended.
    }
  };
  const killAtExit = (): void => {
    kill("SIGKILL");
  };
  process.once("exit", killAtExit);
  const ended = new Promise<void>((resolve) => child.once("close", () => { resolve(); }));
  const stop = async (): Promise<void> => {
    kill("SIGTERM");
    const slow = setTimeout(kill, 3000, "SIGKILL");
    await ended;
    clearTimeout(slow);
    kill("SIGKILL");
    process.off("exit", killAtExit);
  };
  let output = "";
  try {
    const port = await new Promise<number>((resolve, reject) => {
      const fail = (why: string): void => { reject(new Error(`The VS Code server ${why}:\n${output}`)); };
      const slow = setTimeout(fail, startLimit, "did not start within a minute");
      const read = (data: Buffer): void => {
        output += data.toString();
        const port = /agent host listening on (\d+)|listening on (\d+)/u.exec(output);
        if (!port) return;
        clearTimeout(slow);
        resolve(Number(port[1] ?? port[2]));
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("error", (error) => { fail(`could not be started (${error.message})`); });
      child.once("close", (code) => { clearTimeout(slow); fail(`ended with code ${code}`); });
    });
    await answers(port);
    return { port, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answers(port: number): Promise<void> {
  const deadline = Date.now() + startLimit;
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/version`, { signal: AbortSignal.timeout(2000) });
      if (response.ok) return;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The VS Code server on port ${port} gave no answer within a minute.`);
}

/** What npm and vitest tell their children is nothing an editor would see. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|ELECTRON_|VSCODE_)/u;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** Puts each extension where the server looks for them; a `.vsix` is unpacked, a folder is copied. */
export function installExtensions(sources: readonly string[], target: string): void {
  fs.mkdirSync(target, { recursive: true });
  for (const source of sources) {
    const temporary = path.join(target, ".unpacked");
    if (source.endsWith(".vsix")) unzip(source, temporary, "extension/");
    else fs.cpSync(source, temporary, { recursive: true });
    const manifest = JSON.parse(fs.readFileSync(path.join(temporary, "package.json"), "utf8")) as Record<string, string>;
    const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
    fs.renameSync(temporary, path.join(target, name.toLowerCase()));
  }
}
