// Owns the page as a whole: head, tabs, filter, the part that is shown, the list of probes. Refuses messages (channel.ts) and numbers of its own.
import { headline, plain } from "../../src/core/figures/headline.ts";
import { count } from "../../src/core/figures/numbers.ts";
import { overviewOf } from "../../src/core/figures/overview.ts";
import { publishedBeside } from "../../src/core/figures/published.ts";
import { sentence } from "../../src/core/messages/sentences.ts";
import type { KeptState, PanelPage, PanelSnapshot } from "../../src/protocol/dashboard.ts";
import { Announcer } from "./announcer.ts";
import type { Channel } from "./channel.ts";
import { element, fill, Section } from "./dom.ts";
import { FilterBar } from "./filterBar.ts";
import { ComparePage } from "./pages/compare.ts";
import { OverviewPage } from "./pages/overview.ts";
import type { PanelPart } from "./pages/page.ts";
import { TrustPage } from "./pages/trust.ts";
import { WhatPage } from "./pages/what.ts";
import { WherePage } from "./pages/where.ts";
import { pictureContent } from "./saving.ts";
import { emptyState } from "./sections/emptyState.ts";
import { marks } from "./sections/facts.ts";
import { ProbeList } from "./sections/probes.ts";
import { RunHeader } from "./sections/runHeader.ts";
import { stateNote } from "./sections/stateNote.ts";
import { Tabs } from "./tabs.ts";
import { registerToolkit } from "./toolkit.ts";
import { speak, type Actions, type View } from "./view.ts";

const PARTS: Readonly<Record<PanelPage, new (actions: Actions) => PanelPart>> = { overview: OverviewPage, where: WherePage, what: WhatPage, compare: ComparePage, trust: TrustPage };
const PAGES = Object.keys(PARTS) as readonly PanelPage[];

export class Page {
  readonly #root: HTMLElement;
  readonly #channel: Channel;
  readonly #actions: Actions;
  readonly #header: RunHeader;
  readonly #tabs: Tabs;
  readonly #filters: FilterBar;
  readonly #probes: ProbeList;
  readonly #empty: Section<PanelSnapshot>;
  readonly #state: Section<View>;
  readonly #marks = new Section("marks", marks);
  readonly #waiting = element("p", { class: "note" });
  readonly #heard = new Announcer();
  /** Made when they are first shown; kept, so that what was chosen on them stays. */
  readonly #parts = new Map<PanelPage, PanelPart>();
  #snapshot: PanelSnapshot | undefined;
  #view: View | undefined;
  #wanted: PanelPage | undefined;
  #published = false;

  constructor(root: HTMLElement, channel: Channel) {
    registerToolkit();
    this.#root = root;
    this.#channel = channel;
    this.#actions = this.#acting();
    this.#probes = new ProbeList(channel, this.#actions);
    this.#header = new RunHeader(channel, this.#actions);
    this.#tabs = new Tabs(PAGES, (page) => this.#turnTo(page));
    this.#filters = new FilterBar(this.#actions);
    this.#empty = new Section("empty", (snapshot) => emptyState(snapshot, this.#actions));
    this.#state = new Section("statenote", (view) => stateNote(view, this.#actions));
    const themed = new MutationObserver(() => requestAnimationFrame(() => this.#shownPart()?.repaint()));
    themed.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  }

  show(snapshot: PanelSnapshot): void {
    const { run, language } = snapshot;
    this.#snapshot = snapshot;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    if (!run) {
      this.#view = undefined;
      this.#empty.show(snapshot);
      fill(this.#root, this.#empty.element);
      return;
    }
    if (this.#wanted === snapshot.page) this.#wanted = undefined;
    const before = this.#view;
    const given = snapshot.report ?? snapshot.live;
    const wording = { language, strata: run.strata, human: run.human };
    const view: View = { snapshot, run, overview: given && overviewOf(given), wording, ...(this.#published ? { published: publishedBeside(run.condition) } : {}) };
    this.#view = view;
    this.#keep(snapshot);
    if (before && (before.run.id !== run.id || JSON.stringify(before.snapshot.filter) !== JSON.stringify(snapshot.filter))) this.#probes.close();
    if (!this.#header.element.isConnected) fill(this.#root, this.#header.element, this.#state.element, this.#marks.element, this.#tabs.element, this.#filters.element, this.#tabs.panel, this.#probes.element, this.#heard.element);
    this.#header.show(view);
    this.#state.show(view);
    this.#marks.show(view);
    this.#tabs.show(this.#page(), speak(view, "tabs-name"), (page) => speak(view, `tab-${page}`));
    this.#filters.show(view);
    this.#draw(view);
    if (run.status === "running" && view.overview) this.#heard.say(`${plain(headline(view.overview, wording))} ${speak(view, "run-done", { done: count(run.done), total: count(run.total) })}`);
  }

  #page(): PanelPage {
    return this.#wanted ?? this.#snapshot?.page ?? "overview";
  }

  /** A page is drawn from a snapshot made for it; until that comes it says so. */
  #draw(view: View): void {
    const { panel } = this.#tabs;
    const page = this.#page();
    if (view.snapshot.page !== page) {
      this.#waiting.textContent = speak(view, "page-loading");
      fill(panel, this.#waiting);
      return;
    }
    const part = this.#parts.get(page) ?? new PARTS[page](this.#actions);
    this.#parts.set(page, part);
    const away = panel.firstElementChild !== part.element;
    if (away) fill(panel, part.element);
    part.show(view);
    // The theme may have changed while the page was away.
    if (away) part.repaint();
  }

  #shownPart(): PanelPart | undefined {
    return this.#parts.get(this.#page());
  }

  #turnTo(page: PanelPage): void {
    if (page === this.#page()) return;
    this.#wanted = page;
    this.#channel.send({ type: "showPage", page });
    this.#probes.close();
    this.#again();
  }

  /** Draws the last snapshot once more, since something of the page's own changed. */
  #again(): void {
    if (this.#snapshot) this.show(this.#snapshot);
  }

  #keep({ run, filter, field }: PanelSnapshot): void {
    const kept: KeptState = { ...(run ? { run: run.id } : {}), page: this.#page(), ...(filter ? { filter: filter.chosen } : {}), ...(field ? { field: field.name } : {}) };
    this.#channel.keep(kept);
  }

  #acting(): Actions {
    const channel = this.#channel;
    return {
      probes: (query, what) => {
        if (this.#view) void this.#probes.open(this.#view, query, what);
      },
      openTurn: (place) => {
        if (this.#view) channel.send({ type: "openTurn", run: this.#view.run.id, ...place });
      },
      copy: (text) => {
        channel.send({ type: "copy", text });
        this.#hear("copied");
      },
      act: (action) => channel.send({ type: "act", action, ...(this.#view ? { run: this.#view.run.id } : {}) }),
      showPage: (page) => this.#turnTo(page),
      showRun: (run) => channel.send({ type: "showRun", run }),
      setFilter: (filter) => channel.send({ type: "setFilter", filter }),
      showField: (field) => channel.send({ type: "showField", ...(field === undefined ? {} : { field }) }),
      showPublished: (shown) => {
        this.#published = shown;
        this.#again();
      },
      compare: (runs) => channel.compare(runs),
      save: (kind, name, picture) => {
        const saving = pictureContent(kind, picture).then((content) => channel.save(kind, `${name}.${kind}`, content));
        saving.then((saved) => saved && this.#hear("picture-saved"), (error: unknown) => this.#heard.say(error instanceof Error ? error.message : String(error)));
      },
    };
  }

  #hear(id: "copied" | "picture-saved"): void {
    this.#heard.say(sentence(id, {}, this.#snapshot?.language));
  }
}
