// Owns walking the bytes of a turn's text while counting it into the number that finds copies. Refuses texts as values.
// The number is that of contentHash.ts over the same text; a test holds the two to one answer.
import { CONTENT_START, CONTENT_STEP, contentNumber, LEAST_CONTENT, packed, turned } from "../contentHash.ts";
import { BACKSLASH, escapeAt, escapeLength, GIVEN_UP, QUOTE, SPACE } from "./cursor.ts";
import type { LineBytes } from "./lineBytes.ts";

/** U+3000 and U+00A0 in UTF-8. */
const [WIDE_SPACE, HARD_SPACE] = [0xe38080, 0xc2a0] as const;

/** Goes from text to text; `save` and `restore` leave one out again. */
export class ContentWalk {
  #one = 0;
  #other = 0;
  #length = 0;
  #saved = { one: 0, other: 0, length: 0 };

  start(): void {
    [this.#one, this.#other] = CONTENT_START;
    this.#length = 0;
  }

  save(): void {
    this.#saved.one = this.#one;
    this.#saved.other = this.#other;
    this.#saved.length = this.#length;
  }

  restore(): void {
    this.#one = this.#saved.one;
    this.#other = this.#saved.other;
    this.#length = this.#saved.length;
  }

  /** Past the text whose opening quote is at `at`. */
  text({ bytes, view }: LineBytes, at: number): number {
    if (bytes[at] !== QUOTE) return GIVEN_UP;
    let one = this.#one;
    let other = this.#other;
    let length = this.#length;
    at++;
    for (;;) {
      // The character and what follows it, its first byte highest.
      const word = view.getInt32(at);
      const lead = word >>> 24;
      let character: number;
      if (lead >>> 4 === 14) {
        at += 3;
        character = word >>> 8;
        if (character === WIDE_SPACE) continue;
      } else if (lead < 0x80) {
        at++;
        character = lead;
        if (lead === QUOTE) break;
        if (lead <= SPACE) {
          // Below it stands the end of the line.
          if (lead < SPACE) return GIVEN_UP;
          continue;
        }
        if (lead === BACKSLASH) {
          const code = pointAt(bytes, at - 1);
          if (code === GIVEN_UP) return GIVEN_UP;
          at += (code > 0xffff ? 12 : escapeLength(bytes, at - 1)) - 1;
          if (code <= 32 || code === 0xa0 || code === 0x3000) continue;
          character = packed(code);
        }
        if (character >= 65 && character <= 90) character += 32;
      } else if (lead < 0xe0) {
        at += 2;
        character = word >>> 16;
        if (character === HARD_SPACE) continue;
      } else {
        at += 4;
        character = word;
      }
      const sum = Math.imul(one ^ character, CONTENT_STEP);
      one = other;
      other = sum;
      length++;
    }
    this.#one = one;
    this.#other = other;
    this.#length = length;
    return at;
  }

  speaker(agent: boolean): void {
    const speaker = agent ? 1 : 2;
    const one = this.#one;
    this.#one = turned(this.#other, speaker);
    this.#other = turned(one, speaker);
  }

  /** The number, or undefined where there is too little text for one. */
  hash(): number | undefined {
    return this.#length < LEAST_CONTENT ? undefined : contentNumber(this.#one, this.#other);
  }
}

/** The character of the escape at `at`, of two where they are a pair. */
function pointAt(bytes: Uint8Array, at: number): number {
  const high = escapeAt(bytes, at);
  if (high < 0xd800 || high > 0xdbff || bytes[at + 6] !== BACKSLASH) return high;
  const low = escapeAt(bytes, at + 6);
  return low < 0xdc00 || low > 0xdfff ? high : 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/** Whether a text has a character that is certainly no white space. Nearly always its first is one. */
export function speaks(bytes: Uint8Array, quote: number, end: number): boolean {
  for (let at = quote + 1; at < end - 1; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH) at += escapeLength(bytes, at) - 1;
    // ASCII, or U+4000 to U+CFFF.
    else if ((byte > SPACE && byte < 0x7f) || (byte >= 0xe4 && byte <= 0xec)) return true;
  }
  return false;
}
