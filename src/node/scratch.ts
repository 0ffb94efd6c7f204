// Owns the temporary folder of this process: private to the user, emptied at the end, and swept of what crashed processes left.
import { rmSync } from "node:fs";
import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Scratch } from "../core/ports.ts";
import { codeOf, reasonOf } from "./systemError.ts";

const PREFIX = "decision-fidelity-";

/** Copies below the system's folder for temporary files, or below `parent`; `reopen` opens a finished one for reading. */
export function scratchIn(reopen: (path: string) => Promise<Bytes>, parent: string = tmpdir()): Scratch {
  const copies = new Map<string, { readonly version: string; readonly path: Promise<string> }>();
  let folder: Promise<string> | undefined;
  let made = 0;

  async function copied(pieces: () => AsyncIterable<Uint8Array>): Promise<string> {
    const path = join(await (folder ??= ownFolder(parent)), `copy-${made++}`);
    const handle = await open(path, "wx", 0o600);
    try {
      for await (const piece of pieces()) await handle.writeFile(piece);
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
    await handle.close();
    return path;
  }

  return {
    async open(owner, version, pieces) {
      const held = copies.get(owner);
      if (held?.version === version) return reopen(await held.path);
      if (held) void held.path.then((path) => rm(path, { force: true })).catch(() => undefined);
      const path = copied(pieces).catch((error: unknown) => {
        copies.delete(owner);
        throw codeOf(error) === undefined ? error : new Failure("file-unreadable", { path: owner, reason: reasonOf(error) }, { cause: error });
      });
      copies.set(owner, { version, path });
      return reopen(await path);
    },
  };
}

/** A new folder only this user may enter; gone with the process. */
async function ownFolder(parent: string): Promise<string> {
  for (const name of await readdir(parent)) {
    const owner = Number(/^decision-fidelity-(\d+)-/u.exec(name)?.[1] ?? NaN);
    // Another user's folder refuses, which is right.
    if (owner > 0 && !isAlive(owner)) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}
