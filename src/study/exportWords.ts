// Owns what is said of an export and its redaction. Refuses texts of conversations: counts, placeholders and places only.
import { count } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { RedactionCounts } from "../datasets/redaction/conversationRedaction.ts";
import type { RedactedKind } from "../datasets/redaction/kinds.ts";
import type { RedactionReport } from "../datasets/redaction/redactRecord.ts";
import type { ExportReport } from "../datasets/writers/exporting.ts";

/** "telephones 3, names 12". */
export function countsText(counts: RedactionCounts, language: Language): string {
  return Object.entries(counts)
    .map(([kind, found]) => sentence(`redacted-${kind as RedactedKind}`, { count: count(found) }, language))
    .join(language === "zh" ? "，" : ", ");
}

/** What redaction did, and that it is no anonymisation. */
export function redactionLines({ conversations, redacted, counts }: Pick<RedactionReport, "conversations" | "redacted" | "counts">, language: Language): readonly string[] {
  const values = { conversations: count(conversations), redacted: count(redacted), counts: countsText(counts, language) };
  return [sentence(redacted === 0 ? "redaction-nothing" : "redaction-counts", values, language), sentence("redaction-no-anonymisation", {}, language)];
}

/** What is to be said beside where the file is; nothing for an export of everything as it is. */
export function exportLines({ cut, redaction }: ExportReport, language: Language): readonly string[] {
  return [...(cut > 0 ? [sentence("export-cut", { cut: count(cut) }, language)] : []), ...(redaction ? redactionLines(redaction, language) : [])];
}

/** The report as a page: the counts, then each conversation with its placeholders and where they stand. */
export function reportText(report: RedactionReport, language: Language): string {
  const each = report.each.flatMap(({ conversation, counts, examples }) => ["", `${conversation}: ${countsText(counts, language)}`, ...examples.map(({ placeholder, place }) => `  ${placeholder} ${place}`)]);
  return `${[...redactionLines(report, language), ...each].join("\n")}\n`;
}
