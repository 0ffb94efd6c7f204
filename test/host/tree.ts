// What the trees of the side bar show, and folding their rows.
import assert from "node:assert/strict";
import { eventually, page } from "./driver.ts";

export const ROW = ".pane-body .monaco-list-row";

/** Text of every row on screen, label and description. */
export function rows(): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll("${ROW}")].map((row) => [...row.querySelectorAll(".label-name, .label-description")].map((part) => part.textContent).join(" ").trim())`);
}

/** The row that matches, once there is one. */
export async function see(pattern: RegExp): Promise<string> {
  return eventually(async () => {
    const found = await rows();
    const row = found.find((each) => pattern.test(each));
    assert.ok(row !== undefined, `${String(pattern)} in\n${found.join("\n")}`);
    return row;
  });
}

/** Folds or unfolds a row until it is so; the tree may be drawn anew in between. */
export async function setFolded(text: string, folded: boolean): Promise<void> {
  const row = (expanded: boolean): string => `${ROW}[aria-expanded="${expanded}"]:has-text("${text}")`;
  await eventually(async () => {
    if ((await page.count(row(folded))) > 0) await page.click(row(folded));
    assert.ok((await page.count(row(!folded))) > 0, `${text} is ${folded ? "folded" : "unfolded"}`);
  });
}
