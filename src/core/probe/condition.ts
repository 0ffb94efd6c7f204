// Owns conditions: the prompt policy given to a simulator, as plain text templates, and the exact messages sent. Refuses sending.
import type { ChatMessage, Prefix } from "./probe.ts";
import { mayDisengageEn, mayDisengageZh, personaEn, personaZh } from "./conditionTexts.ts";

/** Token a condition offers for ending the conversation without a further message. */
export const LEAVE_TOKEN = "[LEAVE]";

/** A prompt policy. `{{profile}}` in the text stands for the profile, one field a line. */
export interface Condition {
  readonly name: string;
  readonly texts: Readonly<Record<"en" | "zh", string>>;
  /** True when the condition offers {@link LEAVE_TOKEN} and licenses not answering (an empty answer is then `silence`). */
  readonly offersExit: boolean;
}

export const CONDITIONS: readonly Condition[] = [
  { name: "persona", texts: { en: personaEn, zh: personaZh }, offersExit: false },
  { name: "may-disengage", texts: { en: mayDisengageEn, zh: mayDisengageZh }, offersExit: true },
];

/** The shipped condition of that name, or undefined. */
export function conditionNamed(name: string): Condition | undefined {
  return CONDITIONS.find((condition) => condition.name === name);
}

/** The text that is hashed and stored in the run: every language of the template. */
export function templateText(condition: Condition): string {
  return (["en", "zh"] as const).map((language) => `--- ${language} ---\n${condition.texts[language]}`).join("\n");
}

/**
 * The exact messages for one probe. Roles are flipped: the simulator writes as `assistant`, the real agent's turns come
 * as `user`. The prefix ends on an agent turn, so the last message is always the agent's.
 */
export function conditionMessages(condition: Condition, prefix: Prefix): readonly ChatMessage[] {
  const system = condition.texts[prefix.language].replace("{{profile}}", () => profileText(prefix));
  const dialogue = prefix.turns.map(
    ({ role, text }): ChatMessage => ({ role: role === "agent" ? "user" : "assistant", content: text }),
  );
  return [{ role: "system", content: system }, ...dialogue];
}

function profileText(prefix: Prefix): string {
  const fields = Object.entries(prefix.profile);
  if (fields.length === 0) return prefix.language === "zh" ? "（没有资料）" : "(nothing is known)";
  return fields.map(([field, value]) => `- ${field}: ${oneLine(value)}`).join("\n");
}

/** Keeps a profile value on its line, so that it cannot pass for another field or an instruction of its own. */
function oneLine(value: string): string {
  return value.replace(/\s+/gu, " ").trim();
}
