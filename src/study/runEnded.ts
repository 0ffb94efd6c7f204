// Owns what is said when a run ends or stops: how far it came, Δ, failures by kind, what was spent. Refuses computing any of it.
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { RunState } from "../core/journal/fold.ts";
import { becauseText, failureText } from "./failureText.ts";
import { moneySpent, pricesOf, type Prices } from "./paid/money.ts";
import { spentText } from "./paid/words.ts";
import type { Run } from "./run.ts";
import { deltaText, type RunDelta } from "./runWords.ts";

/** Kinds of failures said one by one; the others are in the run's tooltip. */
const KINDS = 3;

/** `persona: finished, 36 of 36 probes, 2 failed. Δ +0.29. …`. Parts that say nothing are left out. */
export async function endedText(run: Run, delta: RunDelta | undefined, prices: Prices | undefined, language: Language): Promise<string> {
  const { state, status, progress: { done, total, failed } } = run;
  const spent = await spentLine(run, prices, language);
  const because = status === "paused" ? state.ended?.because : undefined;
  return [
    sentence(status === "finished" ? "told-finished" : "told-paused", { title: run.title, done, total, failed }, language),
    ...(because ? [becauseText(because, language)] : []),
    ...(delta ? [`${deltaText(delta, language)}.`] : []),
    ...failureLines(state, language).slice(0, KINDS),
    ...noticedLines(state, language),
    ...(spent === undefined ? [] : [spent]),
  ].join(" ");
}

/** `Spent: 108 calls, 12,000 tokens, 0.42 USD.`; undefined where nothing was called. */
export async function spentLine({ state, manifest }: Run, prices: Prices | undefined, language: Language): Promise<string | undefined> {
  const text = spentText(state.spending.sums, moneySpent(state.spending.sums, await pricesOf(manifest, prices)), language);
  return text === undefined ? undefined : sentence("told-spent", { spent: text }, language);
}

/** One sentence with everything noticed in continuations, or none. */
export function noticedLines({ noticed }: Pick<RunState, "noticed">, language: Language): readonly string[] {
  const kinds = [...noticed].sort(([, a], [, b]) => b - a).map(([kind, count]) => sentence(`noticed-${kind}`, { count }, language));
  return kinds.length > 0 ? [sentence("noticed", { kinds: kinds.join(language === "zh" ? "，" : ", ") }, language)] : [];
}

/** `3 × the sentence of the failure`, the most frequent kind first. */
export function failureLines(state: RunState, language: Language): readonly string[] {
  const kinds = new Map<string, { count: number; readonly text: string }>();
  for (const { samples } of state.probes.values()) {
    for (const { failures } of samples.values()) {
      const last = failures.at(-1);
      if (!last) continue;
      const known = kinds.get(last.cause);
      if (known) known.count++;
      else kinds.set(last.cause, { count: 1, text: failureText(last, language) });
    }
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count).map(({ count, text }) => `${count} × ${text}`);
}
