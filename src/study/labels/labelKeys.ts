// Owns which single key stands for which label in the document of a queue item: a row of the keyboard a field. Refuses what a key does.
// package.json binds the same keys; a test holds it against this file.
import { LABEL_FIELDS, type Codebook, type LabelDefinition, type LabelField } from "../../core/instrument/codebook.ts";

/** Keys of a field's labels in the codebook's order. A codebook with more labels than keys is chosen from with {@link ACTION_KEYS}.choose. */
export const FIELD_KEYS: Readonly<Record<LabelField, string>> = { stage: "1234567890", emotion: "qwertyuiop", blocker: "asdfghjkl" };

/** Keys of what else can be done with an item. */
export const ACTION_KEYS = { next: "n", back: "b", skip: "x", reason: "m", undo: "z", choose: "enter" } as const;
export type LabelAction = keyof typeof ACTION_KEYS;

/** The labels of a field, in the order of its keys. */
export function labelsOf(codebook: Codebook, field: LabelField): readonly LabelDefinition[] {
  return field === "stage" ? codebook.stages : field === "emotion" ? codebook.emotions : codebook.blockers;
}

/** The key of a label by its place in its field; undefined beyond the last key. */
export function keyOf(field: LabelField, place: number): string | undefined {
  return FIELD_KEYS[field][place];
}

/** What a key stands for under a codebook; undefined where it has no such label. */
export function labelOfKey(codebook: Codebook, key: string): { readonly field: LabelField; readonly name: string } | undefined {
  for (const field of LABEL_FIELDS) {
    const place = key.length === 1 ? FIELD_KEYS[field].indexOf(key) : -1;
    const name = place < 0 ? undefined : labelsOf(codebook, field)[place]?.name;
    if (name !== undefined) return { field, name };
  }
  return undefined;
}
