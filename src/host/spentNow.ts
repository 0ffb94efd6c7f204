// Owns what a run has spent and will about need, said with the prices of the user settings. Refuses sums and prices themselves.
import type { RunManifest } from "../core/journal/entry.ts";
import { count } from "../core/figures/numbers.ts";
import { sentence } from "../core/messages/sentences.ts";
import { moneySpent, ROLES, type Price, type PricesByRole } from "../study/paid/money.ts";
import { spentText } from "../study/paid/words.ts";
import { leftToSpend } from "../study/paid/left.ts";
import type { Run } from "../study/run.ts";
import { language } from "./edge.ts";
import { endpoints } from "./settings.ts";

/** `108 calls, 12,000 tokens, 0.42 USD`; undefined where nothing was called. */
export function spentNow({ state, manifest }: Run): string | undefined {
  const prices = pricesNow(manifest);
  return spentText(state.spending.sums, moneySpent(state.spending.sums, prices), language);
}

/** Prices of a run by the user settings. */
export function pricesNow(manifest: RunManifest): PricesByRole {
  const prices: Partial<Record<(typeof ROLES)[number], Price>> = {};
  for (const role of ROLES) {
    const identity = manifest[role];
    const price = identity.kind === "model" ? endpoints().find(({ name }) => name === identity.endpoint)?.prices?.[identity.model] : undefined;
    if (price) prices[role] = price;
  }
  return prices;
}

/** About how many calls are left, at the rate so far; undefined before anything is known, and of a run that costs nothing. */
export function callsLeft(run: Run): string | undefined {
  const left = leftToSpend(run);
  return left && sentence("run-calls-left", { calls: count(left.simulator.calls + left.judge.calls) }, language);
}
