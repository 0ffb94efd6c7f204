// Owns the messages of the page: checked on arrival, requests answered or failed. Refuses drawing.
import * as z from "zod/mini";
import { toPageSchema, type FromPage, type PanelSnapshot, type ProbePage, type ProbeQuery } from "../../src/protocol/dashboard.ts";

/** What the editor gives a page. */
export interface Editor {
  postMessage(message: FromPage): void;
  setState(state: { readonly run: string }): void;
}

interface Waiting {
  readonly resolve: (page: ProbePage) => void;
  readonly reject: (error: Error) => void;
}

export class Channel {
  readonly #editor: Editor;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(editor: Editor, source: Pick<Window, "addEventListener">, snapshot: (snapshot: PanelSnapshot) => void) {
    this.#editor = editor;
    source.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const parsed = z.safeParse(toPageSchema, data);
      if (!parsed.success) this.send({ type: "trouble", message: `a message of no known shape: ${parsed.error.issues[0]?.path.join(".") ?? ""}` });
      else if (parsed.data.type === "snapshot") snapshot(parsed.data.snapshot);
      else if (parsed.data.type === "answer") this.#settle(parsed.data.id)?.resolve(parsed.data.page);
      else if (parsed.data.type === "failed") this.#settle(parsed.data.id)?.reject(new Error(parsed.data.message));
    });
  }

  send(message: FromPage): void {
    this.#editor.postMessage(message);
  }

  /** Remembered by the editor over a reload. */
  keep(run: string): void {
    this.#editor.setState({ run });
  }

  /** Asks for probes behind a mark; rejects with the host's sentence. */
  probes(query: ProbeQuery): Promise<ProbePage> {
    const id = this.#next++;
    const answer = new Promise<ProbePage>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.send({ type: "probes", id, query });
    return answer;
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
