// Owns exporting conversations of an open dataset, and the preview of its redaction. Refuses files and formats (datasets/writers).
import type { Language } from "../core/messages/sentence.ts";
import type { ConversationRecord } from "../core/transcript/conversation.ts";
import { visible, visibleLines } from "../core/transcript/visible.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { RedactionReport } from "../datasets/redaction/redactRecord.ts";
import type { Export, ExportOptions, Selection } from "../datasets/writers/exporting.ts";
import { redactionLines } from "./exportWords.ts";

export type { Export, ExportFormat, ExportOptions, ExportReport, Selection } from "../datasets/writers/exporting.ts";

/** Starts an export; see `exporting` for what it rejects with. The writers are loaded at the first. */
export async function startExport(dataset: Dataset, options: ExportOptions, onDone: ((done: number) => void) | undefined, signal: AbortSignal): Promise<Export> {
  const { exporting } = await import("../datasets/writers/exporting.ts");
  return exporting(dataset, options, onDone, signal);
}

/** The files a dataset is read from, as far as it says: never written over. */
export function filesOf({ path, entries }: Pick<Dataset, "path" | "entries">): readonly string[] {
  return [...new Set([path, ...entries.flatMap((entry) => entry.path ?? [])])];
}

/** Conversations before and after redaction as two texts with the same lines. */
export interface RedactionPreview {
  readonly before: string;
  readonly after: string;
  readonly report: RedactionReport;
}

/** Conversations looked at, and of those in which something is found, how many are shown. */
const LOOKED_AT = 500;
const SHOWN = 20;

/** Redacts the first conversations of a selection and shows those in which something is replaced. Rejects as an export does. */
export async function redactionPreview(dataset: Dataset, selection: Selection, language: Language, signal: AbortSignal): Promise<RedactionPreview> {
  const [{ selectedEntries }, { RecordRedaction }] = await Promise.all([import("../datasets/writers/exporting.ts"), import("../datasets/redaction/redactRecord.ts")]);
  const redaction = new RecordRedaction();
  const pairs: { readonly before: ConversationRecord; readonly after: ConversationRecord }[] = [];
  for await (const before of dataset.records(signal, selectedEntries(dataset, selection).slice(0, LOOKED_AT))) {
    const known = redaction.report.redacted;
    const after = redaction.redact(before);
    if (redaction.report.redacted > known && pairs.length < SHOWN) pairs.push({ before, after });
  }
  const { report } = redaction;
  const head = `${redactionLines(report, language).join("\n")}\n`;
  return { before: head + pairs.map(({ before }) => page(before)).join(""), after: head + pairs.map(({ after }) => page(after)).join(""), report };
}

/** What a record says, line by line; texts are indented so that none passes for a heading. */
function page({ id, customer, profile, messages }: ConversationRecord): string {
  const fields = Object.entries(profile).map(([field, value]) => `  ${visible(field)}: ${visible(value)}`);
  const said = messages.flatMap(({ role, text }) => [`${role}:`, ...visibleLines(text).map((line) => `  ${line}`)]);
  return ["", `--- ${visible(id)} ---`, ...(customer === undefined ? [] : [`  ${visible(customer)}`]), ...fields, ...said, ""].join("\n");
}
