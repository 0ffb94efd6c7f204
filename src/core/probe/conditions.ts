// Owns which conditions are shipped; media/conditions has each as a file to read and copy. Refuses those of users (study/conditions.ts).
import type { Condition } from "./condition.ts";
import { cooperative, decisionAware, grounded, mayDisengage, persona } from "./conditionTexts.ts";

/** Source: design/method.md §4. */
export const CONDITIONS: readonly Condition[] = [
  { name: "persona", texts: persona, offersExit: false, answer: "text" },
  { name: "may-disengage", texts: mayDisengage, offersExit: true, answer: "text" },
  { name: "decision-aware", texts: decisionAware, offersExit: true, answer: "action" },
  { name: "cooperative", texts: cooperative, offersExit: false, answer: "text" },
  { name: "grounded", texts: grounded, offersExit: false, answer: "text" },
];

/** The shipped condition of that name, or undefined. */
export function conditionNamed(name: string): Condition | undefined {
  return CONDITIONS.find((condition) => condition.name === name);
}
