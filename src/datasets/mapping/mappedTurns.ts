// Owns finding the list of turns of a foreign record, in each form a mapping can give. Refuses what a turn holds.
import { fieldName } from "../../protocol/issue.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { Misfit } from "./misfit.ts";

/** The turns and where they stand in the record; those made of several lists or of one text all stand at its place. */
export interface FoundTurns {
  readonly list: readonly unknown[];
  readonly pathOf: (index: number) => JsonPath;
}

/** The turns in the order they were said. Throws a {@link Misfit} where the record has no such turns. */
export function turnsOf(mapping: Mapping, record: object): FoundTurns {
  const found = turnsAsFiled(mapping, record);
  return mapping.order === undefined ? found : inOrder(found, mapping.order);
}

function inOrder({ list, pathOf }: FoundTurns, field: string): FoundTurns {
  const numbered = list.map((turn, index) => {
    const { value, path } = fieldOf(turn, field);
    const text = asText(value);
    const number = text === undefined || text === "" ? Number.NaN : Number(text);
    const at = [...pathOf(index), ...path];
    if (!Number.isFinite(number)) throw new Misfit({ at, id: value === undefined ? "field-missing" : "field-type", values: { field: fieldName(at), expected: "number" } });
    return { index, number };
  });
  numbered.sort((a, b) => a.number - b.number);
  return { list: numbered.map(({ index }) => list[index]), pathOf: (position) => pathOf(numbered[position]?.index ?? position) };
}

function turnsAsFiled({ turns }: Mapping, record: object): FoundTurns {
  if (typeof turns === "string") {
    const { list, path } = listAt(record, turns);
    return { list, pathOf: (index) => [...path, index] };
  }
  return "parallel" in turns ? besideEachOther(record, turns.parallel) : spokenLines(record, turns);
}

/** First steps of the fields that hold turns; everything else of a record is kept as it is. */
export function turnFields({ turns }: Mapping, record: object): ReadonlySet<unknown> {
  const names = typeof turns === "string" ? [turns] : "parallel" in turns ? Object.values(turns.parallel) : [turns.text];
  return new Set(names.map((name) => fieldOf(record, name).path[0]));
}

function besideEachOther(record: object, names: Readonly<Record<string, string>>): FoundTurns {
  const lists = Object.entries(names).map(([name, field]) => ({ name, ...listAt(record, field) }));
  const first = lists[0];
  const odd = lists.find(({ list }) => list.length !== first?.list.length);
  if (odd) throw new Misfit({ at: odd.path, id: "lists-unequal", values: { field: fieldName(odd.path), other: fieldName(first?.path ?? []) } });
  const list = (first?.list ?? []).map((_, index) => Object.fromEntries(lists.map(({ name, list: values }) => [name, values[index]])));
  return { list, pathOf: () => first?.path ?? [] };
}

/** Text before the first speaker belongs to nobody and is passed over; a line without a speaker continues the turn. */
function spokenLines(record: object, { text, speakers }: { readonly text: string; readonly speakers: readonly string[] }): FoundTurns {
  const { value, path } = fieldOf(record, text);
  if (typeof value !== "string") throw new Misfit({ at: path, id: value === undefined ? "field-missing" : "field-type", values: { field: fieldName(path), expected: "string" } });
  const list: { readonly speaker: string; text: string }[] = [];
  for (const line of value.split(/\r\n|\r|\n/u)) {
    const begun = line.trimStart();
    const speaker = speakers.find((each) => begun.startsWith(`${each}:`));
    const last = list.at(-1);
    if (speaker !== undefined) list.push({ speaker, text: begun.slice(speaker.length + 1).trim() });
    else if (last) last.text += `\n${line}`;
  }
  for (const turn of list) turn.text = turn.text.trimEnd();
  return { list, pathOf: () => path };
}

function listAt(record: object, name: string): { readonly list: readonly unknown[]; readonly path: JsonPath } {
  const { value, path } = fieldOf(record, name);
  if (Array.isArray(value)) return { list: value, path };
  throw new Misfit({ at: path, id: value === undefined ? "field-missing" : "field-type", values: { field: fieldName(path), expected: "array" } });
}
