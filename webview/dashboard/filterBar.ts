// Owns choosing what the numbers are of: position, act, field, label, dataset; and what was published beside them. Refuses filtering.
import { count } from "../../src/core/figures/numbers.ts";
import { visibleLabel } from "../../src/core/transcript/visible.ts";
import type { FilterChoices, PanelFilter } from "../../src/protocol/dashboard.ts";
import { element } from "./dom.ts";
import { branchWord } from "./sections/shareSeries.ts";
import { button, Checkbox, Dropdown, type Choice } from "./toolkit.ts";
import { speak, type Actions, type View } from "./view.ts";

type Part = "position" | "act" | "field" | "label" | "dataset";
const PARTS: readonly Part[] = ["position", "act", "field", "label", "dataset"];
const ANY = "";

/** Folded away until it is wanted; a filter in force always shows. */
export class FilterBar {
  readonly element: HTMLElement;
  readonly #actions: Actions;
  readonly #summary = element("summary");
  readonly #why = element("p", { class: "note" });
  readonly #parts: Readonly<Record<Part, Dropdown>>;
  readonly #labels: Readonly<Record<Part, HTMLElement>>;
  readonly #force = element("div", { class: "force" });
  readonly #said = element("span");
  readonly #clear: HTMLElement;
  readonly #published: Checkbox;
  #filter: PanelFilter = {};

  constructor(actions: Actions) {
    this.#actions = actions;
    const dropdown = (part: Part): Dropdown => new Dropdown(part, (value) => this.#choose(part, value));
    this.#parts = { position: dropdown("position"), act: dropdown("act"), field: dropdown("field"), label: dropdown("label"), dataset: dropdown("dataset") };
    const label = (part: Part): HTMLElement => element("div", { class: "choice" }, element("span", { "aria-hidden": "true" }), this.#parts[part].element);
    this.#labels = { position: label("position"), act: label("act"), field: label("field"), label: label("label"), dataset: label("dataset") };
    this.#clear = button("", () => actions.setFilter({}));
    this.#published = new Checkbox((shown) => actions.showPublished(shown));
    this.#force.append(this.#said, this.#clear);
    this.element = element("div", { class: "filters" }, element("div", { class: "line" }, element("details", {}, this.#summary, element("div", { class: "choices" }, PARTS.map((part) => this.#labels[part])), this.#why), this.#published.element), this.#force);
  }

  show(view: View): void {
    const { filter, filters } = view.snapshot;
    this.#filter = filter?.chosen ?? {};
    this.#summary.textContent = speak(view, "panel-filter");
    for (const part of PARTS) {
      const { choices, chosen } = choicesOf(part, filters, this.#filter, view);
      const name = speak(view, `filter-${part}`);
      const head = this.#labels[part].firstElementChild;
      if (head) head.textContent = name;
      this.#parts[part].element.setAttribute("aria-label", name);
      this.#labels[part].hidden = choices.length === 0 || (part === "dataset" && choices.length < 2);
      this.#parts[part].show([{ value: ANY, label: speak(view, "filter-any") }, ...choices], chosen);
    }
    this.#why.textContent = filters?.noFields ?? "";
    this.#why.hidden = filters?.noFields === undefined;
    this.#force.hidden = filter === undefined;
    if (filter) {
      const kept = filter.kept === undefined ? "" : speak(view, "filter-kept", { kept: count(filter.kept), of: count(filter.of) });
      this.#said.textContent = [speak(view, "filter-in-force", { words: filter.words }), kept, filter.description ? speak(view, "filter-description") : speak(view, "filter-no-claim")].filter((text) => text !== "").join(" ");
    }
    this.#clear.textContent = speak(view, "filter-clear");
    this.#published.show(speak(view, "published-toggle"), view.published !== undefined);
  }

  #choose(part: Part, value: string): void {
    const { [part]: _before, ...rest } = this.#filter;
    this.#actions.setFilter(value === ANY ? rest : { ...rest, [part]: part === "position" ? Number(value) : part === "act" || part === "dataset" ? value : (JSON.parse(value) as unknown) });
  }
}

function choicesOf(part: Part, filters: FilterChoices | undefined, filter: PanelFilter, view: View): { readonly choices: readonly Choice[]; readonly chosen: string } {
  if (!filters) return { choices: [], chosen: ANY };
  switch (part) {
    case "position":
      return { choices: filters.positions.map((position) => ({ value: String(position), label: String(position) })), chosen: filter.position === undefined ? ANY : String(filter.position) };
    case "act":
      return { choices: filters.acts.map((act) => ({ value: act, label: visibleLabel(act, 40) })), chosen: filter.act ?? ANY };
    case "field":
      return { choices: filters.fields.flatMap(({ name, values }) => values.map((value) => ({ value: JSON.stringify({ name, value }), label: visibleLabel(`${name}: ${value}`, 60) }))), chosen: filter.field ? JSON.stringify({ name: filter.field.name, value: filter.field.value }) : ANY };
    case "label":
      return { choices: labelChoices(filters, view), chosen: filter.label ? JSON.stringify({ branch: filter.label.branch, what: filter.label.what, value: filter.label.value }) : ANY };
    case "dataset":
      return { choices: filters.datasets.map(({ hash, name }) => ({ value: hash, label: visibleLabel(name, 60) })), chosen: filter.dataset ?? ANY };
  }
}

function labelChoices({ stages, emotions, blockers }: FilterChoices, view: View): readonly Choice[] {
  const kinds = [["stage", stages], ["emotion", emotions], ["blocker", blockers]] as const;
  return (["real", "simulated"] as const).flatMap((branch) =>
    kinds.flatMap(([what, values]) => values.map((value) => ({ value: JSON.stringify({ branch, what, value }), label: `${branchWord(branch, view)} · ${speak(view, `column-${what}`)} · ${visibleLabel(value, 40)}` }))),
  );
}
