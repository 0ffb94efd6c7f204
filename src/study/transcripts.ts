// Owns conversations as transcripts show them, by address: loaded once, a few kept. Refuses editor documents and where lines are drawn.
import { Failure } from "../core/messages/failure.ts";
import { transcriptPath, type TranscriptAddress } from "../core/transcript/address.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { TranscriptMap } from "../core/transcript/lineMap.ts";
import { renderTranscript, type RenderedTranscript, type RenderOptions } from "../core/transcript/render.ts";
import type { OpenDataset, Study } from "./study.ts";

/** A conversation of an open dataset with the lines of its turns; the lines do not depend on what is hidden. */
export interface Transcript {
  readonly address: TranscriptAddress;
  readonly open: OpenDataset;
  readonly conversation: Conversation;
  readonly map: TranscriptMap;
  /** The text of the document. The last one is kept: the editor asks for its size and then for itself. */
  text(shown: RenderOptions): string;
}

/** Opens the dataset that was known under a key before a reload; undefined when none was. */
export type Reopen = (key: string) => Promise<OpenDataset | undefined>;

export class Transcripts {
  readonly #study: Study;
  readonly #reopen: Reopen;
  readonly #kept: number;
  /** Least recently used first. */
  readonly #loaded = new Map<string, Promise<Transcript>>();
  readonly #done = new Map<string, Transcript>();
  readonly #reopening = new Map<string, Promise<OpenDataset | undefined>>();

  /** At most `kept` conversations stay loaded. */
  constructor(study: Study, reopen: Reopen, kept = 32) {
    this.#study = study;
    this.#reopen = reopen;
    this.#kept = kept;
  }

  /** Rejects with `dataset-not-open`, or with what {@link Dataset.read} rejects with. What failed is tried again at the next call. */
  async of(address: TranscriptAddress): Promise<Transcript> {
    const open = this.#study.dataset(address.dataset) ?? (await this.#opened(address.dataset));
    if (!open) throw new Failure("dataset-not-open", { dataset: address.dataset });
    const key = transcriptPath(address);
    const known = this.#done.get(key);
    if (known && known.open !== open) this.#drop(key);
    const loading = this.#loaded.get(key) ?? this.#load(address, open, key);
    this.#loaded.delete(key);
    this.#loaded.set(key, loading);
    const transcript = await loading;
    // The dataset was opened anew while its old form was being read.
    if (transcript.open !== this.#study.dataset(address.dataset)) return this.of(address);
    return transcript;
  }

  /** The same where it is loaded already and its dataset still open. */
  peek(address: TranscriptAddress): Transcript | undefined {
    const known = this.#done.get(transcriptPath(address));
    return known?.open === this.#study.dataset(address.dataset) ? known : undefined;
  }

  #load(address: TranscriptAddress, open: OpenDataset, key: string): Promise<Transcript> {
    const loading = open.dataset.read(address.conversation).then((conversation) => {
      const transcript = new LoadedTranscript(address, open, conversation);
      if (this.#loaded.get(key) === loading) this.#done.set(key, transcript);
      return transcript;
    });
    this.#loaded.set(key, loading);
    loading.catch(() => this.#loaded.get(key) === loading && this.#drop(key));
    for (const oldest of this.#loaded.keys()) {
      if (this.#loaded.size <= this.#kept) break;
      this.#drop(oldest);
    }
    return loading;
  }

  #drop(key: string): void {
    this.#loaded.delete(key);
    this.#done.delete(key);
  }

  /** Opening a dataset takes longer than having it (runs are prepared as well), so whichever comes first is taken. */
  #opened(key: string): Promise<OpenDataset | undefined> {
    const running = this.#reopening.get(key);
    if (running) return running;
    const opened = new Promise<OpenDataset | undefined>((resolve, reject) => {
      const subscription = this.#study.onDidChange(({ what }) => {
        const open = what === "datasets" ? this.#study.dataset(key) : undefined;
        if (open) resolve(open);
      });
      this.#reopen(key).then(resolve, reject).finally(() => subscription.dispose());
    }).finally(() => this.#reopening.delete(key));
    this.#reopening.set(key, opened);
    return opened;
  }
}

/** Renders when something is asked for, and once for what is asked for together: of a long conversation that takes longest. */
class LoadedTranscript implements Transcript {
  readonly address: TranscriptAddress;
  readonly open: OpenDataset;
  readonly conversation: Conversation;
  #last: { readonly shown: RenderOptions; readonly rendered: RenderedTranscript } | undefined;

  constructor(address: TranscriptAddress, open: OpenDataset, conversation: Conversation) {
    this.address = address;
    this.open = open;
    this.conversation = conversation;
  }

  get map(): TranscriptMap {
    return this.#last?.rendered.map ?? this.#render({ hideOutcome: true }).map;
  }

  text(shown: RenderOptions): string {
    const last = this.#last;
    const same = last?.shown.hideOutcome === shown.hideOutcome && last.shown.language === shown.language;
    return (last && same ? last.rendered : this.#render(shown)).text;
  }

  #render(shown: RenderOptions): RenderedTranscript {
    const rendered = renderTranscript(this.conversation, this.open.dataset.strata, shown);
    this.#last = { shown, rendered };
    return rendered;
  }
}
