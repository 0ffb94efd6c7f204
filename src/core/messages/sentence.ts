// Owns the shape of one sentence for people. Refuses the sentences themselves (sentences/).

/** One sentence in every language of the product; `{name}` stands for a value. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

export type Language = keyof Sentence;
export const LANGUAGES: readonly Language[] = ["en", "zh"];
export type SentenceValues = Readonly<Record<string, string | number>>;
