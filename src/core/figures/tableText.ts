// Owns a table as text to copy: Markdown, CSV, LaTeX. Refuses choosing its cells.

/** Plain cells; the first row is the header, the first column names the row. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
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

/** A table environment with the rules of the booktabs package; nothing in a cell is a command. */
export function latex({ title, rows }: Table, label?: string): string {
  const [head = [], ...body] = rows;
  const line = (row: readonly string[]): string => `    ${row.map(latexText).join(" & ")} \\\\`;
  return [
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${latexText(title)}}`,
    ...(label === undefined ? [] : [`  \\label{tab:${label}}`]),
    `  \\begin{tabular}{l${"r".repeat(Math.max(0, head.length - 1))}}`,
    "    \\toprule",
    line(head),
    "    \\midrule",
    ...body.map(line),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ].join("\n");
}

const SPECIAL: Readonly<Record<string, string>> = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "−": "$-$", "Δ": "$\\Delta$", "–": "--", "\u00a0": "~", "·": "$\\cdot$", "→": "$\\rightarrow$" };

/** Text as LaTeX prints it. */
export function latexText(text: string): string {
  return text.replace(/[\\~^−Δ–\u00a0·→]|[&%$#_{}]|\s+/gu, (found) => SPECIAL[found] ?? (/\s/u.test(found) ? " " : `\\${found}`));
}
