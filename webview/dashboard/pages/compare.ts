// Owns the page Compare: choosing runs on the same probes, their numbers side by side, and paired differences. Refuses comparing them itself.
import { commonSentence, comparisonTable, equivalenceSentence } from "../../../src/core/figures/comparisonTables.ts";
import { compareDots, roleDots } from "../../../src/core/figures/dotFigures.ts";
import { interval, points, pointsInterval, signed } from "../../../src/core/figures/numbers.ts";
import { people, say, STRATA, type Wording } from "../../../src/core/figures/words.ts";
import type { Reported } from "../../../src/core/stats/reportShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { PanelComparison, RunLine } from "../../../src/protocol/dashboard.ts";
import { element, fill, Section, type Child } from "../dom.ts";
import { Figure, type FigureData } from "../figure.ts";
import { tableElement } from "../table.ts";
import { button, Checkbox } from "../toolkit.ts";
import { provenance, speak, type Actions, type View } from "../view.ts";
import { beside, type PanelPart } from "./page.ts";

const MOST = 8;

export class ComparePage implements PanelPart {
  readonly element: HTMLElement;
  readonly #actions: Actions;
  readonly #title = new Section<View>("headline", (view) => [element("h1", {}, speak(view, "compare-page-title")), element("p", { class: "note" }, speak(view, view.snapshot.filter ? "compare-page-filter" : "compare-page-note"))]);
  readonly #list = element("ul", { class: "runs" });
  readonly #boxes = new Map<string, Checkbox>();
  /** In the order they were ticked; the first is what the others are compared with. */
  #chosen: readonly string[] = [];
  readonly #go: HTMLElement;
  readonly #said = element("p", { class: "note", role: "status" });
  readonly #result: HTMLElement;
  readonly #bias: Figure;
  readonly #roles: Figure;
  readonly #pairs = element("div");
  #view: View | undefined;
  #request = 0;

  constructor(actions: Actions) {
    this.#actions = actions;
    this.#go = button("", () => void this.#compare(), "primary");
    this.#bias = new Figure(actions);
    this.#roles = new Figure(actions);
    this.#result = element("div", { hidden: true }, beside(this.#bias.element, this.#roles.element), this.#pairs);
    this.element = element("div", {}, this.#title.element, this.#list, element("div", { class: "actions" }, this.#go), this.#said, this.#result);
  }

  show(view: View): void {
    const before = this.#view?.run.id;
    this.#view = view;
    this.#title.show(view);
    const runs = comparable(view);
    const ids = new Set(runs.map(({ id }) => id));
    if (before !== view.run.id && ids.has(view.run.id) && this.#chosen.length === 0) this.#chosen = [view.run.id];
    this.#chosen = this.#chosen.filter((id) => ids.has(id));
    this.#rows(view, runs);
    this.#go.textContent = speak(view, "compare-go");
    this.#go.hidden = runs.length < 2;
    this.#go.toggleAttribute("disabled", this.#chosen.length < 2);
    if (runs.length < 2) this.#say(speak(view, "compare-none"));
    else if (this.#said.textContent === "" || this.#chosen.length < 2) this.#say(speak(view, "compare-choose", { most: MOST }));
  }

  repaint(): void {
    // Pictures follow the theme's variables.
  }

  #rows(view: View, runs: readonly RunLine[]): void {
    for (const { id, title, dataset, invented } of runs) {
      const box = this.#boxes.get(id) ?? this.#box(id);
      const at = this.#chosen.indexOf(id);
      const place = at === 0 ? speak(view, "compare-first") : "";
      box.show([visibleLabel(`${title} · ${dataset}`, 90), ...(invented ? [speak(view, "compare-invented-mark")] : []), ...(place === "" ? [] : [place])].join(" · "), at >= 0);
    }
    const items = runs.flatMap(({ id }) => this.#boxes.get(id)?.element ?? []);
    const now = [...this.#list.children].map(({ firstElementChild }) => firstElementChild);
    if (items.length !== now.length || items.some((item, at) => item !== now[at])) fill(this.#list, items.map((item) => element("li", {}, item)));
  }

  #box(id: string): Checkbox {
    const box = new Checkbox((checked) => {
      this.#chosen = checked ? [...this.#chosen, id].slice(0, MOST) : this.#chosen.filter((each) => each !== id);
      if (this.#view) this.show(this.#view);
    });
    this.#boxes.set(id, box);
    return box;
  }

  async #compare(): Promise<void> {
    const view = this.#view;
    if (!view || this.#chosen.length < 2) return;
    const request = ++this.#request;
    this.#say(speak(view, "compare-computing"));
    try {
      const comparison = await this.#actions.compare(this.#chosen);
      if (request !== this.#request) return;
      this.#say(speak(view, "compare-done", { count: comparison.runs.length }));
      this.#draw(view, comparison);
    } catch (error) {
      if (request !== this.#request) return;
      this.#result.hidden = true;
      this.#say(error instanceof Error ? error.message : String(error), "warning");
    }
  }

  #draw(view: View, comparison: PanelComparison): void {
    this.#result.hidden = false;
    this.#bias.show(view, biasFigure(view, comparison));
    this.#roles.show(view, roleFigure(view, comparison));
    fill(this.#pairs, comparison.pairs.map((pair) => pairSection(view, comparison, pair, this.#actions)), comparison.pairs.length > 1 && element("p", { class: "note" }, speak(view, "compare-family", { size: comparison.pairs.length })));
  }

  #say(text: string, kind: "note" | "warning" = "note"): void {
    this.#said.className = kind;
    this.#said.textContent = text;
  }
}

/** Only finished runs can be compared; which of them together, the host says. */
function comparable({ snapshot: { runs } }: View): readonly RunLine[] {
  return runs.filter(({ status }) => status === "finished");
}

function biasFigure(view: View, { runs }: PanelComparison): FigureData {
  const { wording } = view;
  const named = runs.map(({ name, bias, delta }) => ({ name: visibleLabel(name, 60), bias, delta }));
  const figure = compareDots(named, wording, { ...provenance(view), source: `${visibleLabel(view.run.dataset, 80)}.` });
  const bounds = speak(view, "column-interval");
  const head = [speak(view, "run-picker"), speak(view, "column-probes"), ...STRATA.flatMap((stratum) => [people(stratum, wording), bounds]), "Δ", bounds];
  const body = runs.map(({ name, probes, bias, delta }) => [visibleLabel(name, 60), String(probes), ...[...STRATA.map((stratum) => bias[stratum]), delta].flatMap((each) => [each.ok ? signed(each.value) : "–", interval(each)])]);
  return { title: figure.title, note: speak(view, "compare-picture-note"), table: { title: figure.title, rows: [head, ...body] }, picture: { kind: "dots", figure }, empty: "", file: "compare" };
}

function roleFigure(view: View, { runs }: PanelComparison): FigureData {
  const { wording } = view;
  const named = runs.map(({ name, resistance, deliberation }) => ({ name: visibleLabel(name, 60), ...(resistance ? { resistance } : {}), ...(deliberation ? { deliberation } : {}) }));
  const figure = roleDots(named, wording, { ...provenance(view), source: `${visibleLabel(view.run.dataset, 80)}.` });
  const roles = (["resistance", "deliberation"] as const).filter((role) => named.some((run) => run[role]));
  const bounds = speak(view, "column-interval");
  const head = [speak(view, "run-picker"), ...roles.flatMap((role) => STRATA.flatMap((stratum) => [`${speak(view, `role-${role}`)}, ${people(stratum, wording)}`, bounds]))];
  const cells = (reported: Reported | undefined): readonly string[] => [reported?.ok ? points(reported.value, wording.language) : "–", reported ? pointsInterval(reported) : ""];
  const body = named.map((run) => [run.name, ...roles.flatMap((role) => STRATA.flatMap((stratum) => cells(run[role]?.[stratum])))]);
  return { title: figure.title, note: speak(view, "compare-roles-note"), table: { title: figure.title, rows: [head, ...body] }, picture: roles.length > 0 ? { kind: "dots", figure } : undefined, empty: speak(view, "role-none"), file: "compare-shares" };
}

function pairSection(view: View, { runs, margin, pairs }: PanelComparison, pair: PanelComparison["pairs"][number], actions: Actions): Child {
  const wording: Wording = view.wording;
  const table = comparisonTable(pair, pairs.length > 1, wording);
  const judge = (name: string): string => runs.find((run) => run.name === name)?.judge ?? name;
  return element(
    "section",
    {},
    element("h2", {}, table.title),
    element("p", { class: "note" }, commonSentence(pair, wording)),
    tableElement(view, table, actions.copy),
    element("p", { class: pair.hardlyMoved ? "conclusion" : "" }, pair.hardlyMoved ? speak(view, "compare-hardly-moved", { margin: margin.value.toFixed(2) }) : equivalenceSentence(pair.headline, wording)),
    pair.notes.map((note) => element("p", { class: "mark" }, say(`note-${note}`, { a: note === "other-judge" ? judge(pair.a) : pair.a, b: note === "other-judge" ? judge(pair.b) : pair.b, margin: margin.value.toFixed(2) }, wording))),
  );
}
