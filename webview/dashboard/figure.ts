// Owns a chart with its title, legend, note and table twin. Refuses choosing numbers.
import { element, fill } from "./dom.ts";
import { MarkChart, type ChartData } from "./charts.ts";
import { tableElement, type Table } from "./table.ts";
import { button } from "./toolkit.ts";
import { speak, type Actions, type MarkQuery, type View } from "./view.ts";

interface Shown {
  readonly view: View;
  readonly note: string;
  readonly data: { readonly chart: ChartData<MarkQuery>; readonly table: Table };
}

export class Figure {
  readonly element = element("section", { class: "figure" });
  readonly #actions: Actions;
  readonly #head = element("div", { class: "head" });
  readonly #body = element("div", {});
  #chart: MarkChart<MarkQuery> | undefined;
  #table = false;
  #shown: Shown | undefined;
  #key = "";

  constructor(actions: Actions) {
    this.#actions = actions;
    this.element.append(this.#head, this.#body);
  }

  show(view: View, note: string, data: Shown["data"]): void {
    this.#shown = { view, note, data };
    const key = JSON.stringify([note, data, view.wording.language]);
    if (key === this.#key) return;
    this.#key = key;
    this.#draw();
  }

  repaint(): void {
    this.#chart?.repaint();
  }

  #draw(): void {
    if (!this.#shown) return;
    const { view, note, data } = this.#shown;
    const toggle = button(speak(view, this.#table ? "show-chart" : "show-table"), () => {
      this.#table = !this.#table;
      this.#draw();
    });
    fill(this.#head, element("h2", {}, data.table.title), toggle);
    if (this.#table) {
      fill(this.#body, tableElement(data.table, { markdown: speak(view, "copy-markdown"), csv: speak(view, "copy-csv") }, this.#actions.copy));
      return;
    }
    if (data.chart.categories.length === 0) {
      fill(this.#body, element("p", { class: "note" }, speak(view, "chart-none")));
      return;
    }
    this.#chart ??= new MarkChart<MarkQuery>(speak(view, "chart-keys"), (query) => {
      const now = this.#shown;
      if (now) this.#actions.probes(query, markName(query, now));
    });
    const legend = element("ul", { class: "legend" }, data.chart.series.map(({ label, tone, hollow }) => element("li", { class: `${tone}${hollow ? " hollow" : ""} ${data.chart.kind}` }, label)));
    if (!this.#chart.element.isConnected) fill(this.#body, legend, this.#chart.element, element("p", { class: "note" }, note));
    this.#chart.show(data.chart);
  }
}

function markName({ position, realStage, simulatedStage, outcome }: MarkQuery, { view, data }: Shown): string {
  const who = outcome === undefined ? speak(view, "probes-all") : (data.chart.series.find(({ tone }) => tone === outcome)?.label ?? outcome);
  if (position !== undefined) return `${who} · ${speak(view, "probes-position", { position })}`;
  const stage = realStage ?? simulatedStage;
  const branch = realStage === undefined ? speak(view, "word-simulated") : speak(view, view.wording.human ? "word-real" : "word-recorded");
  return stage === undefined ? who : `${data.table.title} · ${speak(view, "probes-stage", { branch, stage })}`;
}
