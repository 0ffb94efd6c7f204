// Owns keeping bytes by name in one folder between two starts. Refuses promising anything: what cannot be written or read is not there.
import { createHash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Kept } from "../core/ports.ts";

/** Files of a folder; the oldest go when there are more. */
const MOST_FILES = 60;
const ENDING = ".kept";
const SUM = 32;

/** Keeps in `folder`, which is made when there is something to keep. Each file carries the sum of its bytes: half a file is none. */
export function keptIn(folder: string): Kept {
  const fileOf = (name: string): string => path.join(folder, `${createHash("sha256").update(name).digest("hex").slice(0, 32)}${ENDING}`);
  return {
    async load(name) {
      try {
        const whole = await readFile(fileOf(name));
        const bytes = whole.subarray(SUM);
        // A view from the start of a buffer of its own, so that numbers in it are aligned.
        return sumOf(bytes).equals(whole.subarray(0, SUM)) ? new Uint8Array(bytes) : undefined;
      } catch {
        return undefined;
      }
    },
    async save(name, bytes) {
      const file = fileOf(name);
      const part = `${file}.${process.pid}.part`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(part, sumOf(bytes));
        await appendFile(part, bytes);
        await rename(part, file);
        await tidy(folder);
      } catch {
        await rm(part, { force: true }).catch(() => undefined);
      }
    },
  };
}

async function tidy(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING));
  if (names.length <= MOST_FILES) return;
  const aged = await Promise.all(names.map(async (name) => ({ name, modified: (await stat(path.join(folder, name))).mtimeMs })));
  aged.sort((a, b) => a.modified - b.modified);
  for (const { name } of aged.slice(0, names.length - MOST_FILES)) await rm(path.join(folder, name), { force: true });
}

function sumOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
