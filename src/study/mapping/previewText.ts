// Owns the text of the preview beside the questions: what the first records would be, read with the answers so far. Refuses asking.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { normalise } from "../../core/transcript/normalise.ts";
import { renderTranscript } from "../../core/transcript/render.ts";
import { visible } from "../../core/transcript/visible.ts";
import { UNNAMED_STRATA } from "../../datasets/inclusion.ts";
import type { OutcomeJoiner } from "../../datasets/mapping/join.ts";
import { mappedFormat } from "../../datasets/mapping/mapped.ts";
import { entryOf, type Answers } from "./answers.ts";

/** Conversations rendered in full. */
const SHOWN = 2;

/** Lines left empty at the top, where the questions stand over the page. */
const COVERED = 6;

/** The page's text: how many of the first records can be read, then two of them as they would open. `join`: of the file of outcomes, once it is read. */
export function previewText(answers: Answers, join: OutcomeJoiner | undefined, language: Language): string {
  const { records } = answers;
  const entry = entryOf(answers);
  const top = "\n".repeat(COVERED);
  if (!entry?.mapping) return `${top}${sentence("mapping-preview-waits", { records: records.length }, language)}\n\n${record(records[0])}\n`;
  const format = mappedFormat(entry.mapping, undefined, undefined, join);
  const readings = records.map((each, i) => format.read(each, i + 1));
  const read = readings.flatMap((reading) => ("record" in reading ? [reading.record] : []));
  const wrong = readings.find((reading) => "leftOut" in reading && reading.findings.length > 0);
  const strata = entry.strata ?? UNNAMED_STRATA;
  const lines = [
    sentence("mapping-preview-head", { read: read.length, of: records.length }, language),
    ...(wrong ? wrong.findings.slice(0, 3).map(({ id, values }) => `  ${visible(sentence(id, values, language))}`) : []),
  ];
  const rendered = read.slice(0, SHOWN).map((each) => renderTranscript(normalise(each).conversation, strata, { hideOutcome: false, language }).text);
  return top + [...lines, "", ...rendered].join("\n");
}

/** A record as it stands, cut where it gets long. */
function record(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return visibleText(text.length > 4000 ? `${text.slice(0, 4000)}…` : text);
}

function visibleText(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
