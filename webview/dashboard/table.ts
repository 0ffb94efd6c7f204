// Owns the table twin of a picture: the same numbers to read and copy. Refuses choosing them.
import { csv, latex, markdown, type Table } from "../../src/core/figures/tableText.ts";
import { visibleLabel } from "../../src/core/transcript/visible.ts";
import { button } from "./toolkit.ts";
import { element } from "./dom.ts";

export interface TableWords {
  readonly markdown: string;
  readonly csv: string;
  readonly latex: string;
}

/** The table with its copy buttons. */
export function tableElement(table: Table, words: TableWords, copy: (text: string) => void): HTMLElement {
  const [head = [], ...body] = table.rows;
  const shown = element(
    "table",
    { "aria-label": table.title },
    element("thead", {}, element("tr", {}, head.map((cell) => element("th", { scope: "col" }, visibleLabel(cell))))),
    element("tbody", {}, body.map((row) => element("tr", {}, row.map((cell, column) => (column === 0 ? element("th", { scope: "row" }, visibleLabel(cell)) : element("td", {}, visibleLabel(cell))))))),
  );
  return element(
    "div",
    {},
    // Wider than a narrow panel: it scrolls, by keyboard too.
    element("div", { class: "table", tabindex: 0, role: "region", "aria-label": table.title }, shown),
    element("div", { class: "actions" }, button(words.markdown, () => copy(markdown(table))), button(words.csv, () => copy(csv(table))), button(words.latex, () => copy(latex(table)))),
  );
}
