// Owns the sentences of what a model was seen to do, the same for every surface. Refuses finding it out (examine.ts).
import { remedyAt } from "../core/endpoint/presets.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Examination } from "./examine.ts";
import type { KeptContext } from "./keptContext.ts";

/** What the model is wanted for, where that is known. */
export interface PromptNeeds {
  /** Tokens of the longest prompt and its answer. */
  readonly longest: number;
  /** Prompts that are longer than this many tokens. */
  readonly longerThan: (tokens: number) => number;
}

const LONGEST_ANSWER = 300;
const SMALLEST_CONTEXT = 4096;

/** One sentence a line, what matters most first: answer, context with its remedy, form of answers, the rest. */
export function examinationLines(found: Examination, address: string, needs: PromptNeeds | undefined, language: Language): readonly string[] {
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);
  return [
    say("test-answered", { model: found.model ?? "–", milliseconds: Math.round(found.milliseconds), answer: found.answer.slice(0, LONGEST_ANSWER) }),
    ...contextLines(found.context, address, needs, say),
    say(`examined-form-${found.rung}`),
    ...(found.followsSchema ? [] : [say("examined-form-not-followed")]),
    ...(found.dropped.length > 0 ? [say("examined-dropped", { parameters: found.dropped.join(", ") })] : []),
    ...(found.streams ? [] : [say("examined-no-stream")]),
    ...(found.reasons ? [say("examined-reasons")] : []),
    ...(found.countsTokens ? [] : [say("examined-no-counts")]),
    say("examined-cost", { calls: found.calls, tokens: found.promptTokens.toLocaleString(language) }),
  ];
}

function contextLines(context: KeptContext, address: string, needs: PromptNeeds | undefined, say: (id: SentenceId, values?: Readonly<Record<string, string | number>>) => string): readonly string[] {
  if (context.kind === "unknown") return [say(context.why === undefined ? "examined-context-unknown" : "examined-context-slow")];
  const measured = say(`examined-context-${context.kind}`, { tokens: context.tokens.toLocaleString("en") });
  const longer = needs?.longerThan(context.tokens) ?? 0;
  // Whoever keeps everything that is asked of it needs no remedy.
  if (context.kind === "kept" || (needs && longer === 0)) return [measured];
  const wanted = needs ? 2 ** Math.ceil(Math.log2(needs.longest)) : 2 * Math.max(SMALLEST_CONTEXT, context.tokens);
  return [measured, ...(longer > 0 ? [say("examined-longer", { count: longer.toLocaleString("en") })] : []), say(remedyAt(address), { tokens: wanted })];
}
