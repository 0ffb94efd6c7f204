// Owns what all entries together say of each text: any order, any repetition, the same state. Refuses files and texts.
import type { AdjudicationEntry, AnnotationEntry, LabelEntry, NoteEntry, TurnEntry, UndoEntry } from "./entry.ts";

/** What one annotator says of a text now. */
export interface Opinion {
  readonly by: string;
  /** The latest label that stands. */
  readonly label?: LabelEntry;
  /** The latest that stands and was given blind: what agreement and corrections use. */
  readonly blind?: LabelEntry;
  readonly skipped: boolean;
}

/** All that is said of one text. */
export interface TextLabels {
  readonly content: string;
  /** By name of the annotator. */
  readonly opinions: readonly Opinion[];
  /** Entries that stand, oldest first. */
  readonly entries: readonly TurnEntry[];
  readonly notes: readonly NoteEntry[];
  /** Somebody disputes it and nobody resolved that since. */
  readonly disputed: boolean;
  readonly adjudication?: AdjudicationEntry;
}

/**
 * State of all annotations of a `.fidelity` folder. An entry counts once, by its id; entries are ordered by time, then id; an undo takes
 * effect whether it comes before or after what it undoes, and only on entries of the same annotator.
 */
export class LabelState {
  readonly #entries = new Map<string, AnnotationEntry | AdjudicationEntry>();
  readonly #about = new Map<string, TurnEntry[]>();
  readonly #adjudications = new Map<string, AdjudicationEntry[]>();
  readonly #undos = new Map<string, UndoEntry[]>();
  readonly #revealed = new Map<string, string>();
  readonly #known = new Map<string, TextLabels>();
  #revision = 0;

  /** Counts up with every entry that was new. */
  get revision(): number {
    return this.#revision;
  }

  /** Contents of which anything was ever said. */
  get contents(): Iterable<string> {
    return new Set([...this.#about.keys(), ...this.#adjudications.keys()]);
  }

  /** True where the entry was new. */
  apply(entry: AnnotationEntry | AdjudicationEntry): boolean {
    if (this.#entries.has(entry.id)) return false;
    this.#entries.set(entry.id, entry);
    this.#revision++;
    switch (entry.kind) {
      case "undo": {
        put(this.#undos, entry.of, entry);
        const content = this.#contentOf(entry);
        if (content !== undefined) this.#known.delete(content);
        break;
      }
      case "reveal": {
        const key = revealKey(entry.by, entry.queue);
        const before = this.#revealed.get(key);
        if (before === undefined || entry.at < before) this.#revealed.set(key, entry.at);
        break;
      }
      case "adjudication":
        put(this.#adjudications, entry.content, entry);
        this.#known.delete(entry.content);
        break;
      default:
        put(this.#about, entry.content, entry);
        this.#known.delete(entry.content);
    }
    return true;
  }

  /** Every annotation, undone ones and undos too, oldest first. */
  get all(): readonly AnnotationEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.kind !== "adjudication").sort(inOrder);
  }

  entry(id: string): AnnotationEntry | AdjudicationEntry | undefined {
    return this.#entries.get(id);
  }

  /** When an annotator looked behind a queue first; undefined before that. */
  revealed(by: string, queue: string): string | undefined {
    return this.#revealed.get(revealKey(by, queue));
  }

  /** All said of a text, nothing where nothing was said. */
  of(content: string): TextLabels {
    const known = this.#known.get(content);
    if (known) return known;
    const entries = (this.#about.get(content) ?? []).filter(({ id }) => this.#stands(id)).sort(inOrder);
    const adjudication = (this.#adjudications.get(content) ?? []).filter(({ id }) => this.#stands(id)).sort(inOrder).at(-1);
    const talk = entries.filter(({ kind }) => kind === "dispute" || kind === "resolve").at(-1);
    const made: TextLabels = {
      content,
      opinions: opinionsOf(entries),
      entries,
      notes: entries.filter((entry) => entry.kind === "note"),
      disputed: talk?.kind === "dispute",
      ...(adjudication ? { adjudication } : {}),
    };
    this.#known.set(content, made);
    return made;
  }

  /** The latest entry of an annotator that stands: what an undo takes back. */
  lastOf(by: string): TurnEntry | undefined {
    let last: TurnEntry | undefined;
    for (const entries of this.#about.values()) {
      for (const entry of entries) if (entry.by === by && this.#stands(entry.id) && (!last || inOrder(last, entry) < 0)) last = entry;
    }
    return last;
  }

  /** An undo of an undo lets the first stand again; ids are given once, so that no chain closes on itself but by malice, which ends at `seen`. */
  #stands(id: string, seen: ReadonlySet<string> = new Set()): boolean {
    if (seen.has(id)) return true;
    const by = this.#entries.get(id)?.by;
    const deeper = new Set([...seen, id]);
    return !(this.#undos.get(id) ?? []).some((undo) => undo.by === by && this.#stands(undo.id, deeper));
  }

  /** The text an undo is about in the end; undefined while what it undoes is not known. */
  #contentOf(undo: UndoEntry): string | undefined {
    const seen = new Set<string>();
    for (let entry: AnnotationEntry | AdjudicationEntry | undefined = undo; entry && !seen.has(entry.id); ) {
      seen.add(entry.id);
      if ("content" in entry) return entry.content;
      entry = entry.kind === "undo" ? this.#entries.get(entry.of) : undefined;
    }
    return undefined;
  }
}

function opinionsOf(entries: readonly TurnEntry[]): readonly Opinion[] {
  const people = new Map<string, { label?: LabelEntry; blind?: LabelEntry; skipped: boolean }>();
  for (const entry of entries) {
    if (entry.kind !== "label" && entry.kind !== "skip") continue;
    const own = people.get(entry.by) ?? { skipped: false };
    people.set(entry.by, own);
    own.skipped = entry.kind === "skip";
    if (entry.kind !== "label") continue;
    own.label = entry;
    if (entry.blind) own.blind = entry;
  }
  return [...people].sort(([a], [b]) => (a < b ? -1 : 1)).map(([by, opinion]) => ({ by, ...opinion }));
}

/** By time, then id: the same in every clone. Times are those of our clock, ISO 8601 in UTC, so that text order is time order. */
function inOrder(a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number {
  return a.at === b.at ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.at < b.at ? -1 : 1;
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function revealKey(by: string, queue: string): string {
  return `${queue}\n${by}`;
}
