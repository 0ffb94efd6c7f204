// Owns finding which known field a name in the bytes is. Refuses meaning.
import { bytesOf, COLON, GIVEN_UP, matches, skipSpaces } from "./cursor.ts";

/** Known names by length. */
export type FieldNames = readonly (readonly { readonly word: Uint8Array; readonly field: number }[])[];

/** The names with their bits; a name that is not known is 0. */
export function fieldsOf(fields: Readonly<Record<string, number>>): FieldNames {
  const byLength: { word: Uint8Array; field: number }[][] = [];
  for (const [name, field] of Object.entries(fields)) (byLength[name.length] ??= []).push({ word: bytesOf(name), field });
  return Array.from(byLength, (names: { word: Uint8Array; field: number }[] | undefined) => names ?? []);
}

/** The field named by the bytes; 0 for one that is not known. */
export function fieldIn(fields: FieldNames, bytes: Uint8Array, from: number, to: number): number {
  const names = fields[to - from];
  if (names) for (const name of names) if (matches(bytes, from, name.word)) return name.field;
  return 0;
}

/** Where the value begins of a name that ends at `at`; given up where the name was. */
export function valueStart(bytes: Uint8Array, at: number): number {
  if (at === GIVEN_UP) return GIVEN_UP;
  at = skipSpaces(bytes, at);
  return bytes[at] === COLON ? skipSpaces(bytes, at + 1) : GIVEN_UP;
}

