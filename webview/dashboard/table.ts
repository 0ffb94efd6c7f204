// Owns the table twin of a picture: the same numbers to read and copy. Refuses choosing them.
import { visibleLabel } from "../../src/core/transcript/visible.ts";
import { button } from "./toolkit.ts";
import { element } from "./dom.ts";

/** Plain cells; the first row is the header, the first column names the row. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

export interface TableWords {
  readonly markdown: string;
  readonly csv: string;
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
    element("div", { class: "actions" }, button(words.markdown, () => copy(markdown(table))), button(words.csv, () => copy(csv(table)))),
  );
}

/** GitHub's form of a table; a pipe in a cell is escaped. */
export function markdown({ title, rows }: Table): string {
  const line = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [`**${title}**`, "", line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...body.map(line), ""].join("\n");
}

/** RFC 4180, with ASCII minus signs so that spreadsheets read numbers; a cell that a spreadsheet would run is defused. */
export function csv({ rows }: Table): string {
  const cell = (text: string): string => {
    const plain = text.replaceAll("−", "-");
    const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(plain) ? `'${plain}` : plain;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;
}
