// Owns a page of headings, paragraphs, tables and a picture, as Markdown and as one HTML file for print. Refuses what the page says.
import { svgText, type Drawn } from "../figures/drawn.ts";
import { markdown, type Table } from "../figures/tableText.ts";
import type { Language } from "../messages/sentence.ts";

/** A piece of a page. Texts are plain; whoever writes them out escapes them. A picture is left out of Markdown: its table stands beside it. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string; readonly strong?: boolean }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "picture"; readonly picture: Drawn }
  /** `aligned`: its columns are kept apart by spaces, and no line of it may be broken. */
  | { readonly kind: "code"; readonly text: string; readonly aligned?: true };

export interface Page {
  readonly title: string;
  readonly language: Language;
  readonly blocks: readonly Block[];
}

/** GitHub's Markdown. */
export function markdownPage({ title, blocks }: Page): string {
  return `${[`# ${plain(title)}`, ...blocks.flatMap(markdownBlock)].join("\n\n").replace(/\n{3,}/gu, "\n\n")}\n`;
}

function markdownBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case "heading":
      return [`## ${plain(block.text)}`];
    case "text":
      return [block.strong ? `**${plain(block.text)}**` : plain(block.text)];
    case "table":
      return [markdown({ title: plain(block.table.title), rows: block.table.rows.map((row) => row.map(plain)) })];
    case "picture":
      return [];
    case "code": {
      // The fence is longer than any run of backticks inside.
      const fence = "`".repeat(Math.max(3, ...[...block.text.matchAll(/`+/gu)].map(([run]) => run.length + 1)));
      return [`${fence}text\n${block.text}\n${fence}`];
    }
  }
}

/** Names come from datasets: none of them is a tag, a link, code or emphasis. Brackets alone are intervals and stay as they are. */
function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("*", "&#42;").replaceAll("`", "'").replaceAll("](", "] (").replace(/\s+/gu, " ");
}

/** One file without script, outside resource or reference: it prints as it looks. */
export function htmlPage({ title, language, blocks }: Page): string {
  return [
    "<!doctype html>",
    `<html lang="${language}">`,
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light">',
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${escaped(title)}</h1>`,
    ...blocks.map(htmlBlock),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h2>${escaped(block.text)}</h2>`;
    case "text":
      return block.strong ? `<p><strong>${escaped(block.text)}</strong></p>` : `<p>${escaped(block.text)}</p>`;
    case "table":
      return htmlTable(block.table);
    case "picture":
      return `<figure>\n${svgText(block.picture).replace(/^<\?xml[^\n]*\n/u, "")}</figure>`;
    case "code":
      return `<pre${block.aligned ? ' class="aligned"' : ""}>${escaped(block.text)}</pre>`;
  }
}

function htmlTable({ title, rows }: Table): string {
  const [head = [], ...body] = rows;
  const cells = (row: readonly string[], name: "th" | "td"): string => row.map((cell, column) => (column === 0 ? `<th scope="${name === "th" ? "col" : "row"}">${escaped(cell)}</th>` : `<${name}${name === "th" ? ' scope="col"' : ""}>${escaped(cell)}</${name}>`)).join("");
  const header = head.every((cell) => cell === "") ? [] : [`<thead><tr>${cells(head, "th")}</tr></thead>`];
  // Without a head it is a list of names and values, which are read as texts.
  return [header.length === 0 ? '<table class="settings">' : "<table>", `<caption>${escaped(title)}</caption>`, ...header, "<tbody>", ...body.map((row) => `<tr>${cells(row, "td")}</tr>`), "</tbody>", "</table>"].join("\n");
}

function escaped(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;").replace(/"/gu, "&quot;");
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #ffffff; color: #1b1b1b; font: 14px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
main { max-width: 780px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 22px; margin: 0 0 8px; }
h2 { font-size: 16px; margin: 28px 0 8px; border-bottom: 1px solid #d4d4d4; padding-bottom: 4px; break-after: avoid; }
p { margin: 8px 0; }
figure { margin: 16px 0; break-inside: avoid; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 12px 0; width: 100%; font-variant-numeric: tabular-nums; break-inside: avoid; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { padding: 3px 10px 3px 0; border-bottom: 1px solid #e4e4e4; text-align: right; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
thead th { border-bottom: 1px solid #8a8a8a; color: #595959; }
th:first-child { text-align: left; overflow-wrap: normal; }
.settings th { width: 32%; }
.settings td { text-align: left; }
pre { background: #f6f6f6; border: 1px solid #e4e4e4; padding: 10px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
pre.aligned { white-space: pre; overflow-x: auto; font-size: 8.5px; }
@media print { main { max-width: none; padding: 0; } a { color: inherit; } }
`;
