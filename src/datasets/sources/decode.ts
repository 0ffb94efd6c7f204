// Owns turning the bytes of an item into text. Refuses guessing other encodings: what is not UTF-8 becomes U+FFFD and is reported.

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder("utf-8");

/** Text of an item; `brokenAt` is the UTF-16 offset of the first byte that is not UTF-8. A byte order mark is dropped. */
export interface Decoded {
  readonly text: string;
  readonly brokenAt?: number;
}

export function decode(bytes: Uint8Array): Decoded {
  try {
    return { text: strict.decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: lenient.decode(bytes), brokenAt: lenient.decode(bytes.subarray(0, firstBroken(bytes))).length };
  }
}

/** Offset of the first byte that starts no well-formed UTF-8 character (Unicode, table 3-7). */
function firstBroken(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
