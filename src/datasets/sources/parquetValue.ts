// Owns turning what a Parquet cell decodes to into the values JSON has. Refuses inventing zones: a time without one stays without.
import { setOwn } from "./setOwn.ts";

/** Makes of a row, in place, what JSON would have. `zoneless`: columns whose times say no zone. */
export function makePlain(row: Record<string, unknown>, zoneless: ReadonlySet<string>): void {
  for (const column in row) {
    const cell = row[column];
    if (typeof cell === "object" ? cell !== null : typeof cell === "bigint") setOwn(row, column, plain(cell, zoneless.has(column)));
  }
}

/** What JSON would have of a cell. */
export function plain(cell: unknown, zoneless: boolean): unknown {
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  if (typeof cell !== "object" || cell === null) return cell;
  if (cell instanceof Date) return timeOf(cell, zoneless);
  if (ArrayBuffer.isView(cell)) return cell instanceof Uint8Array ? new TextDecoder().decode(cell) : undefined;
  if (Array.isArray(cell)) return cell.map((each) => plain(each, zoneless));
  const fields: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(cell) as [string, unknown][]) setOwn(fields, name, plain(each, zoneless));
  return fields;
}

function timeOf(date: Date, zoneless: boolean): string {
  if (Number.isNaN(date.getTime())) return "";
  const iso = date.toISOString();
  return zoneless ? iso.replace(/Z$/u, "") : iso;
}
