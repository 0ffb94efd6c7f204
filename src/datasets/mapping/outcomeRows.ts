// Owns the rows of a file of outcomes: CSV, TSV, JSON Lines or a JSON list, by its name. Refuses their meaning.
import { parsedJson } from "../../core/json.ts";
import type { Bytes } from "../../core/ports.ts";
import { dialectOf } from "../sources/csvDialect.ts";
import { csvRows } from "../sources/csvRows.ts";
import { decode } from "../sources/decode.ts";
import { elementsOf } from "../sources/elements.ts";
import { beginningOf } from "../sources/guess.ts";
import { linesOf } from "../sources/lines.ts";

/** One row; `value` undefined where it is not JSON. */
export interface OutcomeRow {
  readonly line: number;
  readonly value: unknown;
}

/** Rows in file order. An empty line is none. */
export async function* outcomeRows(path: string, bytes: Bytes, signal?: AbortSignal): AsyncGenerator<OutcomeRow> {
  const json = /\.(?:jsonl|ndjson|json)(?:\.gz)?$/iu.exec(path)?.[0];
  if (json === undefined) {
    const { delimiter } = dialectOf(decode(await beginningOf(bytes, signal)).text, path.replace(/\.gz$/iu, ""));
    for await (const { line, fields } of csvRows(bytes, undefined, signal, delimiter)) yield { line, value: fields };
    return;
  }
  const scan = /^\.json(?:\.gz)?$/iu.test(json) ? elementsOf : linesOf;
  for await (const batch of scan(bytes, undefined, signal)) {
    for (const { line, bytes: text } of batch) yield { line, value: text && parsedJson(decode(text).text) };
  }
}
