// Makes the template files of the shipped conditions from the wording the code uses, so that the two cannot drift.
import { CONDITIONS } from "../../src/core/probe/conditions.ts";
import { printTemplate, TEMPLATE_ENDING } from "../../src/core/probe/conditionTemplate.ts";

/** Text of each template by its name in media/conditions. */
export function conditionFiles(): ReadonlyMap<string, string> {
  return new Map(CONDITIONS.map((condition) => [`${condition.name}${TEMPLATE_ENDING}`, printTemplate(condition)]));
}
