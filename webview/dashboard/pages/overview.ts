// Owns the page Overview: one sentence, one picture, how sure, what it rests on. Refuses numbers of its own.
import { deltaStrip } from "../../../src/core/figures/deltaStrip.ts";
import { headline } from "../../../src/core/figures/headline.ts";
import { outcomeArrows } from "../../../src/core/figures/outcomes.ts";
import { roleArrows, type Role } from "../../../src/core/figures/roleArrows.ts";
import type { ArrowFigure } from "../../../src/core/figures/arrows.ts";
import { people, STRATA } from "../../../src/core/figures/words.ts";
import type { ShareRow } from "../../../src/core/stats/reportShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import { element, Section, type Child } from "../dom.ts";
import type { Chosen } from "../drawing.ts";
import { Figure, type FigureData } from "../figure.ts";
import { conclusions, facts, tiles } from "../sections/facts.ts";
import { handPicked } from "../sections/handPicked.ts";
import { rolesTable, strataLinks, strataTable } from "../sections/strata.ts";
import { tableElement } from "../table.ts";
import { provenance, publishedNote, speak, titled, type Actions, type View } from "../view.ts";
import { stateText } from "../words.ts";
import { beside, type PanelPart } from "./page.ts";

export class OverviewPage implements PanelPart {
  readonly element: HTMLElement;
  readonly #headline = new Section<View>("headline", said);
  readonly #depth: Figure;
  readonly #roles: Readonly<Record<Role, Figure>>;
  readonly #tiles = new Section("tiles", tiles);
  readonly #conclusions = new Section("conclusions", conclusions);
  readonly #strata: Section<View>;
  readonly #links: Section<View>;
  readonly #strip: Figure;
  readonly #spending = new Section<View>("spending", ({ snapshot: { spending } }) => spending && [spending.spent, spending.left].flatMap((text) => (text === undefined ? [] : [element("p", {}, text)])));
  readonly #handPicked: Section<View>;
  readonly #facts = new Section("facts", facts);
  /** Everything that needs numbers; not there before the first of them. */
  readonly #numbers: HTMLElement;

  constructor(actions: Actions) {
    this.#depth = new Figure(actions);
    this.#roles = { resistance: new Figure(actions), deliberation: new Figure(actions) };
    this.#strata = new Section("strata", (view) => [element("h2", {}, strataTable(view).title), tableElement(view, strataTable(view), actions.copy)]);
    this.#links = new Section("links", (view) => strataLinks(view, actions), "div");
    this.#strip = new Figure(actions);
    this.#handPicked = new Section("handpicked", (view) => handPicked(view, actions));
    this.#numbers = element("div", {}, this.#depth.element, this.#tiles.element, this.#conclusions.element, beside(this.#roles.resistance.element, this.#roles.deliberation.element), this.#strata.element, this.#links.element);
    this.element = element("div", {}, this.#headline.element, this.#numbers, this.#strip.element, this.#spending.element, this.#handPicked.element, this.#facts.element);
  }

  show(view: View): void {
    this.#headline.show(view);
    this.#numbers.hidden = !view.overview;
    if (view.overview) {
      this.#depth.show(view, depthFigure(view));
      for (const role of ["resistance", "deliberation"] as const) this.#roles[role].show(view, roleFigure(view, role));
      this.#strata.show(view);
      this.#links.show(view);
    }
    this.#tiles.show(view);
    this.#conclusions.show(view);
    this.#strip.show(view, stripFigure(view));
    this.#strip.element.hidden = view.snapshot.filter !== undefined;
    this.#spending.show(view);
    this.#handPicked.show(view);
    this.#facts.show(view);
  }

  repaint(): void {
    // Pictures follow the theme's variables.
  }
}

/** The sentence above everything; under a filter it begins with it. */
function said(view: View): Child {
  const { overview, wording, snapshot: { filter } } = view;
  const sentence = overview ? headline(overview, wording).map(({ text, strong }) => (strong ? element("strong", {}, text) : text)) : speak(view, "panel-waiting");
  return [element("h1", {}, filter && speak(view, "headline-filter", { words: filter.words }), sentence), element("p", { class: "state" }, stateText(view))];
}

function depthFigure(view: View): FigureData {
  const { overview, wording, published } = view;
  const table = strataTable(view);
  if (!overview) return { title: table.title, note: "", table, picture: undefined, empty: speak(view, "chart-none"), file: "depth" };
  const figure = outcomeArrows(overview, overview.stages.map(({ label }) => label), wording, provenance(view), published);
  return arrowData(view, figure, speak(view, "figure-depth-note"), table, Object.fromEntries(STRATA.map((stratum) => [stratum, { query: { outcome: stratum }, what: people(stratum, wording) }])), "depth");
}

/** Roles have no shares in a look. */
function roleFigure(view: View, role: Role): FigureData {
  const { overview, wording, published } = view;
  const shares = overview?.report?.headline.shares[role];
  const table = rolesTable(view, role);
  if (!overview || !shares) return { title: table.title, note: "", table, picture: undefined, empty: speak(view, overview?.look ? "role-look" : "role-none"), file: role };
  const figure = roleArrows(role, shares, overview, wording, provenance(view), published);
  const stage = stageOf(overview.report.headline.shares.stage, shares);
  const branch = speak(view, wording.human ? "word-real" : "word-recorded");
  const marks = Object.fromEntries(STRATA.map((stratum): readonly [string, Chosen] => {
    const who = people(stratum, wording);
    return [`${role}-${stratum}`, stage === undefined ? { query: { outcome: stratum }, what: who } : { query: { outcome: stratum, realStage: stage }, what: `${who} · ${speak(view, "probes-stage", { branch, stage: visibleLabel(stage, 40) })}` }];
  }));
  return arrowData(view, figure, speak(view, `role-${role}-note`), table, marks, role);
}

/** The one stage that has the role: it has the role's numbers. Several have their sum, and the list then is of the whole outcome. */
function stageOf(stages: readonly ShareRow[], role: ShareRow): string | undefined {
  const value = ({ negative: { real, simulated } }: ShareRow): string => JSON.stringify([real.averaged, simulated.averaged].map((each) => each.ok && each.value));
  return stages.find((stage) => value(stage) === value(role))?.label;
}

function arrowData(view: View, figure: ArrowFigure, note: string, table: FigureData["table"], marks: Readonly<Record<string, Chosen>>, file: string): FigureData {
  const title = titled(view, figure.title);
  return { title, note: [note, publishedNote(view)].join(" ").trim(), table, picture: { kind: "arrows", figure: { ...figure, title, caption: captioned(view, title, figure.caption) }, marks }, empty: "", file };
}

function captioned(view: View, title: string, caption: string): string {
  return [`${title}.`, caption, publishedNote(view)].join(" ").trim();
}

function stripFigure(view: View): FigureData {
  const { wording, published, snapshot } = view;
  const points = (snapshot.strip ?? []).map(({ conversations, ...point }) => ({ at: conversations, ...point }));
  const figure = deltaStrip(points, wording, provenance(view), published?.delta.value);
  const title = figure?.title ?? speak(view, "strip-name");
  const head = [speak(view, "column-conversations"), "Δ", speak(view, "column-low"), speak(view, "column-high")];
  const cell = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(3).replace("-", "−"));
  return {
    title,
    note: [speak(view, "strip-note"), publishedNote(view)].join(" ").trim(),
    table: { title, rows: [head, ...points.map(({ at, value, low, high }) => [String(at), cell(value), cell(low), cell(high)])] },
    picture: figure && { kind: "strip", figure: { ...figure, caption: captioned(view, title, figure.caption) } },
    empty: speak(view, "strip-none"),
    file: "delta-over-time",
  };
}
