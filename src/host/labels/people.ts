// Owns what people said of turns, by `.fidelity` folder: read at first use, followed as other windows write. Refuses queues and wording.
import * as vscode from "vscode";
import { contentHash } from "../../core/labels/content.ts";
import type { AdjudicationEntry, AnnotationEntry } from "../../core/labels/entry.ts";
import type { TextLabels } from "../../core/labels/fold.ts";
import type { Digest, Log } from "../../core/ports.ts";
import { prefixAt } from "../../core/probe/prefix.ts";
import type { Conversation } from "../../core/transcript/conversation.ts";
import { Annotations, type LabelDoors } from "../../study/labels/annotations.ts";
import { coalesced } from "../coalesce.ts";

/** What was said of a turn of a conversation, or of a continuation there; undefined where nothing was. */
export type SaidAt = (conversation: Conversation, turn: number, continuation?: string) => TextLabels | undefined;

interface Home {
  readonly annotations: Annotations;
  /** Contents anything was said of, by conversation and turn: only there texts are worth hashing. */
  readonly places: Map<string, Set<string>>;
  readonly owned: vscode.Disposable;
}

export class People implements vscode.Disposable {
  readonly #doors: LabelDoors & { readonly digest: Digest; readonly log: Log };
  readonly #homes = new Map<string, Promise<Home>>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** Somebody said something, here or in another window. */
  readonly onDidChange = this.#changed.event;

  constructor(doors: LabelDoors & { readonly digest: Digest; readonly log: Log }) {
    this.#doors = doors;
  }

  async of(home: string): Promise<Annotations> {
    return (await this.#home(home)).annotations;
  }

  /** What was said in a folder, to be asked turn by turn. */
  async saidIn(home: string): Promise<SaidAt> {
    const { annotations, places } = await this.#home(home);
    return (conversation, turn, continuation) => {
      const contents = places.get(place(conversation.id, turn));
      if (!contents) return undefined;
      const content = this.contentAt(conversation, turn, continuation);
      return contents.has(content) ? annotations.state.of(content) : undefined;
    };
  }

  /** Hash of what is read at a turn: of the real turn, or of a continuation. */
  contentAt(conversation: Conversation, turn: number, continuation?: string): string {
    return contentHash({ prefix: prefixAt(conversation, turn).turns, turn: continuation ?? conversation.turns[turn]?.text ?? "" }, this.#doors.digest);
  }

  dispose(): void {
    for (const home of this.#homes.values()) home.then(({ owned }) => { owned.dispose(); }, () => undefined);
    this.#changed.dispose();
  }

  #home(home: string): Promise<Home> {
    const known = this.#homes.get(home);
    if (known) return known;
    const opened = this.#open(home);
    this.#homes.set(home, opened);
    opened.catch(() => this.#homes.delete(home));
    return opened;
  }

  async #open(home: string): Promise<Home> {
    const annotations = new Annotations(home, this.#doors);
    const places = new Map<string, Set<string>>();
    const see = (entries: readonly (AnnotationEntry | AdjudicationEntry)[]): void => {
      for (const entry of entries) {
        if (!("target" in entry) || entry.target.conversation === undefined || entry.target.turn === undefined) continue;
        const key = place(entry.target.conversation, entry.target.turn);
        const contents = places.get(key) ?? new Set();
        places.set(key, contents.add(entry.content));
      }
      this.#changed.fire();
    };
    const written = coalesced(() => void annotations.refresh().catch((error: unknown) => this.#doors.log.warn(`annotations: ${String(error)}`)));
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(home), "{annotations,adjudications}/**/*.jsonl"));
    const owned = vscode.Disposable.from(
      watcher,
      written,
      watcher.onDidCreate(() => written.request()),
      watcher.onDidChange(() => written.request()),
      vscode.Disposable.from(annotations.onDidChange(({ entries }) => see(entries))),
    );
    await annotations.refresh();
    return { annotations, places, owned };
  }
}

function place(conversation: string, turn: number): string {
  return `${conversation}#${turn}`;
}
