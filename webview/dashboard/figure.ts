// Owns a picture with its title, legend, note, table twin and ways to save it. Refuses choosing numbers.
import type { ChartSeries } from "../../src/core/figures/chart.ts";
import type { Table } from "../../src/core/figures/tableText.ts";
import { element, fill, Section } from "./dom.ts";
import { Drawing, onPaper, type Picture } from "./drawing.ts";
import { tableElement } from "./table.ts";
import { button } from "./toolkit.ts";
import { speak, type Actions, type View } from "./view.ts";

/** One figure of a page. Without a picture it says what to do instead. */
export interface FigureData {
  readonly title: string;
  readonly note: string;
  readonly table: Table;
  readonly picture: Picture | undefined;
  /** Said where there is no picture. */
  readonly empty: string;
  /** Of the file it is saved as, without its ending. */
  readonly file: string;
}

/** Its parts stay where they are while numbers and words change, so that focus stays. */
export class Figure {
  readonly element: HTMLElement;
  readonly #actions: Actions;
  readonly #title = element("h2");
  readonly #tools: { readonly table: HTMLElement; readonly svg: HTMLElement; readonly png: HTMLElement };
  readonly #body = element("div");
  readonly #legend = element("ul", { class: "legend" });
  readonly #note = element("p", { class: "note" });
  readonly #table: Section<{ readonly view: View; readonly table: Table }>;
  readonly #drawing: Drawing;
  #asTable = false;
  #shown: { readonly view: View; readonly data: FigureData } | undefined;
  #key = "";

  constructor(actions: Actions) {
    this.#actions = actions;
    const tool = (pressed: () => void): HTMLElement => button("", pressed, "icon");
    this.#tools = {
      table: tool(() => {
        this.#asTable = !this.#asTable;
        this.#draw();
      }),
      svg: tool(() => this.#save("svg")),
      png: tool(() => this.#save("png")),
    };
    this.#table = new Section("twin", ({ view, table }) => tableElement(view, table, actions.copy), "div");
    this.#drawing = new Drawing(({ query, what }) => actions.probes(query, what));
    this.element = element("section", { class: "figure" }, element("div", { class: "head" }, this.#title, element("span", { class: "tools" }, Object.values(this.#tools))), this.#body);
  }

  show(view: View, data: FigureData): void {
    this.#shown = { view, data };
    const key = JSON.stringify([data, view.wording]);
    if (key === this.#key) return;
    this.#key = key;
    this.#draw();
  }

  repaint(): void {
    this.#drawing.repaint();
  }

  #save(kind: "svg" | "png"): void {
    const { data } = this.#shown ?? {};
    if (data?.picture) this.#actions.save(kind, data.file, onPaper(data.picture));
  }

  #draw(): void {
    if (!this.#shown) return;
    const { view, data } = this.#shown;
    const { picture } = data;
    this.#title.textContent = data.title;
    this.#name(this.#tools.table, speak(view, this.#asTable ? "show-chart" : "show-table"), data.title);
    this.#name(this.#tools.svg, "SVG", speak(view, "save-as", { title: data.title, kind: "SVG" }));
    this.#name(this.#tools.png, "PNG", speak(view, "save-as", { title: data.title, kind: "PNG" }));
    for (const tool of Object.values(this.#tools)) tool.hidden = picture === undefined;
    if (!picture) {
      this.#note.textContent = data.empty;
      this.#place(this.#note);
    } else if (this.#asTable) {
      this.#table.show({ view, table: data.table });
      this.#place(this.#table.element);
    } else {
      this.#note.textContent = data.note;
      if (picture.kind === "chart") fill(this.#legend, picture.chart.series.map((series) => element("li", { class: legendClass(series, picture.chart.kind) }, series.label)));
      this.#place(...(picture.kind === "chart" ? [this.#legend] : []), this.#drawing.element, this.#note);
      this.#drawing.show(picture, speak(view, "chart-keys"));
    }
  }

  #name(tool: HTMLElement, label: string, name: string): void {
    tool.textContent = label;
    tool.setAttribute("aria-label", name.includes(label) ? name : `${label}: ${name}`);
  }

  /** Moving what has the focus would take it away, so what is in place stays. */
  #place(...parts: readonly Element[]): void {
    if (parts.length !== this.#body.children.length || parts.some((part, index) => part !== this.#body.children[index])) this.#body.replaceChildren(...parts);
  }
}

function legendClass({ tone, hollow, ghost }: ChartSeries<unknown>, kind: "points" | "bars"): string {
  return [tone, kind, ...(hollow ? ["hollow"] : []), ...(ghost ? ["ghost"] : [])].join(" ");
}
