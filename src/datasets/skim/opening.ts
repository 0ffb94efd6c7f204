// Owns whether a user's first text may open as only the side that serves does, from its bytes: nearly none does, and making each text takes long.
// Refuses deciding that: suspicion.ts does, over the text.
import { BACKSLASH } from "./cursor.ts";

/** Bytes looked at: those of as many characters as are looked at there, and more. */
const OPENING = 1600;
/** One character that each of the phrases has: 服, 什, 欢, 感. */
const CHINESE: ReadonlySet<number> = new Set([0xe69c8d, 0xe4bb80, 0xe6aca2, 0xe6849f]);
/** The first letters of the English ones, small. */
const [H, T, W] = [104, 116, 119] as const;

/** False only where the text from `from` to `to` does not open so; in doubt true. */
export function mayServe(bytes: Uint8Array, from: number, to: number): boolean {
  const end = Math.min(to, from + OPENING);
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const letter = byte | 32;
    if (letter === H || letter === T || letter === W || byte === BACKSLASH) return true;
    if ((byte === 0xe6 || byte === 0xe4) && CHINESE.has((byte << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0))) return true;
  }
  return false;
}
