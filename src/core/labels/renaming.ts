// Owns reading labels of an older version of a codebook in its present names. Refuses deciding that two versions mean the same: the codebook says so.
import { LABEL_FIELDS, type Codebook, type LabelField } from "../instrument/codebook.ts";
import type { LabelInstrument, LabelValues } from "./entry.ts";

/** By older version: what its labels are called now, by field; names that stayed are not listed. A version that is not listed means something else. */
export type Renaming = NonNullable<Codebook["formerly"]>;

/** The values in the names of `codebook`, or undefined: another codebook, a version it does not say how to read, or a name that is gone. */
export function renamed({ name, version }: LabelInstrument, values: LabelValues, codebook: Codebook, renaming: Renaming = codebook.formerly ?? {}): LabelValues | undefined {
  const older = renaming[version];
  if (name !== codebook.name || !older) return undefined;
  const lists: Readonly<Record<LabelField, readonly { readonly name: string }[]>> = { stage: codebook.stages, emotion: codebook.emotions, blocker: codebook.blockers };
  const now: Partial<Record<LabelField, string>> = {};
  for (const field of LABEL_FIELDS) {
    const before = values[field];
    if (before === undefined) continue;
    const after = older[field]?.[before] ?? before;
    if (!lists[field].some((label) => label.name === after)) return undefined;
    now[field] = after;
  }
  return now;
}
