// Owns the page What: stages, confusion, emotions, blockers, leaving; real beside simulated. Refuses numbers of its own.
import { leavingTable, likenessTable } from "../../../src/core/figures/checkTables.ts";
import { interval, percent } from "../../../src/core/figures/numbers.ts";
import { people, reason, STRATA, type Stratum } from "../../../src/core/figures/words.ts";
import type { ShareRow } from "../../../src/core/stats/reportShape.ts";
import { element, fill, Section, type Child } from "../dom.ts";
import { Figure } from "../figure.ts";
import { confusionTable, confusionTitle, groupName, type Group } from "../sections/confusion.ts";
import { shareFigure, type LabelShare, type SharesOf } from "../sections/shareSeries.ts";
import { Dropdown } from "../toolkit.ts";
import { speak, titled, type Actions, type View } from "../view.ts";
import { beside, numbers, type PanelPart } from "./page.ts";

type Averaging = "averaged" | "pooled";
type What = SharesOf["what"];
const WHATS: readonly What[] = ["stage", "emotion", "blocker"];
const GROUPS: readonly Group[] = ["all", "negative", "positive"];

export class WhatPage implements PanelPart {
  readonly element: HTMLElement;
  readonly #title = new Section<View>("headline", (view) => element("h1", {}, titled(view, speak(view, "what-title"))));
  readonly #averaging: Dropdown;
  readonly #averagingName = element("span", { "aria-hidden": "true" });
  readonly #figures: Readonly<Record<What, Readonly<Record<Stratum, Figure>>>>;
  readonly #groups: Dropdown;
  readonly #confusionTitle = element("h2");
  readonly #confusion: Section<View>;
  readonly #likeness: Section<View>;
  readonly #exits: Section<View>;
  #how: Averaging = "averaged";
  #group: Group = "all";
  #view: View | undefined;

  constructor(actions: Actions) {
    const again = (): void => this.#view && this.show(this.#view);
    const pair = (): Readonly<Record<Stratum, Figure>> => ({ negative: new Figure(actions), positive: new Figure(actions) });
    this.#averaging = new Dropdown("", (value) => {
      this.#how = value === "pooled" ? "pooled" : "averaged";
      again();
    });
    this.#groups = new Dropdown("", (value) => {
      this.#group = GROUPS.find((group) => group === value) ?? "all";
      again();
    });
    this.#figures = { stage: pair(), emotion: pair(), blocker: pair() };
    this.#confusion = new Section("confusions", (view) => this.#confusionOf(view, actions), "div");
    this.#likeness = new Section("likeness", (view) => {
      const { confusion } = view.overview?.report ?? {};
      return confusion && numbers(view, likenessTable({ confusion }, view.wording), actions);
    });
    this.#exits = new Section("exits", (view) => exits(view, actions));
    const charts = (what: What): HTMLElement => beside(...STRATA.map((stratum) => this.#figures[what][stratum].element));
    const head = element("div", { class: "head" }, this.#confusionTitle, this.#groups.element);
    this.element = element("div", {}, this.#title.element, element("div", { class: "choice" }, this.#averagingName, this.#averaging.element), charts("stage"), element("section", {}, head, this.#confusion.element), this.#likeness.element, charts("emotion"), charts("blocker"), this.#exits.element);
  }

  show(view: View): void {
    this.#view = view;
    this.#title.show(view);
    const name = speak(view, "shares-how");
    this.#averagingName.textContent = name;
    this.#averaging.element.setAttribute("aria-label", name);
    this.#averaging.show((["averaged", "pooled"] as const).map((value) => ({ value, label: speak(view, `shares-${value}`) })), this.#how);
    for (const what of WHATS) for (const stratum of STRATA) this.#figures[what][stratum].show(view, shareFigure(view, this.#shares(view, what, stratum)));
    fill(this.#confusionTitle, confusionTitle(view, this.#group));
    this.#groups.element.setAttribute("aria-label", speak(view, "confusion-who"));
    this.#groups.show(GROUPS.map((value) => ({ value, label: groupName(value, view) })), this.#group);
    this.#confusion.show(view);
    this.#likeness.show(view);
    this.#exits.show(view);
  }

  repaint(): void {
    for (const what of WHATS) for (const stratum of STRATA) this.#figures[what][stratum].repaint();
  }

  /** A look has the averaged shares of stages only. */
  #shares(view: View, what: What, stratum: Stratum): SharesOf {
    const { overview, wording, published } = view;
    const report = overview?.report;
    const how = report ? this.#how : "averaged";
    const who = people(stratum, wording);
    const rows = report ? report.headline.shares[what].map((row) => ofReport(row, stratum, how)) : what === "stage" ? (overview?.stages ?? []).map((stage): LabelShare => ({ label: stage.label, shares: stage[stratum] })) : [];
    const ghosted = what === "stage" && published ? rows.map((row): LabelShare => {
      const ghost = published.shares[row.label]?.[stratum];
      return ghost ? { ...row, published: ghost } : row;
    }) : rows;
    return {
      title: speak(view, `${what}s-of`, { people: who }),
      note: what === "stage" ? speak(view, how === "pooled" ? "shares-note-pooled" : overview?.unit === "customer" ? "shares-note-customer" : "shares-note") : speak(view, "labels-note", { how: speak(view, `shares-${how}`) }),
      what,
      stratum,
      rows: ghosted,
      empty: speak(view, !overview ? "chart-none" : report ? `${what}s-none` : "split-look"),
      file: `${what}s-${stratum === "negative" ? wording.strata.negative : wording.strata.positive}`,
    };
  }

  #confusionOf(view: View, actions: Actions): Child {
    const { confusion } = view.overview?.report ?? {};
    if (!confusion) return element("p", { class: "note" }, speak(view, view.overview?.look ? "split-look" : "chart-none"));
    const block = confusion[this.#group];
    const agreement = block.exactAgreement;
    const share = (value: number): string => percent(value, view.wording.language);
    const said = agreement.ok ? speak(view, "confusion-agreement", { share: share(agreement.value), interval: interval(agreement, share) }) : "";
    return [element("p", { class: "note" }, [speak(view, "confusion-note"), said].join(" ")), confusionTable(view, this.#group, block, actions)];
  }
}

function ofReport(row: ShareRow, stratum: Stratum, how: Averaging): LabelShare {
  const { real, simulated } = row[stratum];
  return { label: row.label, shares: { real: real[how], simulated: simulated[how] } };
}

/** How often simulated users leave, where the condition lets them. */
function exits(view: View, actions: Actions): Child {
  const report = view.overview?.report;
  const title = titled(view, speak(view, "table-exit"));
  if (!report?.exit) return [element("h2", {}, title), element("p", { class: "note" }, speak(view, view.overview?.look ? "split-look" : "chart-none"))];
  const { exit, options } = report;
  const table = leavingTable({ exit, options }, view.wording);
  if (!table) return [element("h2", {}, title), element("p", { class: "note" }, speak(view, "exits-not-offered"))];
  const { turnCount, auc } = exit.discrimination;
  const told = auc.ok && turnCount.auc.ok ? speak(view, "exits-auc", { auc: auc.value.toFixed(2), baseline: turnCount.auc.value.toFixed(2) }) : "";
  const hazard = exit.hazard.ok ? "" : speak(view, "exits-hazard", { reason: reason(exit.hazard.reason, view.wording) });
  return numbers(view, table, actions, [speak(view, "exits-note", { continuing: exit.moments.continuing, ended: exit.moments.ended }), told, hazard].filter((text) => text !== "").join(" "));
}
