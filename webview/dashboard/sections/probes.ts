// Owns the list of probes behind a mark: read a page at a time as it is scrolled, each row leads to its turn. Refuses texts; the transcript has them.
import { count, signed } from "../../../src/core/figures/numbers.ts";
import { outcomeWord, stageText, stagesText } from "../words.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { ProbePage, ProbeQuery } from "../../../src/protocol/dashboard.ts";
import type { Channel } from "../channel.ts";
import { element } from "../dom.ts";
import { button, Dropdown } from "../toolkit.ts";
import { speak, titled, type Actions, type MarkQuery, type View } from "../view.ts";
import { VirtualRows } from "../virtualRows.ts";

const PAGE = 100;
/** Rows on top of the order `telling` that tell most. */
const TELLING = 6;
const ORDERS = ["telling", "bias", "conversation"] as const;

type Row = ProbePage["rows"][number];

/** Its parts stay while pages and orders change, so that focus stays; closed, the focus is back at the mark. */
export class ProbeList {
  readonly element: HTMLElement;
  readonly #channel: Channel;
  readonly #actions: Pick<Actions, "openTurn">;
  readonly #title = element("h2", { tabindex: -1 });
  readonly #ordering: Dropdown;
  readonly #close: HTMLElement;
  readonly #note = element("p", { class: "note", role: "status" });
  readonly #rows: VirtualRows;
  readonly #known = new Map<number, Row>();
  readonly #asked = new Set<number>();
  #open: { readonly view: View; readonly query: MarkQuery; readonly from: Element | null } | undefined;
  #order: ProbeQuery["order"] = "telling";
  /** Counts questions; the answer to an older one goes unused. */
  #request = 0;

  constructor(channel: Channel, actions: Pick<Actions, "openTurn">) {
    this.#channel = channel;
    this.#actions = actions;
    this.#ordering = new Dropdown("", (value) => {
      this.#order = ORDERS.find((order) => order === value) ?? "telling";
      void this.#fill();
    });
    this.#close = button("", () => this.close());
    this.#rows = new VirtualRows({ row: (index) => this.#row(index), seen: (from, to) => this.#seen(from, to) });
    this.element = element("section", { class: "probes", hidden: true }, element("div", { class: "head" }, this.#title, this.#ordering.element, this.#close), this.#note, this.#rows.element);
    // An open list of choices takes Escape for itself.
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
  }

  /** Lists the probes behind a mark; a second mark replaces the first. */
  async open(view: View, query: MarkQuery, what: string): Promise<void> {
    const from = document.activeElement;
    this.#open = { view, query, from: this.element.contains(from) ? (this.#open?.from ?? null) : from };
    this.element.hidden = false;
    const title = titled(view, speak(view, "probes-title", { what }));
    this.#title.textContent = title;
    this.element.setAttribute("aria-label", title);
    this.#ordering.element.setAttribute("aria-label", speak(view, "probes-order"));
    this.#ordering.show(ORDERS.map((value) => ({ value, label: speak(view, `probes-by-${value}`) })), this.#order);
    this.#close.textContent = speak(view, "probes-close");
    this.#title.focus();
    await this.#fill();
  }

  close(): void {
    const { from = null } = this.#open ?? {};
    const inside = this.element.contains(document.activeElement);
    this.#open = undefined;
    this.#request++;
    this.element.hidden = true;
    this.#known.clear();
    this.#rows.reset(0, "");
    if (inside) present(from)?.focus();
  }

  /** The first page, in place of what was listed. */
  async #fill(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    const request = ++this.#request;
    this.#known.clear();
    this.#asked.clear();
    this.#rows.reset(0, "");
    this.#say(speak(open.view, "probes-loading"));
    const total = await this.#page(0, request);
    if (total === undefined || request !== this.#request) return;
    this.#rows.reset(total, this.#title.textContent);
    const counted = total === 0 ? speak(open.view, "probes-none") : speak(open.view, total === 1 ? "count-probe" : "count-probes", { count: count(total) });
    this.#say([counted, ...(total > TELLING && this.#order === "telling" ? [speak(open.view, "probes-telling-note")] : []), ...(total > 0 ? [speak(open.view, "probes-keys")] : [])].join(" · "));
  }

  /** Reads a page; its total, or undefined where it came too late or not at all. */
  async #page(page: number, request: number): Promise<number | undefined> {
    const open = this.#open;
    if (!open || this.#asked.has(page)) return undefined;
    this.#asked.add(page);
    const { view, query } = open;
    const { filter } = view.snapshot;
    try {
      const { rows, total } = await this.#channel.probes({ ...query, run: view.run.id, ...(filter ? { filter: filter.chosen } : {}), order: this.#order, from: page * PAGE, count: PAGE });
      if (request !== this.#request) return undefined;
      rows.forEach((row, at) => this.#known.set(page * PAGE + at, row));
      return total;
    } catch (error) {
      if (request === this.#request) this.#say(speak(view, "probes-failed", { message: error instanceof Error ? error.message : String(error) }), "warning");
      return undefined;
    }
  }

  /** Pages that come into sight are read; until then their rows are empty. */
  #seen(from: number, to: number): void {
    const request = this.#request;
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) {
      if (!this.#asked.has(page)) void this.#page(page, request).then((total) => total !== undefined && request === this.#request && this.#rows.refresh());
    }
  }

  #say(text: string, kind: "note" | "warning" = "note"): void {
    this.#note.className = kind;
    this.#note.textContent = text;
  }

  #row(index: number): HTMLElement | undefined {
    const { view } = this.#open ?? {};
    const row = this.#known.get(index);
    if (!view || !row) return undefined;
    const telling = this.#order === "telling" && index < TELLING;
    const cell = (className: string, text: string): HTMLElement => element("span", { class: className, role: "gridcell", title: text }, text);
    const link = element("button", { class: "link", tabindex: -1, "aria-label": speak(view, "copy-link-of", { conversation: visibleLabel(row.conversation, 60), turn: row.turn + 1 }) }, speak(view, "copy-link"));
    const made = element(
      "div",
      { class: telling ? "row telling" : "row", role: "row" },
      cell("id", visibleLabel(row.conversation, 60)),
      cell("", speak(view, "probes-turn", { turn: row.turn + 1 })),
      cell("muted", [outcomeWord(row.outcome, view), speak(view, "probes-position", { position: row.position }), ...(row.act === undefined ? [] : [visibleLabel(row.act, 30)])].join(" · ")),
      cell("", `${row.realStage === undefined ? speak(view, "probes-invalid") : stageText(row.realStage, view)} → ${stagesText(row.simulatedStages, view)}`),
      cell("number", row.bias === undefined ? "–" : signed(row.bias)),
      element("span", { role: "gridcell" }, link),
    );
    const { conversation, turn } = row;
    made.addEventListener("click", () => this.#actions.openTurn({ conversation, turn }));
    made.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#actions.openTurn({ conversation, turn });
      else if (event.key.toLowerCase() === "c" && !event.ctrlKey && !event.metaKey) void this.#link(view, row);
    });
    for (const type of ["click", "keydown"]) link.addEventListener(type, (event) => event.stopPropagation());
    link.addEventListener("click", () => void this.#link(view, row));
    return made;
  }

  async #link(view: View, { conversation, turn }: Row): Promise<void> {
    try {
      await this.#channel.copyLink({ run: view.run.id, conversation, turn });
      this.#say(speak(view, "link-copied"));
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), "warning");
    }
  }
}

/** The element, or the one that took its place when the picture was drawn anew. */
function present(from: Element | null): HTMLElement | SVGElement | undefined {
  const mark = from?.getAttribute("data-mark");
  const now = from?.isConnected ? from : mark ? document.querySelector(`[data-mark="${CSS.escape(mark)}"]`) : null;
  return now instanceof HTMLElement || now instanceof SVGElement ? now : undefined;
}
