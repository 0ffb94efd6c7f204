// Owns finding the labels that people or models gave the turns of a foreign record. Refuses judging or translating them.
import { ACTS, type TurnLabel } from "../../core/transcript/conversation.ts";
import type { LabelSource, Mapping } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";

/** The labels of each turn; `texts` are the turns' texts, undefined for those that are no dialogue. */
export function labelsOf({ labels = [] }: Mapping, record: object, turns: readonly unknown[], texts: readonly (string | undefined)[]): readonly (readonly TurnLabel[])[] {
  const found = turns.map((): TurnLabel[] => []);
  for (const source of labels) {
    const beside = source.beside && besideTurns(source.beside, record, texts);
    turns.forEach((turn, index) => found[index]?.push(...labelsFrom(source, beside ? beside.get(index) : turn)));
  }
  return found;
}

/** Entries of a list beside the turns, by the turn each belongs to. An entry whose text no later turn has is passed over. */
function besideTurns({ list, item }: NonNullable<LabelSource["beside"]>, record: object, texts: readonly (string | undefined)[]): ReadonlyMap<number, unknown> {
  const entries = fieldOf(record, list).value;
  const matched = new Map<number, unknown>();
  let from = 0;
  for (const entry of Array.isArray(entries) ? (entries as readonly unknown[]) : []) {
    const text = fieldOf(entry, item).value;
    const at = typeof text === "string" ? texts.indexOf(text, from) : -1;
    if (at === -1) continue;
    matched.set(at, entry);
    from = at + 1;
  }
  return matched;
}

function labelsFrom({ by, fields, votes }: LabelSource, source: unknown): readonly TurnLabel[] {
  const values = Object.entries(fields).flatMap(([name, field]) => {
    const text = asText(fieldOf(source, field).value);
    return text === undefined || text === "" ? [] : [[name, text] as const];
  });
  if (votes === undefined) return values.length === 0 ? [] : [labelOf(by, values)];
  const cut = values.map(([name, text]) => [name, text.split(votes)] as const);
  const people = Math.max(0, ...cut.map(([, each]) => each.length));
  return Array.from({ length: people }, (_, person) =>
    labelOf(`${by}-${person + 1}`, cut.flatMap(([name, each]) => (each[person]?.trim() ? [[name, each[person].trim()] as const] : []))),
  ).filter((label) => Object.keys(label).length > 1);
}

/** `act` is a word of the product; a scheme's own act of another name would be dropped on writing back, so it is kept as `dialogueAct`. */
function labelOf(by: string, values: readonly (readonly [string, string])[]): TurnLabel {
  const named = values.map(([name, text]) => (name === "act" && !(ACTS as readonly string[]).includes(text) ? ["dialogueAct", text] : [name, text]));
  return { ...(Object.fromEntries(named) as Omit<TurnLabel, "by">), by };
}
