// Owns pictures that the open panel's page draws for others, one at a time: this side has no canvas. Refuses drawing and files.

/** What is sent to the page; it answers with `settle`. */
export interface DrawRequest {
  readonly type: "drawPng";
  readonly id: number;
  readonly text: string;
}

export class Painter {
  #send: ((request: DrawRequest) => void) | undefined;
  #waiting: { readonly id: number; readonly settle: (bytes: Uint8Array | undefined) => void } | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #next = 1;

  /** A page that can draw is there, until `lost`. */
  found(send: (request: DrawRequest) => void): void {
    this.#send = send;
  }

  /** The page is hidden or gone: what it was asked for has no answer. */
  lost(): void {
    this.#send = undefined;
    this.#waiting?.settle(undefined);
  }

  /** The page's answer, base64; none where it could not draw. What nobody waits for is dropped. */
  settle(id: number, bytes: string | undefined): void {
    if (this.#waiting?.id === id) this.#waiting.settle(bytes === undefined ? undefined : Buffer.from(bytes, "base64"));
  }

  /** The SVG as a PNG, after those asked for before; undefined without a page, where it cannot draw it, and when `signal` gives it up. */
  png(text: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const drawn = this.#last.then(() => this.#draw(text, signal));
    this.#last = drawn;
    return drawn;
  }

  #draw(text: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const send = this.#send;
    if (!send || signal.aborted) return Promise.resolve(undefined);
    const id = this.#next++;
    return new Promise((resolve) => {
      const settle = (bytes: Uint8Array | undefined): void => {
        this.#waiting = undefined;
        signal.removeEventListener("abort", givenUp);
        resolve(bytes);
      };
      const givenUp = (): void => settle(undefined);
      signal.addEventListener("abort", givenUp);
      this.#waiting = { id, settle };
      send({ type: "drawPng", id, text });
    });
  }
}
