// Owns the shape of one language's lexicon. Refuses the words themselves (en.ts, zh.ts) and their use (lexicon.ts).

/** Stages, emotions and blockers of the shipped codebook, v1. */
export type LexiconStage = "resisting" | "exploring" | "engaging" | "considering" | "deciding";
export type LexiconEmotion = "positive" | "neutral" | "hesitant" | "negative";
export type LexiconBlocker = "none" | "price" | "trust" | "capability" | "timing" | "external" | "prior-failure";

/** A sign in a sentence, with what it says and how strongly (1 weak … 5 plain). */
export interface Sign<Label extends string> {
  readonly label: Label;
  readonly weight: number;
  readonly pattern: RegExp;
}

/** What one language says of the agent's turn before the one to label. */
export interface AgentSigns {
  /** The agent asks for the commitment itself. */
  readonly asks: RegExp;
  /** The agent asks how much, which one, or when. */
  readonly asksAmount: RegExp;
  /** The agent asks about the person: past, habits, circumstances. Its answers refuse nothing. */
  readonly asksFact: RegExp;
  /** The agent takes the commitment as made, or thanks for it. */
  readonly confirms: RegExp;
  /** The agent closes the conversation. */
  readonly closes: RegExp;
  /** The agent speaks of the offer or the cause. */
  readonly offer: RegExp;
}

/** Everything the lexicon knows of one language. Patterns see text with plain apostrophes and any letter case. */
export interface LexiconLanguage {
  /** Ends of sentences; kept out of them. */
  readonly boundary: RegExp;
  readonly agent: AgentSigns;
  /** The turn begins with assent or refusal. */
  readonly yes: RegExp;
  readonly no: RegExp;
  /** The turn begins by agreeing with what was said, without answering a request. */
  readonly agrees: RegExp;
  /** An amount of money, a number standing for one, or an option. */
  readonly amount: RegExp;
  /** A condition that turns a statement of will into weighing. */
  readonly condition: RegExp;
  /** Speaks of the offer or the cause. */
  readonly offer: RegExp;
  /** Every piece of courtesy; a turn in which nothing else stands is mere courtesy. Bare assent looks like it too. */
  readonly courtesy: RegExp;
  /** Thanks, or an answer to thanks. */
  readonly thanks: RegExp;
  /** Closes the conversation. */
  readonly closes: RegExp;
  readonly stages: readonly Sign<LexiconStage>[];
  readonly emotions: readonly Sign<LexiconEmotion>[];
  readonly blockers: readonly Sign<LexiconBlocker>[];
}

/** Signs of one label, written short. */
export function signs<Label extends string>(label: Label, weight: number, ...patterns: readonly RegExp[]): readonly Sign<Label>[] {
  return patterns.map((pattern) => ({ label, weight, pattern }));
}
