// Owns the pages as tabs: one is shown, arrow keys walk them. Refuses what is on them.
import type { PanelPage } from "../../src/protocol/dashboard.ts";
import { element } from "./dom.ts";

/** Tabs with roving focus: one of them is reached by Tab, the arrow keys go on and show what they reach. */
export class Tabs {
  readonly element = element("div", { class: "tabs", role: "tablist" });
  /** What the tabs show, by `aria-controls`. */
  readonly panel = element("div", { class: "page", role: "tabpanel", id: "page-shown", tabindex: -1 });
  readonly #tabs: ReadonlyMap<PanelPage, HTMLElement>;

  constructor(pages: readonly PanelPage[], chosen: (page: PanelPage) => void) {
    this.#tabs = new Map(pages.map((page) => [page, element("button", { role: "tab", id: `tab-${page}`, "aria-controls": this.panel.id })]));
    this.element.append(...this.#tabs.values());
    for (const [page, tab] of this.#tabs) tab.addEventListener("click", () => chosen(page));
    this.element.addEventListener("keydown", (event) => {
      const at = [...this.#tabs.values()].findIndex((tab) => tab === document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: pages.length - 1 }[event.key];
      const page = to === undefined ? undefined : pages[(to + pages.length) % pages.length];
      if (page === undefined) return;
      event.preventDefault();
      this.#tabs.get(page)?.focus();
      chosen(page);
    });
  }

  show(shown: PanelPage, name: string, label: (page: PanelPage) => string): void {
    this.element.setAttribute("aria-label", name);
    for (const [page, tab] of this.#tabs) {
      tab.textContent = label(page);
      tab.setAttribute("aria-selected", String(page === shown));
      tab.tabIndex = page === shown ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `tab-${shown}`);
  }
}
