// Owns what a condition is: the prompt policy given to a simulator, and the exact messages sent. Refuses its file form
// (conditionTemplate.ts), the shipped wording (conditions.ts) and sending.
import type { ChatMessage, Prefix } from "./probe.ts";

/** Token a condition offers for ending the conversation without a further message. */
export const LEAVE_TOKEN = "[LEAVE]";

/** How a simulator answers: with the message itself, or with a decision as JSON (see action.ts). */
export type AnswerForm = "text" | "action";

/** Languages a condition has a text in; the one of the prefix is used. */
export const CONDITION_LANGUAGES = ["en", "zh"] as const;

/** A prompt policy. `{{name}}` in a text stands for a variable, see {@link VARIABLES}. */
export interface Condition {
  readonly name: string;
  readonly texts: Readonly<Record<"en" | "zh", string>>;
  /** True when the condition offers a way to leave and licenses not answering: an empty answer is then `silence`. */
  readonly offersExit: boolean;
  readonly answer: AnswerForm;
}

/** What the texts of a condition may name. `manner` is how the person writes, from real turns before the probe (manner.ts). */
export const VARIABLES = ["profile", "manner"] as const;
export type Variable = (typeof VARIABLES)[number];

/** A variable as it stands in a text. */
export const VARIABLE = /\{\{\s*([^{}\s]*)\s*\}\}/gu;

/** Whether a text of the condition names the variable. */
export function uses(condition: Pick<Condition, "texts">, variable: Variable): boolean {
  return CONDITION_LANGUAGES.some((language) => [...condition.texts[language].matchAll(VARIABLE)].some(([, name]) => name === variable));
}

/** The text that is hashed and stored in the run: every language of the template, and the form of the answer where it is no message. */
export function templateText({ texts, answer }: Pick<Condition, "texts" | "answer">): string {
  const sections = CONDITION_LANGUAGES.map((language) => `--- ${language} ---\n${texts[language]}`).join("\n");
  return answer === "text" ? sections : `answer: ${answer}\n${sections}`;
}

const STORED = /^(?:answer: (?<answer>action)\n)?--- en ---\n(?<en>[\s\S]*)\n--- zh ---\n(?<zh>[\s\S]*)$/u;

/** The condition of a run, from the template text it stored; a text of no known form stands for both languages. */
export function storedCondition({ name, template, offersExit }: { readonly name: string; readonly template: string; readonly offersExit: boolean }): Condition {
  const { answer = "text", en = template, zh = template } = STORED.exec(template)?.groups ?? {};
  return { name, texts: { en, zh }, offersExit, answer: answer === "action" ? answer : "text" };
}

/**
 * The exact messages for one probe. Roles are flipped: the simulator writes as `assistant`, the real agent's turns come
 * as `user`. The prefix ends on an agent turn, so the last message is always the agent's. `manner` is that of manner.ts.
 */
export function conditionMessages(condition: Pick<Condition, "texts">, prefix: Prefix, manner?: string): readonly ChatMessage[] {
  const values: Readonly<Record<Variable, string>> = { profile: profileText(prefix), manner: manner ?? NOTHING_KNOWN[prefix.language] };
  // In one pass, so that a value which looks like a variable stays what it is.
  const system = condition.texts[prefix.language].replace(VARIABLE, (whole, name: string) => (isVariable(name) ? values[name] : whole));
  const dialogue = prefix.turns.map(
    ({ role, text }): ChatMessage => ({ role: role === "agent" ? "user" : "assistant", content: text }),
  );
  return [{ role: "system", content: system }, ...dialogue];
}

export function isVariable(name: string): name is Variable {
  return (VARIABLES as readonly string[]).includes(name);
}

const NOTHING_KNOWN = { en: "(nothing is known)", zh: "（没有资料）" } as const;

function profileText(prefix: Prefix): string {
  const fields = Object.entries(prefix.profile);
  if (fields.length === 0) return NOTHING_KNOWN[prefix.language];
  return fields.map(([field, value]) => `- ${field}: ${oneLine(value)}`).join("\n");
}

/** Keeps a profile value on its line, so that it cannot pass for another field or an instruction of its own. */
function oneLine(value: string): string {
  return value.replace(/\s+/gu, " ").trim();
}
