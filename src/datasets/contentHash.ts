// Owns one number for what was said in a conversation, whatever spaces, letter case and ids. Refuses being a digest: it is for finding copies only.
import type { Message } from "../core/transcript/conversation.ts";

/** Fewer characters than this can be the same by chance ("Hello", "Not interested"). */
export const LEAST_CONTENT = 40;

/** What the two lanes begin with, and by what each step multiplies: 2³² over the golden ratio, which carries low bits far up. */
export const CONTENT_START = [0x811c9dc5 | 0, 0x2545f491] as const;
export const CONTENT_STEP = 0x9e3779b1 | 0;

/**
 * 53 bits over speakers and texts, in one pass: white space and control characters are passed over, A to Z count as a to z.
 * Undefined for conversations of less than {@link LEAST_CONTENT} characters. Characters go into two lanes in turn, each as its UTF-8 bytes
 * in one number, since large files are read as bytes (skim/content.ts); each step can be undone, and carries high bits down. Over 100,000 conversations the chance of one
 * wrong pair is below one in a million.
 */
export function contentHash(messages: readonly Message[]): number | undefined {
  let one: number = CONTENT_START[0];
  let other: number = CONTENT_START[1];
  let length = 0;
  for (const { role, text } of messages) {
    if (role === "system") continue;
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at) ?? 0;
      if (code > 0xffff) at++;
      if (code <= 32 || code === 0xa0 || code === 0x3000) continue;
      const sum = Math.imul(one ^ packed(code >= 65 && code <= 90 ? code + 32 : code), CONTENT_STEP);
      one = other ^ (one >>> 15);
      other = sum;
      length++;
    }
    const speaker = role === "agent" ? 1 : 2;
    [one, other] = [turned(other, speaker), turned(one, speaker)];
  }
  return length < LEAST_CONTENT ? undefined : contentNumber(one, other);
}

/** The UTF-8 bytes of a character as one number; half a pair counts as if it were a character. */
export function packed(code: number): number {
  if (code < 0x80) return code;
  const last = 0x80 | (code & 63);
  if (code < 0x800) return ((0xc0 | (code >> 6)) << 8) | last;
  const middle = 0x80 | ((code >> 6) & 63);
  if (code < 0x10000) return ((0xe0 | (code >> 12)) << 16) | (middle << 8) | last;
  return ((0xf0 | (code >> 18)) << 24) | ((0x80 | ((code >> 12) & 63)) << 16) | (middle << 8) | last;
}

/** A lane at the end of a text: its high bits come down, and the speaker goes in. */
export function turned(lane: number, speaker: number): number {
  return Math.imul(lane ^ (lane >>> 15) ^ speaker, CONTENT_STEP);
}

/** The number of two lanes. */
export function contentNumber(one: number, other: number): number {
  return (one >>> 0) * 0x200000 + (other >>> 11);
}
