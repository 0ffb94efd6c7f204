// Owns walking the bytes of a turn's text while counting it into the number that finds copies. Refuses texts as values.
// The number is that of contentHash.ts over the same text; a test holds the two to one answer.
import { CONTENT_START, CONTENT_STEP, contentNumber, LEAST_CONTENT, packed, turned } from "../contentHash.ts";
import { BACKSLASH, escapeAt, escapeLength, GIVEN_UP, QUOTE, SPACE } from "./cursor.ts";

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

  /** Past the JSON string whose opening quote is at `at`. */
  text(bytes: Uint8Array, at: number): number {
    return bytes[at] === QUOTE ? this.#walk(bytes, at + 1, bytes.length, true) : GIVEN_UP;
  }

  /** The text that stands from `from` to `to` as it is, without escapes. */
  range(bytes: Uint8Array, from: number, to: number): void {
    this.#walk(bytes, from, to, false);
  }

  /** Up to `to`, or past the quote that ends a JSON string. */
  #walk(bytes: Uint8Array, at: number, to: number, isJson: boolean): number {
    let one = this.#one;
    let other = this.#other;
    let length = this.#length;
    let ended = !isJson;
    while (at < to) {
      const lead = bytes[at] ?? 0;
      let character = lead;
      if (lead >>> 4 === 14) {
        character = (lead << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
        at += 3;
        if (character === WIDE_SPACE) continue;
      } else if (lead < 0x80) {
        at++;
        if (lead <= SPACE) {
          // In a string there is none below; it ends the line.
          if (isJson && lead < SPACE) return GIVEN_UP;
          continue;
        }
        if (isJson && lead === QUOTE) {
          ended = true;
          break;
        }
        if (isJson && lead === BACKSLASH) {
          const code = pointAt(bytes, at - 1);
          if (code === GIVEN_UP) return GIVEN_UP;
          at += (code > 0xffff ? 12 : escapeLength(bytes, at - 1)) - 1;
          if (code <= 32 || code === 0xa0 || code === 0x3000) continue;
          character = packed(code);
        }
        if (character >= 65 && character <= 90) character += 32;
      } else if (lead < 0xe0) {
        character = (lead << 8) | (bytes[at + 1] ?? 0);
        at += 2;
        if (character === HARD_SPACE) continue;
      } else {
        character = (lead << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
        at += 4;
      }
      const sum = Math.imul(one ^ character, CONTENT_STEP);
      one = other ^ (one >>> 15);
      other = sum;
      length++;
    }
    this.#one = one;
    this.#other = other;
    this.#length = length;
    return ended ? at : GIVEN_UP;
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

/** Whether the text from `from` to `to` has a character that is certainly no white space. Nearly always its first is one. */
export function speaks(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH) {
      const code = escapeAt(bytes, at);
      if ((code > SPACE && code < 0x7f) || (code > 0x3000 && code < 0xd800)) return true;
      at += escapeLength(bytes, at) - 1;
      // Of other bytes ASCII, and the first of U+4000 to U+CFFF.
    } else if ((byte > SPACE && byte < 0x7f) || (byte >= 0xe4 && byte <= 0xec)) return true;
  }
  return false;
}
