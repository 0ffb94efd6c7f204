// Owns the progress line of runs on stderr. Refuses counting (study/run.ts).
import { count } from "../core/figures/numbers.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { Job } from "../study/carrying.ts";
import { moneySpent, pricesOf, type Prices, type PricesByRole } from "../study/paid/money.ts";
import { durationText, spentText } from "../study/paid/words.ts";

/** Shows how far runs are until it is disposed: in place on a terminal, else a line each every few seconds and one at the end. */
export function shownProgress(jobs: readonly Pick<Job, "run" | "plan">[], language: Language, prices: Prices | undefined): { dispose(): void } {
  const terminal = process.stderr.isTTY;
  const known = new Map<Pick<Job, "run">, PricesByRole>();
  // The first lines come without a price; it is only read from a file.
  for (const job of jobs) void pricesOf(job.plan.manifest, prices).then((found) => known.set(job, found), () => undefined);
  const line = (job: Pick<Job, "run" | "plan">): string => {
    const { run } = job;
    const { done, total, failed, left } = run.progress;
    const { sums } = run.state.spending;
    const spent = spentText(sums, moneySpent(sums, known.get(job) ?? {}), language);
    const pieces = [
      sentence("run-done", { done: count(done), total: count(total) }, language),
      ...(failed > 0 ? [sentence("run-failed", { count: count(failed) }, language)] : []),
      ...(spent === undefined ? [] : [spent]),
      ...(left === undefined ? [] : [sentence("run-left", { time: durationText(left, language) }, language)]),
    ];
    return `${run.title}: ${pieces.join(", ")}`;
  };
  const show = (): void => {
    const lines = jobs.filter(({ run }) => run.state.manifest).map(line);
    if (lines.length > 0) process.stderr.write(terminal ? `\r\u001b[K${lines.join(" · ")}` : `${lines.join("\n")}\n`);
  };
  const timer = setInterval(show, terminal ? 250 : 5_000);
  return {
    dispose() {
      clearInterval(timer);
      show();
      if (terminal) process.stderr.write("\n");
    },
  };
}
