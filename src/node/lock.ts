// Owns the lock file that gives a journal its one writer: taking, keeping alive, checking, taking over when stale, releasing.
// Refuses writing journals. Nobody replaces or removes another's lock file except under the guard file, made exclusively.
import { readFileSync, statSync, type BigIntStats } from "node:fs";
import { open, readFile, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { hostname } from "node:os";
import type { Clock, Log } from "../core/ports.ts";
import { codeOf } from "./systemError.ts";

/** A lock is stale when its heartbeat is older than this, or its process is gone on this host. */
const STALE_AFTER = 30_000;
const HEARTBEAT_EVERY = 5_000;

const GUARD_TRIES = 40;
const GUARD_PAUSE = 25;

/** What a lock file says. `token` tells two holders inside one process apart. */
export interface LockHolder {
  readonly process: number;
  readonly host: string;
  readonly heartbeat: string;
  readonly token: string;
}

export interface LockSetting {
  readonly clock: Clock;
  readonly log: Log;
}

/** A lock that was ours when it was taken. */
export class Lock {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #holder: Omit<LockHolder, "heartbeat">;
  readonly #setting: LockSetting;
  readonly #beat: ReturnType<typeof setInterval>;
  /** The lock file as it was just before it was last read and named us. */
  #seen: BigIntStats | undefined;

  private constructor(path: string, handle: FileHandle, holder: Omit<LockHolder, "heartbeat">, setting: LockSetting) {
    this.#path = path;
    this.#handle = handle;
    this.#holder = holder;
    this.#setting = setting;
    this.#beat = setInterval(() => void this.#writeHeartbeat(), HEARTBEAT_EVERY);
    this.#beat.unref();
  }

  get token(): string {
    return this.#holder.token;
  }

  /** Takes the lock, also over a stale one; resolves to the live holder when there is one. */
  static async take(path: string, token: string, setting: LockSetting): Promise<Lock | LockHolder> {
    const fresh = await Lock.#create(path, token, setting);
    if (fresh) return fresh;
    const seen = await readHolder(path);
    if (seen && isLive(seen, setting.clock)) return seen;
    const taken = await guarded(path, setting.clock, async () => {
      const still = await readHolder(path);
      if (still && isLive(still, setting.clock)) return still;
      if (still) setting.log.warn(`${path}: taken over from process ${still.process} on ${still.host}, last seen ${still.heartbeat}`);
      await rm(path, { force: true });
      return Lock.#create(path, token, setting);
    });
    return taken ?? (await readHolder(path)) ?? { process: 0, host: "?", heartbeat: setting.clock.now(), token: "" };
  }

  /**
   * True while the lock file names us. Asked of the disk each time: a stopped process may have been taken over. Only a file that is not
   * the one it was is read: whoever takes over makes a new one, while ours is open and its number cannot be given away. Synchronous,
   * since it precedes every append and a trip through the thread pool costs ten times the read.
   */
  isOurs(): boolean {
    try {
      const now = statSync(this.#path, { bigint: true });
      if (this.#seen && sameFile(this.#seen, now)) return true;
      const ours = parseHolder(readFileSync(this.#path, "utf8"))?.token === this.token;
      this.#seen = ours ? now : undefined;
      return ours;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return false;
      throw error;
    }
  }

  /** Gives the lock up; leaves the file alone when it is no longer ours. */
  async release(): Promise<void> {
    clearInterval(this.#beat);
    await this.#handle.close();
    await guarded(this.#path, this.#setting.clock, async () => {
      if (this.isOurs()) await rm(this.#path, { force: true });
    });
  }

  /** Through the open file, never by its name: if somebody took over, this writes to a file that has no name any more. */
  async #writeHeartbeat(): Promise<void> {
    await this.#handle.write(encodeHolder({ ...this.#holder, heartbeat: this.#setting.clock.now() }), 0).catch(() => undefined);
  }

  static async #create(path: string, token: string, setting: LockSetting): Promise<Lock | undefined> {
    const handle = await createExclusively(path);
    if (!handle) return undefined;
    const lock = new Lock(path, handle, { process: process.pid, host: hostname(), token }, setting);
    await lock.#writeHeartbeat();
    return lock;
  }
}

/** True when the holder counts as alive: a heartbeat within {@link STALE_AFTER} and, on this host, a process that exists. */
export function isLive(holder: LockHolder, clock: Clock): boolean {
  if (clock.milliseconds() - Date.parse(holder.heartbeat) > STALE_AFTER) return false;
  return holder.host !== hostname() || processExists(holder.process);
}

/** The same file, unchanged since; one without a number of its own is never known to be. */
function sameFile(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/** Who holds the lock; undefined when there is none. One without a readable heartbeat counts from its file time. */
export async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    const text = await readFile(path, "utf8");
    const found = parseHolder(text);
    if (found && !Number.isNaN(Date.parse(found.heartbeat))) return found;
    const heartbeat = (await stat(path)).mtime.toISOString();
    return { process: 0, host: "?", token: "", ...found, heartbeat };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { process, host, heartbeat, token } = value as Partial<Record<keyof LockHolder, unknown>>;
    if (typeof process !== "number" || typeof host !== "string" || typeof heartbeat !== "string") return undefined;
    return { process, host, heartbeat, token: typeof token === "string" ? token : "" };
  } catch {
    return undefined;
  }
}

/** Always of one length for one holder, so that a heartbeat overwrites the last one whole. */
function encodeHolder(holder: LockHolder): string {
  return `${JSON.stringify({ process: holder.process, host: holder.host, heartbeat: holder.heartbeat, token: holder.token })}\n`;
}

function processExists(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** Does `work` as the only one who may replace or remove this lock; undefined when the guard could not be had. */
async function guarded<T>(path: string, clock: Clock, work: () => Promise<T>): Promise<T | undefined> {
  const guard = `${path}.guard`;
  for (let attempt = 0; attempt < GUARD_TRIES; attempt++) {
    const handle = await createExclusively(guard);
    if (handle) {
      await handle.close();
      try {
        return await work();
      } finally {
        await rm(guard, { force: true });
      }
    }
    await dropDeadGuard(guard, clock);
    await clock.sleep(GUARD_PAUSE);
  }
  return undefined;
}

/** A guard is held for milliseconds; one as old as a stale lock was left by a crash. Moved aside first, so that only one of two removes it. */
async function dropDeadGuard(guard: string, clock: Clock): Promise<void> {
  try {
    if (clock.milliseconds() - (await stat(guard)).mtimeMs <= STALE_AFTER) return;
    const aside = `${guard}.${process.pid}`;
    await rename(guard, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

async function createExclusively(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "wx+");
  } catch (error) {
    if (codeOf(error) === "EEXIST") return undefined;
    throw error;
  }
}
