// Owns what a run has spent and will about need, said with the prices of the user settings. Refuses sums and prices themselves.
import { added } from "../core/journal/spent.ts";
import { count } from "../core/figures/numbers.ts";
import { sentence } from "../core/messages/sentences.ts";
import { moneySpent, ROLES, type Price, type PricesByRole } from "../study/paid/money.ts";
import { spentText } from "../study/paid/words.ts";
import type { Run } from "../study/run.ts";
import { language } from "./edge.ts";
import { endpoints } from "./settings.ts";

/** `108 calls, 12,000 tokens, 0.42 USD`; undefined where nothing was called. */
export function spentNow({ state, manifest }: Run): string | undefined {
  const prices: Partial<Record<(typeof ROLES)[number], Price>> = {};
  for (const role of ROLES) {
    const identity = manifest[role];
    const price = identity.kind === "model" ? endpoints().find(({ name }) => name === identity.endpoint)?.prices?.[identity.model] : undefined;
    if (price) prices[role] = price;
  }
  return spentText(state.spending.sums, moneySpent(state.spending.sums, prices satisfies PricesByRole), language);
}

/** About how many calls are left, at the rate so far; undefined before anything is known, and of a run that costs nothing. */
export function callsLeft({ state, progress: { done, total } }: Run): string | undefined {
  const { calls: all } = added(state.spending.sums.simulator, state.spending.sums.judge);
  const calls = all - (state.manifest?.preflight?.reported?.calls ?? 0);
  if (done === 0 || done >= total || calls === 0) return undefined;
  return sentence("run-calls-left", { calls: count(Math.round((calls / done) * (total - done))) }, language);
}
