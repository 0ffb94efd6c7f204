// Owns the verdicts of real turns that were paid once, keyed by the hash of the exact judge messages and settings. Safe to delete.
import * as z from "zod/mini";
import { verdictSchema } from "../core/journal/codec.ts";
import type { Verdict } from "../core/journal/entry.ts";
import { parsedJson } from "../core/json.ts";
import { isFailure } from "../core/messages/failure.ts";
import type { JournalFile, JournalStore, Log } from "../core/ports.ts";

const lineSchema = z.object({ v: z.literal(1), key: z.string(), verdict: verdictSchema });

/**
 * Read once when opened; appended to by one writer. When another window writes it, new verdicts are kept in memory only.
 * Whoever opens the same cache of one store at the same time has the same one, so that runs side by side pay a real turn once.
 */
export class VerdictCache {
  static readonly #open = new WeakMap<JournalStore, Map<string, Shared>>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #asked = new Map<string, Promise<Verdict>>();
  readonly #file: JournalFile | undefined;
  /** Tells whether the last who opened it leaves. */
  #leave: () => boolean = () => true;

  private constructor(file: JournalFile | undefined) {
    this.#file = file;
  }

  /** Opens `cache/verdicts-<judge>-<instrument>.jsonl`; lines that cannot be read are skipped and logged. Each who opens it closes it. */
  static async open(journals: JournalStore, name: string, log: Log): Promise<VerdictCache> {
    const caches = VerdictCache.#open.get(journals) ?? new Map<string, Shared>();
    VerdictCache.#open.set(journals, caches);
    const shared = caches.get(name) ?? { opening: VerdictCache.#read(journals, name, log), users: 0 };
    caches.set(name, shared);
    shared.users++;
    const leave = (): boolean => --shared.users === 0 && caches.delete(name);
    try {
      const cache = await shared.opening;
      cache.#leave = leave;
      return cache;
    } catch (error) {
      leave();
      throw error;
    }
  }

  static async #read(journals: JournalStore, name: string, log: Log): Promise<VerdictCache> {
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

  /**
   * The verdict of this key, asked for by `ask` where nobody did yet: those who want the same at the same time share one call.
   * `mine` tells whose call it was. One whose asker gave up is asked for again. Rejects as `ask` does, or with the signal's reason.
   */
  async once<T extends { readonly verdict: Verdict }>(key: string, ask: () => Promise<T>, signal: AbortSignal): Promise<{ readonly verdict: Verdict; readonly mine?: T }> {
    for (;;) {
      const known = this.#verdicts.get(key);
      if (known) return { verdict: known };
      const asked = this.#asked.get(key);
      if (!asked) break;
      try {
        return { verdict: await orAborted(asked, signal) };
      } catch (error) {
        signal.throwIfAborted();
        if (isFailure(error)) throw error;
      }
    }
    const asking = ask();
    const verdict = asking.then((made) => made.verdict);
    verdict.catch(() => undefined);
    this.#asked.set(key, verdict);
    try {
      const mine = await asking;
      await this.put(key, mine.verdict);
      return { verdict: mine.verdict, mine };
    } finally {
      this.#asked.delete(key);
    }
  }

  async close(): Promise<void> {
    if (this.#leave()) await this.#file?.close();
  }
}

interface Shared {
  readonly opening: Promise<VerdictCache>;
  users: number;
}

/** Waits for somebody else's work no longer than the signal allows. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", aborted, { once: true });
    if (signal.aborted) aborted();
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", aborted));
  });
}

function parsed(text: string): z.infer<typeof lineSchema> | undefined {
  const line = z.safeParse(lineSchema, parsedJson(text));
  return line.success ? line.data : undefined;
}
