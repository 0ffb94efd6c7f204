// Reads what a run left on disk, for comparing runs with one another.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { decodeEntry } from "../../../src/core/journal/codec.ts";
import type { JournalEntry } from "../../../src/core/journal/entry.ts";

/** Entries of the one run in a folder's `.fidelity`; lines that cannot be read are left out. */
export async function entriesIn(folder: string): Promise<readonly JournalEntry[]> {
  const runs = path.join(folder, ".fidelity/runs");
  const names = (await readdir(runs)).filter((name) => name.endsWith(".jsonl"));
  if (names.length !== 1) throw new Error(`${names.length} runs in ${runs}`);
  const text = await readFile(path.join(runs, names[0]!), "utf8");
  return text.split("\n").flatMap((line) => {
    const decoded = line === "" ? undefined : decodeEntry(line);
    return decoded?.ok ? [decoded.entry] : [];
  });
}

/** What was found out: every continuation and verdict, however and in whatever order it was had. */
export function foundOut(entries: readonly JournalEntry[]): readonly string[] {
  const found = entries.flatMap((entry) => {
    if (entry.kind === "continuation") return [JSON.stringify([entry.probe, entry.sample, entry.continuation, entry.text, entry.promptHash])];
    if (entry.kind === "verdict") return [JSON.stringify([entry.target, entry.verdict, entry.judgeHash])];
    return [];
  });
  return [...new Set(found)].sort();
}

export function failuresIn(entries: readonly JournalEntry[]): readonly string[] {
  return entries.flatMap((entry) => (entry.kind === "failure" ? [entry.cause] : []));
}

/** Verdicts of real turns that the cache holds. */
export async function cachedVerdicts(folder: string): Promise<readonly string[]> {
  const cache = path.join(folder, ".fidelity/cache");
  const names = (await readdir(cache).catch(() => [])).filter((name) => name.endsWith(".jsonl"));
  const texts = await Promise.all(names.map((name) => readFile(path.join(cache, name), "utf8")));
  return texts.flatMap((text) => text.split("\n").filter((line) => line.endsWith("}")));
}
