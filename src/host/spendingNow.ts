// Owns saying what a run has spent and will about need in full, for the bias panel. Refuses sums and prices.
import { sentence } from "../core/messages/sentences.ts";
import { leftToSpend } from "../study/paid/left.ts";
import { moneySpent } from "../study/paid/money.ts";
import { spentText } from "../study/paid/words.ts";
import type { Run } from "../study/run.ts";
import { language } from "./edge.ts";
import { pricesNow, spentNow } from "./spentNow.ts";

/** What was spent, and what about is left at the rate so far, in words. */
export function spendingNow(run: Run): { readonly spent?: string; readonly left?: string } {
  const spent = spentNow(run);
  const left = leftToSpend(run);
  const said = left && spentText(left, moneySpent(left, pricesNow(run.manifest)), language);
  return { ...(spent === undefined ? {} : { spent }), ...(said === undefined ? {} : { left: sentence("spent-left", { spent: said }, language) }) };
}
