// Owns the table of real stages against simulated ones: each cell has its number and a tone, and leads to its probes. Refuses counting.
import { fixed, percent } from "../../../src/core/figures/numbers.ts";
import type { Table } from "../../../src/core/figures/tableText.ts";
import { people, realWord } from "../../../src/core/figures/words.ts";
import type { ConfusionBlock } from "../../../src/core/stats/reportShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import { element, type Child } from "../dom.ts";
import { copyButtons } from "../table.ts";
import { speak, titled, type Actions, type View } from "../view.ts";

export type Group = "all" | "negative" | "positive";

const TONES = 9;
/** Share of a row from which the tone is the strongest. */
const STRONGEST = 0.7;

export function groupName(group: Group, view: View): string {
  return group === "all" ? speak(view, "probes-all") : people(group, view.wording);
}

/** Rows are real stages, columns simulated ones; under the number its share of the row. The tone is that share. */
export function confusionTable(view: View, group: Group, block: ConfusionBlock, actions: Actions): Child {
  const title = confusionTitle(view, group);
  const head = [...block.columns.map((column) => columnName(view, column)), speak(view, "confusion-sum")];
  const rows = block.stages.map((stage, at) => {
    const counts = block.counts[at] ?? [];
    const sum = counts.reduce((total, each) => total + each, 0);
    const cells = counts.map((count, column) => element("td", {}, cell(view, group, { stage, column: block.columns[column] ?? "", count, share: sum === 0 ? 0 : count / sum }, actions)));
    return element("tr", {}, element("th", { scope: "row" }, visibleLabel(stage, 40)), cells, element("td", { class: "sum" }, weight(sum)));
  });
  const shown = element(
    "table",
    { class: "confusion", "aria-label": title },
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, speak(view, "confusion-corner", { real: realWord(view.wording) })), head.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, rows),
  );
  return [element("div", { class: "table", tabindex: 0, role: "region", "aria-label": title }, shown), copyButtons(view, copied(view, group, block), actions.copy)];
}

export function confusionTitle(view: View, group: Group): string {
  return titled(view, speak(view, "confusion-title", { people: groupName(group, view) }));
}

interface Cell {
  readonly stage: string;
  readonly column: string;
  readonly count: number;
  readonly share: number;
}

function cell(view: View, group: Group, { stage, column, count, share }: Cell, actions: Actions): HTMLElement {
  const tone = count === 0 ? 0 : 1 + Math.min(TONES - 1, Math.floor((share / STRONGEST) * TONES));
  const same = stage === column ? " same" : "";
  const shares = percent(share, view.wording.language);
  const name = speak(view, "confusion-spoken", { stage: visibleLabel(stage, 40), simulated: columnName(view, column), count: weight(count), share: shares });
  if (count === 0) return element("span", { class: `cell tone-0${same}`, "aria-label": name, role: "img" }, "·");
  const button = element("button", { class: `cell tone-${tone}${same}`, "aria-label": name }, element("span", { class: "number" }, weight(count)), " ", element("span", { class: "share" }, shares));
  button.addEventListener("click", () => actions.probes({ realStage: stage, simulatedStage: column, ...(group === "all" ? {} : { outcome: group }) }, `${groupName(group, view)} · ${visibleLabel(stage, 30)} → ${columnName(view, column)}`));
  return button;
}

/** Samples weigh 1/K, so that counts may be broken. */
function weight(count: number): string {
  return fixed(count, Number.isInteger(count) ? 0 : 1);
}

function columnName(view: View, column: string): string {
  return column === "leave" || column === "silence" ? speak(view, `probes-${column}`) : visibleLabel(column, 40);
}

function copied(view: View, group: Group, { stages, columns, counts }: ConfusionBlock): Table {
  const head = [speak(view, "confusion-corner", { real: realWord(view.wording) }), ...columns.map((column) => columnName(view, column))];
  return { title: confusionTitle(view, group), rows: [head, ...stages.map((stage, at) => [visibleLabel(stage, 40), ...(counts[at] ?? []).map(weight)])] };
}
