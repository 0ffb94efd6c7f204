// Owns a chart with its title, legend, note and table twin. Refuses choosing numbers.
import { element, fill, Section } from "./dom.ts";
import { MarkChart, type ChartData } from "./charts.ts";
import type { Table } from "../../src/core/figures/tableText.ts";
import { tableElement } from "./table.ts";
import { button } from "./toolkit.ts";
import { speak, type Actions, type MarkQuery, type View } from "./view.ts";

interface Shown {
  readonly view: View;
  readonly note: string;
  readonly data: { readonly chart: ChartData<MarkQuery>; readonly table: Table };
}

/** Its parts stay where they are while numbers and words change, so that focus stays. */
export class Figure {
  readonly element: HTMLElement;
  readonly #title = element("h2");
  readonly #toggle: HTMLElement;
  readonly #body = element("div");
  readonly #legend = element("ul", { class: "legend" });
  readonly #note = element("p", { class: "note" });
  readonly #table: Section<Shown>;
  readonly #chart: MarkChart<MarkQuery>;
  #asTable = false;
  #shown: Shown | undefined;
  #key = "";

  constructor(actions: Actions) {
    this.#toggle = button("", () => {
      this.#asTable = !this.#asTable;
      this.#draw();
    });
    this.#table = new Section<Shown>("twin", ({ view, data }) => tableElement(data.table, { markdown: speak(view, "copy-markdown"), csv: speak(view, "copy-csv"), latex: speak(view, "copy-latex") }, actions.copy), "div");
    this.#chart = new MarkChart<MarkQuery>((query) => {
      const now = this.#shown;
      if (now) actions.probes(query, markName(query, now));
    });
    this.element = element("section", { class: "figure" }, element("div", { class: "head" }, this.#title, this.#toggle), this.#body);
  }

  show(view: View, note: string, data: Shown["data"]): void {
    this.#shown = { view, note, data };
    const key = JSON.stringify([note, data, view.wording]);
    if (key === this.#key) return;
    this.#key = key;
    this.#draw();
  }

  repaint(): void {
    this.#chart.repaint();
  }

  #draw(): void {
    if (!this.#shown) return;
    const { view, note, data } = this.#shown;
    this.#title.textContent = data.table.title;
    this.#toggle.textContent = speak(view, this.#asTable ? "show-chart" : "show-table");
    if (this.#asTable) {
      this.#table.show(this.#shown);
      this.#place(this.#table.element);
      return;
    }
    if (data.chart.series.every(({ marks }) => marks.every(({ value }) => value === undefined))) {
      this.#note.textContent = speak(view, "chart-none");
      this.#place(this.#note);
      return;
    }
    fill(this.#legend, data.chart.series.map(({ label, tone, hollow }) => element("li", { class: `${tone}${hollow ? " hollow" : ""} ${data.chart.kind}` }, label)));
    this.#note.textContent = note;
    this.#place(this.#legend, this.#chart.element, this.#note);
    this.#chart.show(data.chart, speak(view, "chart-keys"));
  }

  /** Moving the canvas would take its focus, so what is in place stays. */
  #place(...parts: readonly Element[]): void {
    if (parts.length !== this.#body.children.length || parts.some((part, index) => part !== this.#body.children[index])) this.#body.replaceChildren(...parts);
  }
}

function markName({ position, realStage, simulatedStage, outcome }: MarkQuery, { view, data }: Shown): string {
  const who = outcome === undefined ? speak(view, "probes-all") : (data.chart.series.find(({ tone }) => tone === outcome)?.label ?? outcome);
  if (position !== undefined) return `${who} · ${speak(view, "probes-position", { position })}`;
  const stage = realStage ?? simulatedStage;
  const branch = realStage === undefined ? speak(view, "word-simulated") : speak(view, view.wording.human ? "word-real" : "word-recorded");
  return stage === undefined ? who : `${data.table.title} · ${speak(view, "probes-stage", { branch, stage })}`;
}
