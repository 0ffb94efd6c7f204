// Owns reading a CSV file row by row. Refuses typing values: every field is the text that stands there.
import type { Bytes } from "../../core/ports.ts";
import type { ReadProgress } from "../dataset.ts";
import { CHUNK } from "./items.ts";

/** One row by column name; `line` is where the row ends in the file, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** Rows under the file's header. Broken quoting is read as text and short rows miss their last fields; the caller judges them. */
export async function* csvRows(bytes: Bytes, onProgress?: ReadProgress, signal?: AbortSignal, delimiter = ","): AsyncGenerator<CsvRow> {
  const { parse } = await import("csv-parse/stream");
  let at = 0;
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      signal?.throwIfAborted();
      const chunk = await bytes.read(at, Math.min(CHUNK, bytes.size - at), signal);
      at += chunk.length;
      // csv-parse wants Node's own kind of bytes.
      if (chunk.length > 0) controller.enqueue(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      onProgress?.(at, bytes.size);
      if (at >= bytes.size || chunk.length === 0) controller.close();
    },
  });
  const options = { bom: true, columns: true, delimiter, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true } as const;
  const rows = source.pipeThrough<{ info: { lines: number }; record: CsvRow["fields"] }>(parse(options));
  for await (const { info, record } of rows) yield { line: info.lines, fields: record };
}
