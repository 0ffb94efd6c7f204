// Owns the verdicts of real turns that were paid once, keyed by the hash of the exact judge messages and settings. Safe to delete.
import * as z from "zod/mini";
import { verdictSchema } from "../core/journal/codec.ts";
import type { Verdict } from "../core/journal/entry.ts";
import { parsedJson } from "../core/json.ts";
import { isFailure } from "../core/messages/failure.ts";
import type { JournalFile, JournalStore, Log } from "../core/ports.ts";

const lineSchema = z.object({ v: z.literal(1), key: z.string(), verdict: verdictSchema });

/** Read once when opened; appended to by one writer. When another window writes it, new verdicts are kept in memory only. */
export class VerdictCache {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #file: JournalFile | undefined;

  private constructor(file: JournalFile | undefined) {
    this.#file = file;
  }

  /** Opens `cache/verdicts-<judge>-<instrument>.jsonl`; lines that cannot be read are skipped and logged. */
  static async open(journals: JournalStore, name: string, log: Log): Promise<VerdictCache> {
    let file: JournalFile | undefined;
    try {
      file = await journals.open(name);
    } catch (error) {
      if (!isFailure(error)) throw error;
      log.info(`${name}: held by another writer, new verdicts are not cached`);
    }
    const cache = new VerdictCache(file);
    let unread = 0;
    for await (const { text } of journals.read(name)) {
      const line = parsed(text);
      if (line) cache.#verdicts.set(line.key, line.verdict);
      else unread++;
    }
    if (unread > 0) log.warn(`${name}: ${unread} lines could not be read and are ignored`);
    return cache;
  }

  get(key: string): Verdict | undefined {
    return this.#verdicts.get(key);
  }

  async put(key: string, verdict: Verdict): Promise<void> {
    if (this.#verdicts.has(key)) return;
    this.#verdicts.set(key, verdict);
    await this.#file?.append(JSON.stringify({ v: 1, key, verdict }));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function parsed(text: string): z.infer<typeof lineSchema> | undefined {
  const line = z.safeParse(lineSchema, parsedJson(text));
  return line.success ? line.data : undefined;
}
