// Owns the lines that say what an item was, once its annotator may know: branch, outcome, the judge's label, what people said. Refuses asking when.
import type { TextLabels } from "../../core/labels/fold.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { StrataNames, Users } from "../../core/transcript/conversation.ts";
import { outcomeName } from "../../core/transcript/render.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import type { Place } from "../../study/labels/population.ts";
import { realTurn, stateText } from "../../study/turnWords.ts";
import { saidLines } from "../../study/labels/labelWords.ts";

export interface Behind {
  readonly places: readonly Place[];
  readonly said: TextLabels;
  readonly strata: StrataNames;
  readonly users: Users;
  /** Title of a run by its id. */
  readonly titleOf: (run: string) => string;
}

export function revealedLines({ places, said, strata, users, titleOf }: Behind, language: Language): readonly string[] {
  const was = places.map(({ verdict, conversation, turn, outcome, branch, run = "", sample = 0 }) => {
    const label = verdict?.status === "valid" ? stateText(verdict.state) : sentence("label-none-yet", {}, language);
    const common = { conversation: visibleLabel(conversation, 60), turn: turn + 1, outcome: outcomeName({ value: outcome }, strata, language), label };
    if (branch === "real") return sentence("label-was-real", { ...common, what: realTurn(users, language) }, language);
    return sentence("label-was-simulated", { ...common, run: visibleLabel(titleOf(run), 60), sample: sample + 1 }, language);
  });
  return [...was, ...saidLines(said, language)];
}
