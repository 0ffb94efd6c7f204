// Owns taking labels in from a file into the annotations of a folder. Refuses reading their forms (exchange.ts).
import type { AnnotationEntry } from "../../core/labels/entry.ts";
import type { Clock, Digest, Files } from "../../core/ports.ts";
import { csvRows } from "../../datasets/sources/csvRows.ts";
import { smallText } from "../smallText.ts";
import type { Annotations } from "./annotations.ts";
import { readLabels, type ImportSetting, type LabelRow, type RefusedRow } from "./exchange.ts";

export interface Taken {
  readonly taken: number;
  /** Were here already. */
  readonly known: number;
  readonly empty: number;
  readonly refused: readonly RefusedRow[];
}

const MOST_BYTES = 256 * 1024 * 1024;

/** A `.csv` table, or `.jsonl` lines: a packet that was filled in, or annotations of another folder. Each entry goes to its annotator's file of its day. */
export async function takeLabels(path: string, annotations: Annotations, setting: Pick<ImportSetting, "queues" | "by" | "codebookOf">, { files, clock, digest }: { readonly files: Pick<Files, "open" | "stat" | "basename">; readonly clock: Pick<Clock, "now">; readonly digest: Pick<Digest, "sha256"> }, signal?: AbortSignal): Promise<Taken> {
  const lines: { line: number; value: string | LabelRow }[] = [];
  if (path.endsWith(".csv")) {
    const bytes = await files.open(path);
    try {
      for await (const { line, fields } of csvRows(bytes, undefined, signal)) lines.push({ line, value: fields });
    } finally {
      await bytes.close();
    }
  } else {
    const text = await smallText(files, path, MOST_BYTES);
    text.replace(/^\uFEFF/u, "").split(/\r?\n/u).forEach((value, at) => lines.push({ line: at + 1, value }));
  }
  const { entries, empty, refused } = readLabels(lines, { ...setting, now: clock.now(), digest });
  const byFile = new Map<string, { by: string; day: string; entries: AnnotationEntry[] }>();
  for (const entry of entries) {
    const key = `${entry.by}\n${entry.at.slice(0, 10)}`;
    const file = byFile.get(key) ?? { by: entry.by, day: entry.at.slice(0, 10), entries: [] };
    byFile.set(key, file);
    file.entries.push(entry);
  }
  let taken = 0;
  for (const { by, day, entries: own } of byFile.values()) taken += await annotations.take(by, day, own);
  return { taken, known: entries.length - taken, empty, refused };
}
