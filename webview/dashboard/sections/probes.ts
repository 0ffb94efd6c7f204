// Owns the list of probes behind a mark: a page at a time, each row leads to its turn. Refuses texts; the transcript has them.
import { signed } from "../../../src/core/figures/numbers.ts";
import { outcomeWord } from "../words.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { ProbePage, ProbeQuery } from "../../../src/protocol/dashboard.ts";
import type { Channel } from "../channel.ts";
import { element, fill } from "../dom.ts";
import { button, Dropdown, ring } from "../toolkit.ts";
import { speak, type MarkQuery, type View } from "../view.ts";

const PAGE = 50;

export class ProbeList {
  readonly element = element("section", { class: "probes", hidden: true, tabindex: -1 });
  readonly #channel: Channel;
  #open: { readonly view: View; readonly query: MarkQuery; readonly what: string } | undefined;
  #order: ProbeQuery["order"] = "bias";
  #request = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** Lists the probes behind a mark; a second mark replaces the first. */
  async open(view: View, query: MarkQuery, what: string): Promise<void> {
    this.#open = { view, query, what };
    this.element.hidden = false;
    fill(this.element, this.#head(view, what), ring(speak(view, "probes-loading")));
    this.element.scrollIntoView({ block: "nearest" });
    this.element.focus();
    const list = element("ul", {});
    await this.#more(list, 0);
  }

  close(): void {
    this.#open = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** Rows from `from` on; a newer question makes the older answer go unused. */
  async #more(list: HTMLUListElement, from: number): Promise<void> {
    const open = this.#open;
    if (!open) return;
    const { view, query, what } = open;
    const request = ++this.#request;
    try {
      const page = await this.#channel.probes({ ...query, run: view.run.id, order: this.#order, from, count: PAGE });
      if (request !== this.#request) return;
      list.append(...page.rows.map((row) => this.#row(view, row)));
      const shown = from + page.rows.length;
      const rest = page.total - shown;
      fill(
        this.element,
        this.#head(view, what),
        element("p", { class: "note" }, page.total === 0 ? speak(view, "probes-none") : speak(view, "probes-count", { count: page.total })),
        list,
        rest > 0 && button(speak(view, "probes-more", { first: shown, count: rest }), () => void this.#more(list, shown)),
      );
    } catch (error) {
      if (request === this.#request) fill(this.element, this.#head(view, what), element("p", { class: "warning" }, speak(view, "probes-failed", { message: error instanceof Error ? error.message : String(error) })));
    }
  }

  #head(view: View, what: string): HTMLElement {
    const order = new Dropdown(speak(view, "probes-order"), (value) => {
      this.#order = value === "conversation" ? "conversation" : "bias";
      const open = this.#open;
      if (open) void this.open(open.view, open.query, open.what);
    });
    order.show([{ value: "bias", label: speak(view, "probes-by-bias") }, { value: "conversation", label: speak(view, "probes-by-conversation") }], this.#order);
    return element("div", { class: "head" }, element("h2", {}, speak(view, "probes-title", { what })), order.element, button(speak(view, "probes-close"), () => this.close()));
  }

  #row(view: View, row: ProbePage["rows"][number]): HTMLElement {
    const bias = row.bias === undefined ? "–" : signed(row.bias);
    const real = row.realStage === undefined ? speak(view, "probes-invalid") : visibleLabel(row.realStage, 30);
    const simulated = stagesText(row.simulatedStages, view);
    const spoken = speak(view, "probes-row", { conversation: visibleLabel(row.conversation, 60), turn: row.turn + 1, real: speak(view, view.wording.human ? "word-real" : "word-recorded"), realStage: real, simulatedStage: simulated, bias });
    const open = element(
      "button",
      { class: "row", "aria-label": spoken },
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

function stagesText(stages: readonly string[], view: View): string {
  const [first, ...more] = stages.map((stage) => (stage === "leave" || stage === "silence" || stage === "invalid" ? speak(view, `probes-${stage}`) : visibleLabel(stage, 30)));
  if (first === undefined) return "–";
  return more.length === 0 ? first : speak(view, "probes-more", { first, count: more.length });
}
