// Owns making texts of bytes where one is needed, and finding bytes no plain item has. Refuses bytes that are not UTF-8.
import { decode } from "../sources/decode.ts";
import { GIVEN_UP, skipPlain, skipValue } from "./cursor.ts";

/** Text of bytes without escapes. Short ASCII letter by letter, which is five times as fast as a decoder. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 12) return decode(bytes.subarray(from, to)).text;
  let text = "";
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return decode(bytes.subarray(from, to)).text;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The string whose opening quote is at `at`. */
export function textAt(bytes: Uint8Array, at: number): string {
  const plain = skipPlain(bytes, at);
  if (plain !== GIVEN_UP) return textOf(bytes, at + 1, plain - 1);
  return JSON.parse(decode(bytes.subarray(at, skipValue(bytes, at))).text) as string;
}

/** A byte below the space: a fault inside a string, white space outside. Four at a time. */
export function hasControl(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) {
    const word = view.getInt32(at, true);
    // Alan Mycroft's test for a byte less than n.
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return true;
  }
  for (let at = whole; at < bytes.length; at++) if ((bytes[at] ?? 0) < 32) return true;
  return false;
}
