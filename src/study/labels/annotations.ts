// Owns the annotations and adjudications of a `.fidelity` folder on disk: read, followed, appended to. Refuses what they mean (core/labels/fold.ts).
import { decodeAdjudication, decodeAnnotation, encodeLine, type DecodedLabelLine } from "../../core/labels/codec.ts";
import { LABELS_VERSION, type AdjudicationEntry, type AnnotationBody, type AnnotationEntry } from "../../core/labels/entry.ts";
import { LabelState } from "../../core/labels/fold.ts";
import { isFailure } from "../../core/messages/failure.ts";
import type { Clock, Files, Ids, JournalFile, JournalStore, Log } from "../../core/ports.ts";
import type { UnreadLine } from "../run.ts";
import { Emitter } from "../emitter.ts";

export interface LabelDoors {
  readonly files: Pick<Files, "stat" | "join">;
  journals(home: string): JournalStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export type AdjudicationBody = Omit<AdjudicationEntry, "v" | "id" | "at" | "by" | "kind">;

const ANNOTATIONS = "annotations";
const ADJUDICATIONS = "adjudications";
const TRIES = 40;
const PAUSE = 25;

/** Folder of an annotator: what is no letter or digit of any script becomes a dash, so that every system can hold it. */
export function annotatorFolder(by: string): string {
  const plain = by.normalize("NFC").trim().replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+|[.-]+$/gu, "").slice(0, 60);
  return plain === "" ? "annotator" : plain;
}

export class Annotations {
  readonly home: string;
  readonly state = new LabelState();
  readonly #doors: LabelDoors;
  readonly #journals: JournalStore;
  readonly #changed = new Emitter<{ readonly entries: readonly (AnnotationEntry | AdjudicationEntry)[] }>();
  /** Sizes of files as they were read. */
  readonly #read = new Map<string, string>();
  /** Time of the latest entry of each annotator. */
  readonly #latest = new Map<string, string>();
  #unread = new Map<string, readonly UnreadLine[]>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(home: string, doors: LabelDoors) {
    this.home = home;
    this.#doors = doors;
    this.#journals = doors.journals(home);
  }

  /** Told after entries count, whoever wrote them. */
  readonly onDidChange = this.#changed.on;

  /** Lines that could not be read, by file; they stay where they are. */
  get unread(): ReadonlyMap<string, readonly UnreadLine[]> {
    return this.#unread;
  }

  /** Reads what is new on disk: files that were written by other windows, brought by a merge, or never read. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const entries: (AnnotationEntry | AdjudicationEntry)[] = [];
    for (const name of await this.#names()) {
      const adjudication = name.startsWith(`${ADJUDICATIONS}/`);
      const stat = await this.#doors.files.stat(this.#doors.files.join(this.home, ...name.split("/")));
      const stamp = stat && `${stat.size} ${stat.modified}`;
      if (stamp !== undefined && this.#read.get(name) === stamp) continue;
      const unread: UnreadLine[] = [];
      for await (const { line, text } of this.#journals.read(name, signal)) {
        if (text.trim() === "") continue;
        const decoded: DecodedLabelLine<AnnotationEntry | AdjudicationEntry> = adjudication ? decodeAdjudication(text) : decodeAnnotation(text);
        if (!decoded.ok) unread.push({ line, reason: `${decoded.reason}: ${decoded.detail}` });
        else if (this.#apply(decoded.value)) entries.push(decoded.value);
      }
      for (const { line, reason } of unread) this.#doors.log.warn(`${name}:${line}: ${reason}`);
      this.#unread.set(name, unread);
      if (stamp !== undefined) this.#read.set(name, stamp);
    }
    if (entries.length > 0) this.#changed.fire({ entries });
  }

  /** Writes one entry of `by`; it counts, and the promise resolves, once it is on disk. Rejects with `journal-locked` only where somebody holds the file for long. */
  async append(by: string, body: AnnotationBody): Promise<AnnotationEntry> {
    const at = this.#after(by);
    const entry = { v: LABELS_VERSION, id: this.#doors.ids.unique(), at, by, ...body } as AnnotationEntry;
    await this.take(by, at.slice(0, 10), [entry]);
    return entry;
  }

  /** Writes entries that were made elsewhere, into the file of their annotator and a day; those already there are passed over. Resolves to how many were new. */
  async take(by: string, day: string, entries: readonly AnnotationEntry[]): Promise<number> {
    return this.#write(`${ANNOTATIONS}/${annotatorFolder(by)}/${day}.jsonl`, entries);
  }

  async adjudicate(by: string, body: AdjudicationBody): Promise<AdjudicationEntry> {
    const entry: AdjudicationEntry = { v: LABELS_VERSION, kind: "adjudication", id: this.#doors.ids.unique(), at: this.#after(by), by, ...body };
    await this.#write(`${ADJUDICATIONS}/${body.queue}.jsonl`, [entry]);
    return entry;
  }

  /** Now, but later than all the annotator said before: entries count in the order of their times, and clocks are set back. */
  #after(by: string): string {
    const now = this.#doors.clock.now();
    const latest = this.#latest.get(by) ?? "";
    const at = now > latest ? now : new Date(Date.parse(latest) + 1).toISOString();
    this.#latest.set(by, at);
    return at;
  }

  #apply(entry: AnnotationEntry | AdjudicationEntry): boolean {
    const { by, at } = entry;
    if (at > (this.#latest.get(by) ?? "") && !Number.isNaN(Date.parse(at))) this.#latest.set(by, at);
    return this.state.apply(entry);
  }

  async #write(name: string, entries: readonly (AnnotationEntry | AdjudicationEntry)[]): Promise<number> {
    const work = this.#queue.then(async () => {
      const fresh = entries.filter(({ id }) => !this.state.entry(id));
      if (fresh.length === 0) return fresh;
      const file = await this.#open(name);
      try {
        for (const entry of fresh) await file.append(encodeLine(entry));
      } finally {
        await file.close();
      }
      for (const entry of fresh) this.#apply(entry);
      return fresh;
    });
    this.#queue = work.catch(() => undefined);
    const fresh = await work;
    if (fresh.length > 0) this.#changed.fire({ entries: fresh });
    return fresh.length;
  }

  /** Another window of the same annotator holds the file for as long as one line takes. */
  async #open(name: string): Promise<JournalFile> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#journals.open(name);
      } catch (error) {
        if (!isFailure(error) || error.id !== "journal-locked" || tries === TRIES) throw error;
        await this.#doors.clock.sleep(PAUSE);
      }
    }
  }

  async #names(): Promise<readonly string[]> {
    const names = [...(await this.#journals.list(ADJUDICATIONS))];
    for (const annotator of await this.#journals.folders(ANNOTATIONS)) names.push(...(await this.#journals.list(`${ANNOTATIONS}/${annotator}`)));
    return names;
  }
}
