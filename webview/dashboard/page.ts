// Owns the page: which sections there are and what each gets of a snapshot. Refuses messages (channel.ts) and numbers of its own.
import { arrows } from "../../src/core/figures/arrows.ts";
import { headline } from "../../src/core/figures/headline.ts";
import { outcomeArrows } from "../../src/core/figures/outcomes.ts";
import { overviewOf } from "../../src/core/figures/overview.ts";
import { THEME_STYLE } from "../../src/core/figures/style.ts";
import { people, say, STRATA, type Stratum } from "../../src/core/figures/words.ts";
import { sentence } from "../../src/core/messages/sentences.ts";
import type { PanelSnapshot } from "../../src/protocol/dashboard.ts";
import type { Channel } from "./channel.ts";
import { element, Section, svgElement } from "./dom.ts";
import { Figure } from "./figure.ts";
import { conclusions, facts, marks, tiles } from "./sections/facts.ts";
import { ProbeList } from "./sections/probes.ts";
import { RunHeader } from "./sections/runHeader.ts";
import { positions, shares } from "./sections/series.ts";
import { strataLinks, strataTable } from "./sections/strata.ts";
import { tableElement, type TableWords } from "./table.ts";
import { button, divider, registerToolkit } from "./toolkit.ts";
import { speak, type Actions, type View } from "./view.ts";
import { stateText } from "./words.ts";

const WIDEST = 860;

export class Page {
  readonly #root: HTMLElement;
  readonly #channel: Channel;
  readonly #actions: Actions;
  readonly #header: RunHeader;
  readonly #probes: ProbeList;
  readonly #empty: Section<PanelSnapshot["language"]>;
  readonly #marks = new Section("marks", marks);
  readonly #headline = new Section<View>("headline", (view) => [element("h1", {}, view.overview ? headline(view.overview, view.wording).map(({ text, strong }) => (strong ? element("strong", {}, text) : text)) : speak(view, "panel-waiting")), element("p", { class: "state" }, stateText(view))]);
  readonly #picture: Section<View>;
  readonly #tiles = new Section("tiles", tiles);
  readonly #conclusions = new Section("conclusions", conclusions);
  readonly #strata: Section<View>;
  readonly #strataLinks: Section<View>;
  /** Everything that needs numbers; not there before the first of them. */
  readonly #numbers: HTMLElement;
  readonly #positions: Figure;
  readonly #shares: Readonly<Record<Stratum, Figure>>;
  readonly #handPicked = new Section<View>("handpicked", (view) => {
    const { count } = view.snapshot.handPicked;
    return count > 0 && [element("h2", {}, speak(view, "handpicked-title")), element("p", { class: "note" }, speak(view, count === 1 ? "handpicked-one" : "handpicked-some", { count }))];
  });
  readonly #facts = new Section("facts", facts);
  #view: View | undefined;

  constructor(root: HTMLElement, channel: Channel) {
    registerToolkit();
    this.#root = root;
    this.#channel = channel;
    this.#probes = new ProbeList(channel);
    this.#actions = {
      probes: (query, what) => {
        if (this.#view) void this.#probes.open(this.#view, query, what);
      },
      copy: (text) => channel.send({ type: "copy", text }),
      act: (action) => channel.send({ type: "act", action, ...(this.#view ? { run: this.#view.run.id } : {}) }),
    };
    this.#header = new RunHeader(channel, this.#actions);
    this.#empty = new Section("empty", (language) => this.#emptyState(language));
    this.#picture = new Section("picture", (view) => this.#arrows(view));
    this.#strata = new Section("strata", (view) => [element("h2", {}, speak(view, "strata-title")), tableElement(strataTable(view), copyWords(view), this.#actions.copy)]);
    this.#strataLinks = new Section("links", (view) => strataLinks(view, this.#actions), "div");
    this.#positions = new Figure(this.#actions);
    this.#shares = { negative: new Figure(this.#actions), positive: new Figure(this.#actions) };
    this.#numbers = element("div", {}, divider(), this.#strata.element, this.#strataLinks.element, element("div", { class: "charts" }, this.#positions.element, this.#shares.negative.element, this.#shares.positive.element));
    new ResizeObserver(() => requestAnimationFrame(() => this.#view && this.#picture.show(this.#view))).observe(root);
    const themed = new MutationObserver(() => this.#repaint());
    themed.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  }

  show(snapshot: PanelSnapshot): void {
    const { run, language } = snapshot;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    if (!run) {
      this.#view = undefined;
      this.#empty.show(language);
      this.#root.replaceChildren(this.#empty.element);
      return;
    }
    const before = this.#view;
    const document_ = snapshot.report ?? snapshot.live;
    const view: View = { snapshot, run, overview: document_ && overviewOf(document_), wording: { language, strata: run.strata, human: run.human } };
    this.#view = view;
    this.#channel.keep(run.id);
    if (before?.run.id !== run.id) this.#probes.close();
    if (!this.#header.element.isConnected) this.#layout();
    this.#header.show(view);
    this.#marks.show(view);
    this.#headline.show(view);
    this.#picture.show(view);
    this.#tiles.show(view);
    this.#conclusions.show(view);
    this.#numbers.hidden = !view.overview;
    this.#strata.show(view);
    this.#strataLinks.show(view);
    this.#positions.show(view, speak(view, "positions-note", { real: speak(view, run.human ? "word-real" : "word-recorded"), rule: run.rule }), positions(view));
    for (const stratum of STRATA) this.#shares[stratum].show(view, speak(view, view.overview?.unit === "customer" ? "shares-note-customer" : "shares-note"), shares(view, stratum));
    this.#handPicked.show(view);
    this.#facts.show(view);
  }

  #layout(): void {
    this.#root.replaceChildren(
      this.#header.element,
      this.#marks.element,
      this.#headline.element,
      this.#picture.element,
      this.#tiles.element,
      this.#conclusions.element,
      this.#probes.element,
      this.#numbers,
      this.#handPicked.element,
      this.#facts.element,
    );
  }

  #arrows(view: View): Node | undefined {
    const { overview, run, wording } = view;
    if (!overview) return undefined;
    const width = Math.max(300, Math.min(WIDEST, this.#root.clientWidth || WIDEST));
    const stages = overview.stages.map(({ label }) => label);
    const picture = svgElement(arrows(outcomeArrows(overview, stages, wording, { invented: run.invented, source: "" }), width, THEME_STYLE));
    for (const stratum of STRATA) {
      const mark = picture.querySelector(`[data-mark="${stratum}"]`);
      const open = (): void => this.#actions.probes({ outcome: stratum }, people(stratum, wording));
      mark?.addEventListener("click", open);
      mark?.addEventListener("keydown", (event) => {
        if (event instanceof KeyboardEvent && (event.key === "Enter" || event.key === " ")) {
          event.preventDefault();
          open();
        }
      });
    }
    return picture;
  }

  #emptyState(language: PanelSnapshot["language"]): readonly Node[] {
    const word = (id: Parameters<typeof sentence>[0]): string => sentence(id, {}, language);
    const row = (id: "sample" | "dataset" | "check" | "model", action: Parameters<Actions["act"]>[0]): HTMLElement =>
      element("div", { class: "step" }, button(word(`empty-${id}`), () => this.#actions.act(action), id === "sample" ? "primary" : "secondary"), element("span", { class: "note" }, word(`empty-${id}-note`)));
    return [element("h1", {}, word("empty-title")), element("p", {}, word("empty-text")), row("sample", "openSample"), row("dataset", "openDataset"), row("check", "checkDataset"), row("model", "addModel")];
  }

  /** The canvas follows no style variables: charts are drawn anew when the theme changes. */
  #repaint(): void {
    requestAnimationFrame(() => {
      for (const figure of [this.#positions, this.#shares.negative, this.#shares.positive]) figure.repaint();
    });
  }
}

function copyWords({ wording }: View): TableWords {
  return { markdown: say("copy-markdown", {}, wording), csv: say("copy-csv", {}, wording), latex: say("copy-latex", {}, wording) };
}
