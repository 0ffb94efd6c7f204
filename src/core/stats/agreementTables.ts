// Owns the tables of judge × people and people × people, one a conversation, that agreement is made of. Refuses coefficients (agreement.ts).
import type { LabelField } from "../instrument/codebook.ts";
import { addCoincidences } from "./agreement.ts";
import type { RatedTurn } from "./agreementShape.ts";

/** Sums over conversations of a square table and what goes with it; rows are conversations, columns the cells of the table in row order. */
export interface ClusteredTable {
  readonly size: number;
  readonly rows: readonly (readonly number[])[];
  /** Turns in it, and how many of them have an invalid label of the judge. */
  readonly turns: number;
  readonly invalid: number;
}

/** The labels people gave a turn in one field, as places: what was decided, else everybody's. Unknown names are left out. */
export function peopleAt({ people, final }: RatedTurn, field: LabelField, labels: readonly string[]): readonly number[] {
  const decided = final?.[field];
  const names = decided === undefined ? people.flatMap(({ values }) => values[field] ?? []) : [decided];
  return names.map((name) => labels.indexOf(name)).filter((place) => place >= 0);
}

/** The judge's place, or `labels.length` where its label is invalid or unknown. */
export function judgeAt({ judge }: RatedTurn, field: LabelField, labels: readonly string[]): number {
  const place = judge?.status === "valid" ? labels.indexOf(judge[field] ?? "") : -1;
  return place < 0 ? labels.length : place;
}

/** Judge × people by conversation, sums of 1/π (or counts); row and column `labels.length` are the judge's invalid ones. */
export function judgeTables(turns: readonly RatedTurn[], field: LabelField, labels: readonly string[], weighted = true): ClusteredTable {
  const size = labels.length + 1;
  let [count, invalid] = [0, 0];
  const rows = byConversation(turns, size, (turn, row) => {
    const people = peopleAt(turn, field, labels);
    if (people.length === 0 || !turn.judge) return;
    const judge = judgeAt(turn, field, labels);
    count++;
    invalid += Number(judge === labels.length);
    const weight = (weighted ? 1 / turn.inclusion : 1) / people.length;
    for (const place of people) row[judge * size + place] = (row[judge * size + place] ?? 0) + weight;
  });
  return { size, rows, turns: count, invalid };
}

/** Coincidences of people's labels by conversation, sums of 1/π; turns with fewer than two labels count for nothing. */
export function peopleTables(turns: readonly RatedTurn[], field: LabelField, labels: readonly string[]): ClusteredTable {
  const size = labels.length;
  let count = 0;
  const rows = byConversation(turns, size, (turn, row) => {
    const given = turn.people.map(({ values }) => labels.indexOf(values[field] ?? "")).filter((place) => place >= 0);
    if (given.length < 2) return;
    count++;
    const table = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    addCoincidences(table, given, 1 / turn.inclusion);
    table.flat().forEach((weight, cell) => (row[cell] = (row[cell] ?? 0) + weight));
  });
  return { size, rows, turns: count, invalid: 0 };
}

/**
 * Tables of each pair of people by conversation: rows the first by name, columns the other. With `shared` the pairs of a turn share its
 * weight as in α, so that turns which many people labelled do not outweigh the others.
 */
export function pairTables(turns: readonly RatedTurn[], field: LabelField, labels: readonly string[], shared = false): readonly (ClusteredTable & { readonly a: string; readonly b: string })[] {
  const names = [...new Set(turns.flatMap(({ people }) => people.map(({ by }) => by)))].sort();
  const size = labels.length;
  return names.flatMap((a, i) =>
    names.slice(i + 1).map((b) => {
      let count = 0;
      const placeOf = (turn: RatedTurn, by: string): number => labels.indexOf(turn.people.find((person) => person.by === by)?.values[field] ?? "");
      const rows = byConversation(turns, size, (turn, row) => {
        const [one, other] = [placeOf(turn, a), placeOf(turn, b)];
        if (one < 0 || other < 0) return;
        count++;
        const others = shared ? turn.people.filter(({ values }) => labels.includes(values[field] ?? "")).length - 1 : 1;
        row[one * size + other] = (row[one * size + other] ?? 0) + 1 / (turn.inclusion * others);
      });
      return { a, b, size, rows, turns: count, invalid: 0 };
    }));
}

/** A row of sums as a table; `without` leaves out that many last rows and columns. */
export function tableOf(sums: readonly number[], size: number, without = 0): readonly (readonly number[])[] {
  return Array.from({ length: size - without }, (_, row) => sums.slice(row * size, row * size + size - without));
}

/** Column sums of rows. */
export function sumsOf(rows: readonly (readonly number[])[], width: number): readonly number[] {
  const sums = new Array<number>(width).fill(0);
  for (const row of rows) for (let i = 0; i < width; i++) sums[i] = (sums[i] ?? 0) + (row[i] ?? 0);
  return sums;
}

/** One row a conversation that put anything in, in order of first turns. */
function byConversation(turns: readonly RatedTurn[], size: number, add: (turn: RatedTurn, row: number[]) => void): readonly (readonly number[])[] {
  const rows = new Map<string, number[]>();
  for (const turn of turns) {
    const known = rows.get(turn.conversation);
    const row = known ?? new Array<number>(size * size).fill(0);
    add(turn, row);
    if (!known && row.some((weight) => weight > 0)) rows.set(turn.conversation, row);
  }
  return [...rows.values()];
}
