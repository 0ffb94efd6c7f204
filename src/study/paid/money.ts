// Owns prices and what tokens cost by them. Refuses guessing: an unknown price makes an unknown cost, never 0.
import type { Role, Spent, SpentByRole } from "../../core/journal/spent.ts";
import type { RunManifest } from "../../core/journal/entry.ts";

/** Prices of one model for a million tokens sent and received. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** E.g. USD; only shown, never converted. */
  readonly currency: string;
}

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Where prices come from: the user's own settings or endpoint file. */
export type Prices = (endpoint: string, model: string) => Promise<Price | undefined>;

/** Prices of both roles of a run; a role that calls no model has none. */
export type PricesByRole = Readonly<Partial<Record<Role, Price>>>;

export const ROLES = ["simulator", "judge"] as const satisfies readonly Role[];

export async function pricesOf(manifest: Pick<RunManifest, Role>, prices: Prices | undefined): Promise<PricesByRole> {
  const found: Partial<Record<Role, Price>> = {};
  for (const role of ROLES) {
    const identity = manifest[role];
    const price = identity.kind === "model" ? await prices?.(identity.endpoint, identity.model) : undefined;
    if (price) found[role] = price;
  }
  return found;
}

export function costOf({ promptTokens, completionTokens }: Pick<Spent, "promptTokens" | "completionTokens">, { input, output }: Price): number {
  return (promptTokens * input + completionTokens * output) / 1_000_000;
}

/** Undefined where a price is unknown, tokens were not reported, or the prices are in two currencies. */
export function moneySpent(spent: SpentByRole, prices: PricesByRole): Money | undefined {
  let money: Money | undefined;
  for (const role of ROLES) {
    const { calls, unreported } = spent[role];
    if (calls === 0) continue;
    const price = prices[role];
    if (!price || unreported > 0 || (money && money.currency !== price.currency)) return undefined;
    money = { amount: (money?.amount ?? 0) + costOf(spent[role], price), currency: price.currency };
  }
  return money;
}

/** What calls without reported tokens are taken to have cost where a budget must be held: as much as the others, or this. */
const TOKENS_OF_AN_UNREPORTED_CALL = 1_000;

/** Tokens and money with unreported calls counted in, so that a budget holds also where a server reports nothing. */
export function supposed(spent: SpentByRole, prices: PricesByRole): { readonly calls: number; readonly tokens: number; readonly money: number } {
  let [calls, tokens, money] = [0, 0, 0];
  for (const role of ROLES) {
    const each = spent[role];
    const reported = each.calls - each.unreported;
    const share = reported > 0 ? each.calls / reported : 1;
    const missing = reported > 0 ? 0 : each.unreported * TOKENS_OF_AN_UNREPORTED_CALL;
    const [promptTokens, completionTokens] = [each.promptTokens * share + missing, each.completionTokens * share];
    const price = prices[role];
    calls += each.calls;
    tokens += promptTokens + completionTokens;
    money += price ? costOf({ promptTokens, completionTokens }, price) : 0;
  }
  return { calls, tokens, money };
}

/** `0.42 USD`; below a hundredth with two digits. */
export function moneyText({ amount, currency }: Money): string {
  const figures = amount === 0 || amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(2);
  return `${figures} ${currency}`.trim();
}
