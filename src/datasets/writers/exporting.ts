// Owns writing a selection of a dataset's conversations in one format, redacted or as they are. Refuses files and progress bars.
import { Failure } from "../../core/messages/failure.ts";
import type { OutcomeValue } from "../../core/stats/labelledProbe.ts";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import { normalise } from "../../core/transcript/normalise.ts";
import type { ConversationEntry, Dataset } from "../dataset.ts";
import { RecordRedaction, type RedactionReport } from "../redaction/redactRecord.ts";
import { csvRows, CSV_HEADER } from "./csvWriter.ts";
import { nativeLine } from "./nativeWriter.ts";
import { openaiLine } from "./openaiWriter.ts";

export const EXPORT_FORMATS = ["native", "openai-messages", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which kept conversations: all, those of one outcome, or those named. */
export type Selection = { readonly kind: "all" } | { readonly kind: "outcome"; readonly outcome: OutcomeValue } | { readonly kind: "ids"; readonly ids: readonly string[] };

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly selection: Selection;
  readonly redact: boolean;
}

export interface ExportReport {
  readonly format: ExportFormat;
  readonly conversations: number;
  /** Messages after the outcome, left out where the format has no times to tell them by. */
  readonly cut: number;
  readonly redaction?: RedactionReport;
}

/** The entries of a selection in file order. Throws `conversation-not-found` for an id that is not kept. */
export function selectedEntries(dataset: Pick<Dataset, "name" | "entries" | "entry">, selection: Selection): readonly ConversationEntry[] {
  switch (selection.kind) {
    case "all":
      return dataset.entries;
    case "outcome":
      return dataset.entries.filter(({ outcome }) => outcome === selection.outcome);
    case "ids": {
      const missing = selection.ids.find((id) => !dataset.entry(id));
      if (missing !== undefined) throw new Failure("conversation-not-found", { conversation: missing, dataset: dataset.name });
      const wanted = new Set(selection.ids);
      return dataset.entries.filter(({ id }) => wanted.has(id));
    }
  }
}

/** One export: iterate `pieces` once, then ask for the report. */
export interface Export {
  readonly total: number;
  readonly pieces: AsyncIterable<string>;
  readonly report: () => ExportReport;
}

/** Characters gathered before they are handed on. */
const PIECE = 64 * 1024;

/** Throws as {@link selectedEntries}, or `export-nothing` when it is empty. `onDone` gets the conversations written so far. */
export function exporting(dataset: Dataset, { format, selection, redact }: ExportOptions, onDone?: (done: number) => void, signal?: AbortSignal): Export {
  const entries = selectedEntries(dataset, selection);
  if (entries.length === 0) throw new Failure("export-nothing", { dataset: dataset.name });
  const redaction = redact ? new RecordRedaction() : undefined;
  let conversations = 0;
  let cut = 0;
  const lineOf = (record: ConversationRecord): string => {
    switch (format) {
      case "native":
        return `${nativeLine(record)}\n`;
      case "csv":
        return csvRows(record);
      case "openai-messages": {
        const after = normalise(record).conversation.cut;
        cut += after.length;
        return `${openaiLine(record, new Set(after.map(({ fileIndex }) => fileIndex)))}\n`;
      }
    }
  };
  async function* pieces(): AsyncGenerator<string> {
    let held = format === "csv" ? CSV_HEADER : "";
    for await (const record of dataset.records(signal, entries)) {
      held += lineOf(redaction ? redaction.redact(record) : record);
      conversations++;
      if (held.length < PIECE) continue;
      yield held;
      held = "";
      onDone?.(conversations);
    }
    if (held !== "") yield held;
    onDone?.(conversations);
  }
  return { total: entries.length, pieces: pieces(), report: () => ({ format, conversations, cut, ...(redaction && { redaction: redaction.report }) }) };
}
