// Owns walking the JSON of one item byte by byte, without making values. Refuses judging: what it does not expect, it gives up (-1), and JSON.parse decides.
// Takes well-formed UTF-8 behind which stands a control character (`NativeSkim` sees to it): a walk stops there, so none asks for the end.

export const GIVEN_UP = -1;

export const [QUOTE, BACKSLASH, COMMA, COLON, SPACE] = [34, 92, 44, 58, 32] as const;
export const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93] as const;
const [MINUS, DOT, ZERO, NINE, SMALL_N, SMALL_T, SMALL_F] = [45, 46, 48, 57, 110, 116, 102] as const;

/** Levels walked before giving up; far below the limit on kept fields. */
const MOST_LEVELS = 32;

/** The first byte from `at` that is no space. */
export function skipSpaces(bytes: Uint8Array, at: number): number {
  while (bytes[at] === SPACE) at++;
  return at;
}

/** Past a string without escapes whose opening quote is at `at`. */
export function skipPlain(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return GIVEN_UP;
  for (;;) {
    const byte = bytes[++at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH || byte < SPACE) return GIVEN_UP;
  }
}

/** Past a string whose opening quote is at `at`. */
function skipString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return GIVEN_UP;
  at++;
  for (;;) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < SPACE) return GIVEN_UP;
    if (byte !== BACKSLASH) at++;
    else if (escapeAt(bytes, at) === GIVEN_UP) return GIVEN_UP;
    else at += escapeLength(bytes, at);
  }
}

/** The UTF-16 unit an escape at `at` (its backslash) stands for. */
export function escapeAt(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case QUOTE:
      return QUOTE;
    case BACKSLASH:
      return BACKSLASH;
    case 47:
      return 47;
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    case 117: {
      let code = 0;
      for (let place = at + 2; place < at + 6; place++) {
        const digit = hexadecimal(bytes[place] ?? 0);
        if (digit < 0) return GIVEN_UP;
        code = code * 16 + digit;
      }
      return code;
    }
    default:
      return GIVEN_UP;
  }
}

/** Bytes of the escape at `at`. */
export function escapeLength(bytes: Uint8Array, at: number): number {
  return bytes[at + 1] === 117 ? 6 : 2;
}

function hexadecimal(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Past a value of any kind. */
export function skipValue(bytes: Uint8Array, at: number, level = 0): number {
  const byte = bytes[at] ?? 0;
  if (byte === QUOTE) return skipString(bytes, at);
  if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return skipNumber(bytes, at);
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) return level < MOST_LEVELS ? skipNest(bytes, at, level + 1) : GIVEN_UP;
  return skipLiteral(bytes, at);
}

/** Past null, true or false. */
export function skipLiteral(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  const word = byte === SMALL_N ? NULL : byte === SMALL_T ? TRUE : byte === SMALL_F ? FALSE : undefined;
  return word !== undefined && matches(bytes, at, word) ? at + word.length : GIVEN_UP;
}

/** Past null; gives up at anything else. */
export function skipNull(bytes: Uint8Array, at: number): number {
  return matches(bytes, at, NULL) ? at + NULL.length : GIVEN_UP;
}

/** Whether the bytes from `at` are those of the word. */
export function matches(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let place = 0; place < word.length; place++) if (bytes[at + place] !== word[place]) return false;
  return true;
}

export function bytesOf(word: string): Uint8Array {
  return new TextEncoder().encode(word);
}

/** A word in quotes of four to eight bytes, by its first four bytes and its last, each as one number: most bytes outside of texts are such words. */
export interface QuotedWord {
  readonly first: number;
  readonly last: number;
  readonly length: number;
}

export function quoted(word: string): QuotedWord {
  const bytes = bytesOf(`"${word}"`);
  return { first: fourAt(bytes, 0), last: fourAt(bytes, bytes.length - 4), length: bytes.length };
}

/** Four bytes as one number. */
export function fourAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}

/** Whether the word stands at `at`, where its first four bytes do. */
export function goesOn(bytes: Uint8Array, at: number, { last, length }: QuotedWord): boolean {
  return fourAt(bytes, at + length - 4) === last;
}

const [NULL, TRUE, FALSE] = [bytesOf("null"), bytesOf("true"), bytesOf("false")] as const;

/** A number without exponent. */
export function skipNumber(bytes: Uint8Array, at: number): number {
  if (bytes[at] === MINUS) at++;
  const whole = skipDigits(bytes, at);
  if (whole === at || (bytes[at] === ZERO && whole > at + 1)) return GIVEN_UP;
  let end = whole;
  if (bytes[end] === DOT) {
    end = skipDigits(bytes, whole + 1);
    if (end === whole + 1) return GIVEN_UP;
  }
  // An exponent may make it infinite.
  return ((bytes[end] ?? 0) | 32) === 101 ? GIVEN_UP : end;
}

function skipDigits(bytes: Uint8Array, at: number): number {
  for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) at++;
  return at;
}

function skipNest(bytes: Uint8Array, at: number, level: number): number {
  const object = bytes[at] === OPEN_OBJECT;
  const close = object ? CLOSE_OBJECT : CLOSE_LIST;
  at = skipSpaces(bytes, at + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    if (object) {
      at = skipString(bytes, at);
      if (at === GIVEN_UP) return GIVEN_UP;
      at = skipSpaces(bytes, at);
      if (bytes[at] !== COLON) return GIVEN_UP;
      at = skipSpaces(bytes, at + 1);
    }
    at = skipValue(bytes, at, level);
    if (at === GIVEN_UP) return GIVEN_UP;
    at = skipSpaces(bytes, at);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) return GIVEN_UP;
    at = skipSpaces(bytes, at + 1);
  }
}
