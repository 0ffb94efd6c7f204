// Owns a long list of which only the rows in sight are in the document, walked by keys. Refuses what a row says and where rows come from.
import { element } from "./dom.ts";

/** Rows above and below what is in sight, so that scrolling shows no gap. */
const SPARE = 6;
/** Rows shown where nothing is laid out. */
const UNMEASURED = 12;
const UNMEASURED_HEIGHT = 30;

export interface RowSource {
  /** The row, or nothing while it is not there yet. It may take the focus. */
  readonly row: (index: number) => HTMLElement | undefined;
  /** Rows from here to there are in sight now. */
  readonly seen: (from: number, to: number) => void;
}

/** A grid of rows of one height. One row is reached by Tab; up, down, page keys, Home and End go on. */
export class VirtualRows {
  readonly element = element("div", { class: "rows", role: "grid" });
  readonly #sizer = element("div", { class: "sizer", role: "rowgroup" });
  readonly #source: RowSource;
  readonly #shown = new Map<number, HTMLElement>();
  #count = 0;
  #active = 0;
  #height = 0;

  constructor(source: RowSource) {
    this.#source = source;
    this.element.append(this.#sizer);
    this.element.addEventListener("scroll", () => this.#place());
    this.element.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#remeasure()).observe(this.element);
  }

  /** A list of so many rows, from its first on. */
  reset(count: number, name: string): void {
    this.#count = count;
    this.#active = 0;
    this.element.scrollTop = 0;
    this.element.setAttribute("aria-label", name);
    this.element.setAttribute("aria-rowcount", String(count));
    this.element.hidden = count === 0;
    this.refresh();
  }

  /** Asks for the rows in sight again, since there are more now. */
  refresh(): void {
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
    this.#place();
  }

  /** The focus goes to the row that Tab reaches. */
  focus(): void {
    this.#shown.get(this.#active)?.focus();
  }

  #key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight()) - 1);
    const to = { ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + page, PageUp: this.#active - page, Home: 0, End: this.#count - 1 }[event.key];
    if (to === undefined || this.#count === 0) return;
    event.preventDefault();
    this.#active = Math.min(Math.max(to, 0), this.#count - 1);
    this.#bring(this.#active);
    this.#place();
    this.focus();
  }

  /** Scrolls just as far as the row needs. */
  #bring(index: number): void {
    const height = this.#rowHeight();
    const { scrollTop, clientHeight } = this.element;
    if (index * height < scrollTop) this.element.scrollTop = index * height;
    else if ((index + 1) * height > scrollTop + clientHeight) this.element.scrollTop = (index + 1) * height - clientHeight;
  }

  /** Rows are as high as the style sheet says; zoom and narrow panels change it. */
  #rowHeight(): number {
    if (this.#height === 0) this.#height = this.#sizer.firstElementChild?.getBoundingClientRect().height ?? 0;
    return this.#height > 0 ? this.#height : UNMEASURED_HEIGHT;
  }

  #remeasure(): void {
    const height = this.#sizer.firstElementChild?.getBoundingClientRect().height ?? 0;
    if (height > 0) this.#height = height;
    this.#place();
  }

  #place(): void {
    const height = this.#rowHeight();
    const inSight = this.element.clientHeight > 0 ? Math.ceil(this.element.clientHeight / height) : UNMEASURED;
    const first = Math.max(0, Math.floor(this.element.scrollTop / height) - SPARE);
    const last = Math.min(this.#count, first + inSight + 2 * SPARE);
    this.#source.seen(first, last);
    const wanted = new Set([...Array.from({ length: Math.max(0, last - first) }, (_none, at) => first + at), ...(this.#active < this.#count ? [this.#active] : [])]);
    for (const [index, row] of this.#shown) {
      if (wanted.has(index)) continue;
      row.remove();
      this.#shown.delete(index);
    }
    for (const index of [...wanted].sort((a, b) => a - b)) this.#put(index);
    this.#sizer.style.height = `${this.#count * height}px`;
  }

  #put(index: number): void {
    const known = this.#shown.get(index);
    const row = known ?? this.#source.row(index);
    if (!row) return;
    if (!known) {
      row.setAttribute("aria-rowindex", String(index + 1));
      row.addEventListener("focus", () => this.#moved(index));
      // A style that a script sets is no inline style of the document, which the policy would refuse.
      row.style.transform = `translateY(${index * this.#rowHeight()}px)`;
      this.#shown.set(index, row);
      const after = [...this.#shown.keys()].filter((each) => each > index);
      this.#sizer.insertBefore(row, after.length === 0 ? null : (this.#shown.get(Math.min(...after)) ?? null));
    }
    row.tabIndex = index === this.#active ? 0 : -1;
  }

  #moved(index: number): void {
    if (index === this.#active) return;
    const before = this.#shown.get(this.#active);
    if (before) before.tabIndex = -1;
    this.#active = index;
    const now = this.#shown.get(index);
    if (now) now.tabIndex = 0;
  }
}
