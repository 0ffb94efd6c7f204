// Owns the questions what the two outcomes are called and who the users are. Refuses guessing who is human.
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { language } from "../edge.ts";
import type { Answers } from "../../study/mapping/answers.ts";
import { BACK, type Step } from "../asking.ts";

const say = (id: SentenceId): string => sentence(id, {}, language);

/** The names every surface prints for the two strata. */
export const strataStep: Step<Answers> = async (answers, ask) => {
  const { outcome } = answers.mapping;
  if (!outcome) return "skip";
  const wrong = (text: string): string | undefined => (text.trim() === "" || text.length > 40 ? say("mapping-name-short") : undefined);
  let positive = "";
  const first = await ask.text(say("mapping-ask-positive-name"), answers.strata?.positive ?? suggested(outcome), wrong, (text) => ((positive = text.trim()), answers));
  if (first === undefined || first === BACK) return first;
  return ask.text(say("mapping-ask-negative-name"), answers.strata?.negative ?? `non-${positive}`, wrong, (text) => ({ ...answers, strata: { positive, negative: text.trim() } }));
};

function suggested(outcome: NonNullable<Answers["mapping"]["outcome"]>): string {
  return "from" in outcome ? "buyer" : "positive" in outcome && Array.isArray(outcome.positive) ? String(outcome.positive[0] ?? "buyer") : "buyer";
}

export const usersStep: Step<Answers> = (answers, ask) =>
  ask.one(
    say("mapping-ask-users"),
    (["human", "simulated", "mixed", "unknown"] as const).map((value) => ({ label: say(`mapping-users-${value}`), detail: say(`mapping-users-${value}-detail`), value })),
    (users) => ({ ...answers, users }),
  );
