// Owns walking the bytes of a turn's text while counting it into the number that finds copies. Refuses texts as values.
// The number is that of contentHash.ts over the same text; a test holds the two to one answer.
import { LEAST_CONTENT } from "../contentHash.ts";
import { BACKSLASH, escapeAt, escapeLength, GIVEN_UP, QUOTE } from "./cursor.ts";

/** Goes from text to text; `save` and `restore` leave one out again. */
export class ContentWalk {
  #one = 0;
  #other = 0;
  #length = 0;
  #saved = { one: 0, other: 0, length: 0 };
  /** Whether the text walked last has a character that is certainly no white space. */
  spoken = false;

  start(): void {
    this.#one = 0x811c9dc5 | 0;
    this.#other = 0x2545f491;
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
  text(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== QUOTE) return GIVEN_UP;
    const end = bytes.length;
    let one = this.#one;
    let other = this.#other;
    let length = this.#length;
    let spoken = false;
    at++;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      let code = byte;
      if ((byte & 0xf0) === 0xe0) {
        code = ((byte & 15) << 12) | (((bytes[at + 1] ?? 0) & 63) << 6) | ((bytes[at + 2] ?? 0) & 63);
        at += 3;
        if (code === 0x3000) continue;
        spoken ||= code > 0x3000 && code < 0xd800;
      } else if (byte < 0x80) {
        if (byte === QUOTE) {
          this.#one = one;
          this.#other = other;
          this.#length = length;
          this.spoken = spoken;
          return at + 1;
        }
        if (byte === BACKSLASH) {
          code = escapeAt(bytes, at);
          if (code === GIVEN_UP) return GIVEN_UP;
          at += escapeLength(bytes, at);
          if (code === 0xa0 || code === 0x3000) continue;
        } else at++;
        if (code <= 32) continue;
        if (code >= 65 && code <= 90) code += 32;
        spoken ||= code < 0x7f;
      } else if (byte < 0xe0) {
        code = ((byte & 31) << 6) | ((bytes[at + 1] ?? 0) & 63);
        at += 2;
        if (code === 0xa0) continue;
      } else {
        const point = ((byte & 7) << 18) | (((bytes[at + 1] ?? 0) & 63) << 12) | (((bytes[at + 2] ?? 0) & 63) << 6) | ((bytes[at + 3] ?? 0) & 63);
        at += 4;
        const high = 0xd7c0 + (point >> 10);
        one = Math.imul(one ^ high, 0x01000193);
        other = Math.imul(other ^ high, 0x85ebca6b);
        length++;
        code = 0xdc00 | (point & 0x3ff);
      }
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other ^ code, 0x85ebca6b);
      length++;
    }
    return GIVEN_UP;
  }

  speaker(agent: boolean): void {
    const speaker = agent ? 1 : 2;
    this.#one = Math.imul(this.#one ^ speaker, 0x01000193);
    this.#other = Math.imul(this.#other ^ speaker, 0x85ebca6b);
  }

  /** The number, or undefined where there is too little text for one. */
  hash(): number | undefined {
    return this.#length < LEAST_CONTENT ? undefined : (this.#one >>> 0) * 0x200000 + (this.#other >>> 11);
  }
}
