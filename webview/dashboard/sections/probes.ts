// Owns the list of probes behind a mark: a page at a time, each row leads to its turn. Refuses texts; the transcript has them.
import { count, signed } from "../../../src/core/figures/numbers.ts";
import { outcomeWord } from "../words.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { ProbePage, ProbeQuery } from "../../../src/protocol/dashboard.ts";
import type { Channel } from "../channel.ts";
import { element } from "../dom.ts";
import { button, Dropdown } from "../toolkit.ts";
import { speak, type MarkQuery, type View } from "../view.ts";

const PAGE = 50;

/** Its parts stay while pages and orders change, so that focus stays; closed, the focus is back at the mark. */
export class ProbeList {
  readonly element: HTMLElement;
  readonly #channel: Channel;
  readonly #title = element("h2", { tabindex: -1 });
  readonly #ordering: Dropdown;
  readonly #close: HTMLElement;
  readonly #note = element("p", { class: "note", role: "status" });
  readonly #list = element("ul");
  readonly #more: HTMLElement;
  #open: { readonly view: View; readonly query: MarkQuery; readonly from: Element | null } | undefined;
  #order: ProbeQuery["order"] = "bias";
  #request = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    this.#ordering = new Dropdown("", (value) => {
      this.#order = value === "conversation" ? "conversation" : "bias";
      void this.#fill();
    });
    this.#close = button("", () => this.close());
    this.#more = button("", () => void this.#next());
    this.element = element("section", { class: "probes", hidden: true }, element("div", { class: "head" }, this.#title, this.#ordering.element, this.#close), this.#note, this.#list, this.#more);
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
    this.#title.textContent = speak(view, "probes-title", { what });
    this.#ordering.element.setAttribute("aria-label", speak(view, "probes-order"));
    this.#ordering.show([{ value: "bias", label: speak(view, "probes-by-bias") }, { value: "conversation", label: speak(view, "probes-by-conversation") }], this.#order);
    this.#close.textContent = speak(view, "probes-close");
    this.element.scrollIntoView({ block: "nearest" });
    this.#title.focus();
    await this.#fill();
  }

  close(): void {
    const { from = null } = this.#open ?? {};
    const inside = this.element.contains(document.activeElement);
    this.#open = undefined;
    this.#request++;
    this.element.hidden = true;
    this.#list.replaceChildren();
    if (inside) present(from)?.focus();
  }

  /** The first page, in place of what was listed. */
  async #fill(): Promise<void> {
    this.#list.replaceChildren();
    this.#more.hidden = true;
    if (this.#open) this.#say(speak(this.#open.view, "probes-loading"));
    await this.#page(0);
  }

  /** One page more; the focus goes to its first row, since the button may go. */
  async #next(): Promise<void> {
    const before = this.#list.children.length;
    await this.#page(before);
    this.#list.children[before]?.querySelector("button")?.focus();
  }

  /** Rows from `from` on; a newer question makes the older answer go unused. */
  async #page(from: number): Promise<void> {
    const open = this.#open;
    if (!open) return;
    const { view, query } = open;
    const request = ++this.#request;
    try {
      const page = await this.#channel.probes({ ...query, run: view.run.id, order: this.#order, from, count: PAGE });
      if (request !== this.#request) return;
      this.#list.append(...page.rows.map((row) => this.#row(view, row)));
      const rest = page.total - from - page.rows.length;
      this.#say(page.total === 0 ? speak(view, "probes-none") : speak(view, page.total === 1 ? "count-probe" : "count-probes", { count: count(page.total) }));
      this.#more.hidden = rest <= 0;
      this.#more.textContent = speak(view, "probes-show-more", { count: Math.min(rest, PAGE) });
    } catch (error) {
      if (request === this.#request) this.#say(speak(view, "probes-failed", { message: error instanceof Error ? error.message : String(error) }), "warning");
    }
  }

  #say(text: string, kind: "note" | "warning" = "note"): void {
    this.#note.className = kind;
    this.#note.textContent = text;
  }

  #row(view: View, row: ProbePage["rows"][number]): HTMLElement {
    const bias = row.bias === undefined ? "–" : signed(row.bias);
    const real = row.realStage === undefined ? speak(view, "probes-invalid") : visibleLabel(row.realStage, 30);
    const simulated = stagesText(row.simulatedStages, view);
    const open = element(
      "button",
      { class: "row" },
      element("span", { class: "id" }, visibleLabel(row.conversation, 60)),
      element("span", {}, speak(view, "probes-turn", { turn: row.turn + 1 })),
      element("span", { class: "muted" }, `${outcomeWord(row.outcome, view)} · ${speak(view, "probes-position", { position: row.position })}`),
      element("span", {}, `${real} → ${simulated}`),
      element("span", { class: "number" }, bias),
    );
    open.addEventListener("click", () => this.#channel.send({ type: "openTurn", run: view.run.id, conversation: row.conversation, turn: row.turn }));
    return element("li", {}, open);
  }
}

/** The element, or the one that took its place when the picture was drawn anew. */
function present(from: Element | null): HTMLElement | SVGElement | undefined {
  const mark = from?.getAttribute("data-mark");
  const now = from?.isConnected ? from : mark ? document.querySelector(`[data-mark="${CSS.escape(mark)}"]`) : null;
  return now instanceof HTMLElement || now instanceof SVGElement ? now : undefined;
}

function stagesText(stages: readonly string[], view: View): string {
  const [first, ...more] = stages.map((stage) => (stage === "leave" || stage === "silence" || stage === "invalid" ? speak(view, `probes-${stage}`) : visibleLabel(stage, 30)));
  if (first === undefined) return "–";
  return more.length === 0 ? first : speak(view, "probes-more", { first, count: more.length });
}
