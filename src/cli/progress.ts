// Owns the progress line of a run on stderr. Refuses counting (study/run.ts).
import { count } from "../core/figures/numbers.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { Plan } from "../study/plan.ts";
import { durationText } from "../study/paid/words.ts";
import type { Run } from "../study/run.ts";

/** Shows how far a run is until it is disposed: in place on a terminal, else a line every few seconds and one at the end. */
export function shownProgress(run: Run, { manifest: { title } }: Plan, language: Language): { dispose(): void } {
  const terminal = process.stderr.isTTY;
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>>): string => sentence(id, values, language);
  const show = (): void => {
    if (!run.state.manifest) return;
    const { done, total, failed, left } = run.progress;
    const pieces = [
      say("run-done", { done: count(done), total: count(total) }),
      ...(failed > 0 ? [say("run-failed", { failed: count(failed) })] : []),
      ...(left === undefined ? [] : [say("run-left", { time: durationText(left, language) })]),
    ];
    const text = `${title}: ${pieces.join(", ")}`;
    process.stderr.write(terminal ? `\r\u001b[K${text}` : `${text}\n`);
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
