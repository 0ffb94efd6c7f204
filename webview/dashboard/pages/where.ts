// Owns the page Where: bias by position, by what the agent did before, by a field of the profile, by dataset. Refuses numbers of its own.
import { interval, signed } from "../../../src/core/figures/numbers.ts";
import type { SplitRow } from "../../../src/core/stats/reportShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import { element, Section } from "../dom.ts";
import { Figure } from "../figure.ts";
import { biasFigure, type BiasRow } from "../sections/biasSeries.ts";
import { Dropdown } from "../toolkit.ts";
import { speak, titled, type Actions, type MarkQuery, type View } from "../view.ts";
import { beside, type PanelPart } from "./page.ts";

export class WherePage implements PanelPart {
  readonly element: HTMLElement;
  readonly #title = new Section<View>("headline", (view) => [element("h1", {}, titled(view, speak(view, "where-title"))), element("p", { class: "note" }, speak(view, "where-note"))]);
  readonly #positions: Figure;
  readonly #standardised = new Section("note", standardised, "div");
  readonly #acts: Figure;
  readonly #field: Figure;
  readonly #fields: Dropdown;
  readonly #chooser: HTMLElement;
  readonly #fieldName = element("span", { "aria-hidden": "true" });
  readonly #datasets: Figure;

  constructor(actions: Actions) {
    this.#positions = new Figure(actions);
    this.#acts = new Figure(actions);
    this.#field = new Figure(actions);
    this.#fields = new Dropdown("", (name) => actions.showField(name === "" ? undefined : name));
    this.#chooser = element("div", { class: "choice" }, this.#fieldName, this.#fields.element);
    this.#datasets = new Figure(actions);
    this.element = element("div", {}, this.#title.element, beside(element("div", {}, this.#positions.element, this.#standardised.element), this.#acts.element, element("div", {}, this.#field.element, this.#chooser), this.#datasets.element));
  }

  show(view: View): void {
    const { filters, field } = view.snapshot;
    const report = view.overview?.report;
    this.#title.show(view);
    this.#positions.show(view, positions(view));
    this.#standardised.show(view);
    this.#acts.show(view, splits(view, { title: speak(view, "acts-title"), note: speak(view, "acts-note"), column: speak(view, "column-act"), rows: report?.byAct ?? [], query: (act) => ({ act }), label: (act) => visibleLabel(act, 40), empty: speak(view, view.overview?.look ? "split-look" : "acts-none"), file: "acts" }));
    this.#field.show(view, fieldFigure(view));
    this.#fieldName.textContent = speak(view, "fields-choose");
    this.#fields.element.setAttribute("aria-label", speak(view, "fields-choose"));
    this.#chooser.hidden = (filters?.fields.length ?? 0) === 0;
    this.#fields.show([{ value: "", label: speak(view, "fields-nothing") }, ...(filters?.fields ?? []).map(({ name }) => ({ value: name, label: visibleLabel(name, 60) }))], field?.name ?? "");
    this.#datasets.element.hidden = (report?.byDataset.length ?? 0) < 2;
    this.#datasets.show(view, splits(view, { title: speak(view, "datasets-title"), note: speak(view, "split-note"), column: speak(view, "filter-dataset"), rows: report?.byDataset ?? [], query: () => ({}), label: (value) => visibleLabel(value, 40), empty: "", file: "datasets" }));
  }

  repaint(): void {
    for (const figure of [this.#positions, this.#acts, this.#field, this.#datasets]) figure.repaint();
  }
}

function positions(view: View): ReturnType<typeof biasFigure> {
  const { overview, published, run } = view;
  const rows = (overview?.positions ?? []).map(({ position, strata, delta, holm }): BiasRow => {
    const ghost = published?.positions.find((each) => each.position === position);
    return { label: String(position), named: speak(view, "probes-position", { position }), strata, delta, ...(holm === undefined ? {} : { holm }), query: { position }, ...(ghost ? { published: ghost } : {}) };
  });
  return biasFigure(view, { title: speak(view, "positions-title"), note: speak(view, "positions-note", { rule: run.rule }), column: speak(view, "column-position"), rows, ordered: true, empty: speak(view, "chart-none"), file: "positions" });
}

/** Δ when both outcomes had their probes at the same positions. */
function standardised(view: View): Node | false {
  const delta = view.overview?.report?.headline.positionStandardised;
  return delta?.ok === true && element("p", { class: "note" }, speak(view, "positions-standardised", { delta: signed(delta.value), interval: interval(delta) }));
}

interface Split {
  readonly title: string;
  readonly note: string;
  readonly column: string;
  readonly rows: readonly SplitRow[];
  readonly query: (value: string) => MarkQuery;
  readonly label: (value: string) => string;
  readonly empty: string;
  readonly file: string;
}

function splits(view: View, { rows, label, query, ...split }: Split): ReturnType<typeof biasFigure> {
  const over = rows.map(({ value, strata, delta, holm }): BiasRow => ({ label: label(value), named: label(value), strata, delta, ...(holm === undefined ? {} : { holm }), query: query(value) }));
  return biasFigure(view, { ...split, rows: over, ordered: false });
}

function fieldFigure(view: View): ReturnType<typeof biasFigure> {
  const { field, filters } = view.snapshot;
  const title = field ? speak(view, "field-title", { field: visibleLabel(field.name, 40) }) : speak(view, "fields-title");
  const why = field?.because ?? filters?.noFields ?? speak(view, (filters?.fields.length ?? 0) === 0 ? "fields-none" : field ? "page-loading" : "fields-ask");
  const name = field?.name ?? "";
  return splits(view, { title, note: speak(view, "split-note"), column: name === "" ? speak(view, "filter-field") : visibleLabel(name, 40), rows: field?.rows ?? [], query: (value) => ({ field: { name, value } }), label: (value) => visibleLabel(value, 40), empty: why, file: "profile-field" });
}
