// Owns how estimates and what was spent are said. Refuses computing them.
import { count } from "../../core/figures/numbers.ts";
import { added, type SpentByRole } from "../../core/journal/spent.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Estimate } from "./estimate.ts";
import { moneyText, type Money } from "./money.ts";

/** What a run will need, a sentence each: calls, tokens, time, cost. */
export function estimateLines({ probes, calls, trial, known, promptTokens, completionTokens, milliseconds, money, unpriced }: Estimate, language: Language): readonly string[] {
  const say = (id: Parameters<typeof sentence>[0], values = {}): string => sentence(id, values, language);
  return [
    say("estimate-calls", { probes: count(probes), calls: count(calls.simulator + calls.judge), simulator: count(calls.simulator), judge: count(calls.judge) }),
    ...(trial > 0 ? [say("estimate-trial", { calls: count(trial) })] : []),
    ...(known > 0 ? [say("estimate-known", { known: count(known) })] : []),
    say("estimate-tokens", { sent: count(promptTokens), received: count(completionTokens) }),
    milliseconds === undefined ? say("estimate-time-unknown") : say("estimate-time", { time: durationText(milliseconds, language) }),
    money ? say("estimate-cost", { money: moneyText(money) }) : say("estimate-cost-unknown", { models: unpriced.join(", ") }),
  ];
}

/** `90 s`, `12 min`, `3 h`. */
export function durationText(milliseconds: number, language: Language): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return sentence("time-seconds", { count: seconds }, language);
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? sentence("time-minutes", { count: minutes }, language) : sentence("time-hours", { count: Math.ceil(minutes / 60) }, language);
}

/** `1,234 calls, 560,000 tokens, 0.42 USD`; undefined where nothing was called. */
export function spentText(spent: SpentByRole, money: Money | undefined, language: Language): string | undefined {
  const { calls, promptTokens, completionTokens, unreported } = added(spent.simulator, spent.judge);
  if (calls === 0) return undefined;
  const tokens = unreported === calls ? sentence("spent-tokens-unknown", {}, language) : sentence(unreported > 0 ? "spent-tokens-at-least" : "spent-tokens", { tokens: count(promptTokens + completionTokens) }, language);
  return [sentence("spent-calls", { calls: count(calls) }, language), tokens, money ? moneyText(money) : sentence("spent-money-unknown", {}, language)].join(sentence("list-comma", {}, language));
}
