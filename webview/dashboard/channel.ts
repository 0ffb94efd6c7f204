// Owns the messages of the page: checked on arrival, requests answered or failed. Refuses drawing.
import * as z from "zod/mini";
import { toPageSchema, type FromPage, type KeptState, type PanelComparison, type PanelSnapshot, type ProbePage, type ProbeQuery, type ToPage } from "../../src/protocol/dashboard.ts";
import { Pieces, pieceSchema } from "../../src/protocol/pieces.ts";
import { pngOf } from "./saving.ts";

/** What the editor gives a page. */
export interface Editor {
  postMessage(message: FromPage): void;
  setState(state: KeptState): void;
}

type Answer = Exclude<ToPage, { type: "snapshot" | "failed" | "drawPng" }>;

/** A turn that a row leads to. */
export interface TurnPlace {
  readonly run: string;
  readonly conversation: string;
  readonly turn: number;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class Channel {
  readonly #editor: Editor;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(editor: Editor, source: Pick<Window, "addEventListener">, snapshot: (snapshot: PanelSnapshot) => void) {
    this.#editor = editor;
    const pieces = new Pieces();
    source.addEventListener("message", ({ data: given }: MessageEvent<unknown>) => {
      const piece = z.safeParse(pieceSchema, given);
      const data = piece.success ? pieces.add(piece.data) : given;
      if (data === undefined) return;
      const parsed = z.safeParse(toPageSchema, data);
      if (!parsed.success) this.send({ type: "trouble", message: `a message of no known shape: ${parsed.error.issues[0]?.path.join(".") ?? ""}` });
      else if (parsed.data.type === "snapshot") snapshot(parsed.data.snapshot);
      else if (parsed.data.type === "drawPng") void this.#drawn(parsed.data.id, parsed.data.text);
      else if (parsed.data.type === "failed") this.#settle(parsed.data.id)?.reject(new Error(parsed.data.message));
      else this.#settle(parsed.data.id)?.resolve(parsed.data);
    });
  }

  send(message: FromPage): void {
    this.#editor.postMessage(message);
  }

  /** Remembered by the editor over a reload. */
  keep(state: KeptState): void {
    this.#editor.setState(state);
  }

  /** Asks for probes behind a mark; rejects with the host's sentence, as all requests do. */
  async probes(query: ProbeQuery): Promise<ProbePage> {
    const answer = await this.#ask((id) => ({ type: "probes", id, query }));
    if (answer.type !== "answer") throw new Error(answer.type);
    return answer.page;
  }

  /** Each run against the first. */
  async compare(runs: readonly string[]): Promise<PanelComparison> {
    const answer = await this.#ask((id) => ({ type: "compare", id, runs: [...runs] }));
    if (answer.type !== "compared") throw new Error(answer.type);
    return answer.comparison;
  }

  /** Saves a picture where the person says; false where they gave up. */
  async save(kind: "svg" | "png", name: string, content: string): Promise<boolean> {
    const answer = await this.#ask((id) => (kind === "svg" ? { type: "saveSvg", id, name, text: content } : { type: "savePng", id, name, bytes: content }));
    return answer.type === "done" && answer.saved !== false;
  }

  /** Copies an address that opens the turn. */
  async copyLink(place: TurnPlace): Promise<void> {
    await this.#ask((id) => ({ type: "copyLink", id, ...place }));
  }

  /** Draws what the host has no canvas for. */
  async #drawn(id: number, text: string): Promise<void> {
    try {
      this.send({ type: "drawnPng", id, bytes: await pngOf(text) });
    } catch (error) {
      this.send({ type: "drawnPng", id });
      this.send({ type: "trouble", message: String(error).slice(0, 500) });
    }
  }

  #ask(request: (id: number) => FromPage): Promise<Answer> {
    const id = this.#next++;
    const answer = new Promise<Answer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.send(request(id));
    return answer;
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
