// Owns the guess in which of the product's languages a text is. Refuses any other language: what is not Chinese is "en".

const HAN = /\p{Script=Han}/gu;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const OTHER_WORDS = /[\p{L}\p{M}]+/gu;

/**
 * "zh" when at least half of the written units are Han characters, else "en" (also for empty text). A unit is one Han
 * character, one kana, or one word of any other script; counting words keeps a brand name from outweighing a sentence,
 * counting kana keeps Japanese out of "zh".
 */
export function languageOfText(text: string): "en" | "zh" {
  return languageOfUnits(writtenUnits(text));
}

/** Units of a text. Those of texts joined by line breaks are the sums of theirs. */
export interface WrittenUnits {
  readonly han: number;
  /** Kana and words of other scripts. */
  readonly others: number;
}

export function writtenUnits(text: string): WrittenUnits {
  const han = text.match(HAN)?.length ?? 0;
  const kana = text.match(KANA)?.length ?? 0;
  const words = text.replace(HAN, " ").replace(KANA, " ").match(OTHER_WORDS)?.length ?? 0;
  return { han, others: kana + words };
}

export function languageOfUnits({ han, others }: WrittenUnits): "en" | "zh" {
  return han > 0 && han >= others ? "zh" : "en";
}
