// Owns what a screen reader hears of running numbers: the newest, not more often than every few seconds. Refuses choosing words.
import { element } from "./dom.ts";

const EVERY = 5000;

export class Announcer {
  readonly element = element("div", { class: "heard", role: "status" });
  #said = "";
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Said at once, unless something was said a moment ago: then the newest of what comes meanwhile. */
  say(text: string): void {
    if (text === (this.#next ?? this.#said)) return;
    this.#next = text;
    if (this.#timer === undefined) this.#speak();
  }

  #speak(): void {
    this.#timer = undefined;
    if (this.#next === undefined) return;
    this.#said = this.#next;
    this.#next = undefined;
    this.element.textContent = this.#said;
    this.#timer = setTimeout(() => this.#speak(), EVERY);
  }
}
