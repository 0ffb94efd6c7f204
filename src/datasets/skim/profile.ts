// Owns walking a profile's bytes, and whether it may give the outcome away. Refuses deciding that: outcomeWords.ts does, over the values.
import { bytesOf, CLOSE_OBJECT, COMMA, GIVEN_UP, matches, OPEN_LIST, OPEN_OBJECT, QUOTE, skipLiteral, skipNumber, skipPlain, skipSpaces, skipValue } from "./cursor.ts";
import { valueStart } from "./names.ts";

/** Past an object of texts, numbers, yes and no. */
export function skipProfile(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== OPEN_OBJECT) return GIVEN_UP;
  at = skipSpaces(bytes, at + 1);
  if (bytes[at] === CLOSE_OBJECT) return at + 1;
  for (;;) {
    at = skipPlain(bytes, at);
    if (at === GIVEN_UP) return GIVEN_UP;
    at = valueStart(bytes, at);
    if (at === GIVEN_UP || bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_LIST) return GIVEN_UP;
    at = bytes[at] === QUOTE ? skipPlain(bytes, at) : (bytes[at] ?? 0) >= 97 ? skipLiteral(bytes, at) : skipNumber(bytes, at);
    if (at === GIVEN_UP) return GIVEN_UP;
    at = skipSpaces(bytes, at);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    if (bytes[at] !== COMMA) return GIVEN_UP;
    at = skipSpaces(bytes, at + 1);
  }
}

/** Whether a profile may name the outcome: a field name not seen before, or a value that begins as an outcome's name does. */
export function mayTell(bytes: Uint8Array, at: number, label: string | undefined, harmless: readonly Uint8Array[]): boolean {
  const first = label === undefined ? -1 : firstOf(label);
  for (at = skipSpaces(bytes, at + 1); bytes[at] === QUOTE; at = skipSpaces(bytes, at + 1)) {
    const end = skipPlain(bytes, at);
    if (!harmless.some((name) => name.length === end - at - 2 && matches(bytes, at + 1, name))) return true;
    at = valueStart(bytes, end);
    const quoted = bytes[at] === QUOTE;
    const byte = bytes[quoted ? at + 1 : at] ?? 0;
    const letter = byte >= 65 && byte <= 90 ? byte + 32 : byte;
    if (letter === first || (first >= 0x80 && byte >= 0x80)) return true;
    if (quoted && (BEGINNINGS.has(letter) || CHINESE.some((word) => matches(bytes, at + 1, word)))) return true;
    at = skipSpaces(bytes, skipValue(bytes, at));
    if (bytes[at] !== COMMA) break;
  }
  return false;
}

const firstBytes = new Map<string, number>();
const MOST_LABELS = 1000;

/** The first byte of the outcome's own name, small; white space before it is nobody's. */
function firstOf(label: string): number {
  let first = firstBytes.get(label);
  if (first === undefined) {
    first = bytesOf(label.trim().toLowerCase())[0] ?? -1;
    if (firstBytes.size < MOST_LABELS) firstBytes.set(label, first);
  }
  return first;
}

/** The first letters of outcomes' names (outcomeWords.ts), and the bytes that white space begins with: it is not looked at. */
const BEGINNINGS: ReadonlySet<number> = new Set([...bytesOf("nbpdcr "), 0xc2, 0xe1, 0xe2, 0xe3, 0xef]);
const CHINESE = [bytesOf("已"), bytesOf("未")] as const;

