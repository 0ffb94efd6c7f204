// Owns what every page of the panel has. Refuses what is on them.
import type { Table } from "../../../src/core/figures/tableText.ts";
import type { SentenceId } from "../../../src/core/messages/sentences.ts";
import { element, type Child } from "../dom.ts";
import { tableElement } from "../table.ts";
import { button } from "../toolkit.ts";
import { speak, titled, type Action, type Actions, type View } from "../view.ts";

/** A page; it stays in the document's memory while another is shown. */
export interface PanelPart {
  readonly element: HTMLElement;
  show(view: View): void;
  /** Charts follow no style variables: they are drawn anew when the theme changes. */
  repaint(): void;
}

/** Parts of a page that stand beside each other where there is room. */
export function beside(...parts: readonly Child[]): HTMLElement {
  return element("div", { class: "charts" }, parts);
}

/** A section that has nothing to show: what it will show, and what to do. */
export function emptySection(view: View, title: string, text: string, actions: Actions, ...todo: readonly (readonly [SentenceId, Action])[]): Child {
  return [element("h2", {}, title), element("p", { class: "note" }, text), todo.length > 0 && element("div", { class: "actions" }, todo.map(([id, action]) => button(speak(view, id), () => actions.act(action))))];
}

/** A table with its heading. */
export function numbers(view: View, table: Table, actions: Actions, note?: string): Child {
  const title = titled(view, table.title);
  const [[, ...head] = [], ...rows] = table.rows;
  // In a terminal the title stands in the corner of the table; here it is above.
  return [element("h2", {}, title), note !== undefined && element("p", { class: "note" }, note), tableElement(view, { title, rows: [["", ...head], ...rows] }, actions.copy)];
}
