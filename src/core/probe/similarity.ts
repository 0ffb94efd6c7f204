// Owns how alike two agent turns are: shared words, nothing learned from a corpus (a word's frequency would carry later turns and outcomes).
// Refuses who may be a donor (control.ts).

/** Words that carry no topic. Fixed here, so that no dataset changes a similarity. */
const STOP_WORDS = new Set(
  ("a about after all also am an and any are as at be been before but by can could did do does doing don for from get give go going good had has have he her " +
    "hi hello hey him his how i if in into is it its just know let like ll m make me more much my no not now of ok okay on one or our out please re really s she so some " +
    "t than thank thanks that the their them then there these they this those to too up us ve very want was we well were what when where which who why will with would yes you your")
    .split(" "),
);
const WORD = /[\p{L}\p{N}]+/gu;
const HAN_RUN = /\p{Script=Han}+/gu;
/** Particles and pronouns that join most Chinese sentences. */
const HAN_STOP = new Set([..."的了是我你您他她它们这那吗呢吧啊呀哦嗯在就都也和与不有很要会说个一"]);

/**
 * The words that stand for a turn: lower case, without stop words; of Chinese runs the pairs of neighbouring characters
 * that are not both particles. A turn of stop words only keeps them all, since they are then all it says.
 */
export function topicWords(text: string): ReadonlySet<string> {
  const plain = text.normalize("NFKC").toLowerCase();
  const topic = new Set<string>();
  const every = new Set<string>();
  for (const [run] of plain.matchAll(HAN_RUN)) {
    const characters = [...run];
    if (characters.length === 1) every.add(run);
    for (let place = 1; place < characters.length; place++) {
      const pair = `${characters[place - 1]}${characters[place]}`;
      every.add(pair);
      if (!(HAN_STOP.has(characters[place - 1] ?? "") && HAN_STOP.has(characters[place] ?? ""))) topic.add(pair);
    }
  }
  for (const [word] of plain.replace(HAN_RUN, " ").matchAll(WORD)) {
    every.add(word);
    if (!STOP_WORDS.has(word)) topic.add(word);
  }
  return topic.size > 0 ? topic : every;
}

/** Cosine of two word sets, in [0, 1]: |A ∩ B| / √(|A|·|B|); 0 where either is empty. */
export function cosine(shared: number, sizeA: number, sizeB: number): number {
  return shared === 0 ? 0 : shared / Math.sqrt(sizeA * sizeB);
}

/** Inverted index of word sets by number (0, 1, …), for counting shared words with all of them at once. */
export class WordIndex {
  readonly #postings = new Map<string, number[]>();
  readonly #sizes: number[] = [];

  /** Adds the next set and returns its number. */
  add(words: ReadonlySet<string>): number {
    const number = this.#sizes.length;
    this.#sizes.push(words.size);
    for (const word of words) {
      const posting = this.#postings.get(word);
      if (posting) posting.push(number);
      else this.#postings.set(word, [number]);
    }
    return number;
  }

  /** {@link cosine} with every set, by its number; 0 where no word is shared. */
  similarities(words: ReadonlySet<string>): Float64Array {
    const values = new Float64Array(this.#sizes.length);
    for (const word of words) {
      for (const number of this.#postings.get(word) ?? []) values[number] = (values[number] ?? 0) + 1;
    }
    return values.map((shared, number) => cosine(shared, words.size, this.#sizes[number] ?? 0));
  }
}
