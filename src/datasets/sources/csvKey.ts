// Owns the text under which a row of a CSV file is filed, from the bytes of its cell. Refuses finding the cell.
import { decode } from "./decode.ts";

const QUOTE = 34;

/** As the mapping compares: without quotes and trimmed. */
export function keyText(bytes: Uint8Array): string {
  // Scattered rows ask for every key; most are short and plain.
  let plain = bytes.length < 64;
  for (let at = 0; plain && at < bytes.length; at++) plain = (bytes[at] ?? 0) < 0x80 && bytes[at] !== QUOTE;
  if (plain) return String.fromCharCode(...bytes).trim();
  const text = decode(bytes).text;
  const quoted = /^"((?:[^"]|"")*)"$/u.exec(text)?.[1];
  return (quoted === undefined ? text : quoted.replaceAll('""', '"')).trim();
}
