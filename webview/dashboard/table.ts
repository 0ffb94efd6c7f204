// Owns the table twin of a picture: the same numbers to read and copy. Refuses choosing them.
import { csv, latex, markdown, type Table } from "../../src/core/figures/tableText.ts";
import { visibleLabel } from "../../src/core/transcript/visible.ts";
import { button } from "./toolkit.ts";
import { element } from "./dom.ts";
import { speak, type View } from "./view.ts";

/** Buttons that copy the table in three forms. */
export function copyButtons(view: Pick<View, "wording">, table: Table, copy: (text: string) => void): HTMLElement {
  const forms = [["copy-markdown", markdown], ["copy-csv", csv], ["copy-latex", latex]] as const;
  return element("div", { class: "actions" }, forms.map(([id, form]) => button(speak(view, id), () => copy(form(table)), "icon")));
}

/** The table with its copy buttons. */
export function tableElement(view: Pick<View, "wording">, table: Table, copy: (text: string) => void): HTMLElement {
  const [head = [], ...body] = table.rows;
  const shown = element(
    "table",
    { "aria-label": table.title },
    element("thead", {}, element("tr", {}, head.map((cell) => (cell === "" ? element("td") : element("th", { scope: "col" }, visibleLabel(cell)))))),
    element("tbody", {}, body.map((row) => element("tr", {}, row.map((cell, column) => (column === 0 ? element("th", { scope: "row" }, visibleLabel(cell)) : element("td", {}, visibleLabel(cell))))))),
  );
  return element(
    "div",
    {},
    // Wider than a narrow panel: it scrolls, by keyboard too.
    element("div", { class: "table", tabindex: 0, role: "region", "aria-label": table.title }, shown),
    copyButtons(view, table, copy),
  );
}
