// Owns how a part that other work makes stands on a receipt's page: why it is missing, or its numbers row by row. Refuses its meaning.
import { count, fixed } from "../figures/numbers.ts";
import { say, type Wording } from "../figures/words.ts";
import type { Block } from "./document.ts";
import type { ReceiptPart } from "./shape.ts";

/** Rows of a part on the page; the JSON has all of it. */
const MOST_ROWS = 60;

/** The part, or the sentence why it is not there. */
export function partBlocks(part: ReceiptPart, wording: Wording): readonly Block[] {
  if (!part.made) return [{ kind: "text", text: say(`receipt-part-${part.reason}`, {}, wording) }];
  const rows = leaves(part.value, []);
  const table: Block = { kind: "table", table: { title: say("receipt-part", {}, wording), rows: [["", ""], ...rows.slice(0, MOST_ROWS)] } };
  return rows.length > MOST_ROWS ? [table, { kind: "text", text: say("receipt-part-more", { count: count(rows.length - MOST_ROWS) }, wording) }] : [table];
}

/** Numbers and short texts by the way to them; a reported number is one row with its interval. */
function leaves(value: unknown, path: readonly string[]): readonly (readonly [string, string])[] {
  const label = path.join(" · ");
  if (typeof value === "number") return [[label, Number.isInteger(value) ? count(value) : fixed(value, 3)]];
  if (typeof value === "string" || typeof value === "boolean") return [[label, String(value)]];
  if (typeof value !== "object" || value === null) return [];
  if ("ok" in value && "quantity" in value) return [[label, reportedText(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

function reportedText(value: object): string {
  const { ok, value: number, reason, interval } = value as { readonly ok: unknown; readonly value?: unknown; readonly reason?: unknown; readonly interval?: { readonly ok?: unknown; readonly value?: { readonly low: number; readonly high: number } } };
  if (ok !== true || typeof number !== "number") return String(reason);
  const bounds = interval?.ok === true && interval.value ? ` [${fixed(interval.value.low, 3)}, ${fixed(interval.value.high, 3)}]` : "";
  return `${fixed(number, 3)}${bounds}`;
}
