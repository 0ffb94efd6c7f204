// Owns the words for what people say of a turn, on one line each. Refuses the editor's types.
import { LABEL_FIELDS } from "../../core/instrument/codebook.ts";
import type { LabelValues } from "../../core/labels/entry.ts";
import type { TextLabels } from "../../core/labels/fold.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";

const NAME = 40;
const TEXT = 200;

/** `engaging · neutral`. */
export function valuesText(values: LabelValues): string {
  return LABEL_FIELDS.flatMap((field) => values[field] ?? []).map((name) => visibleLabel(name, NAME)).join(" · ");
}

/** `Ada: engaging · neutral (why)`. */
export function saidLine(by: string, label: string, reason: string | undefined, language: Language): string {
  const who = visibleLabel(by, TEXT);
  return reason === undefined ? sentence("label-was-said", { by: who, label }, language) : sentence("label-was-said-because", { by: who, label, reason: visibleLabel(reason, TEXT) }, language);
}

/** What everybody says of a turn, a line each: labels, what cannot be labelled, the final label, disputes and notes. */
export function saidLines({ opinions, adjudication, entries }: TextLabels, language: Language): readonly string[] {
  const labels = opinions.flatMap(({ by, label, skipped }) => {
    if (skipped) return [saidLine(by, sentence("label-skipped", {}, language), undefined, language)];
    if (!label) return [];
    const text = valuesText(label.values);
    return [saidLine(by, label.manner === "agreed" ? sentence("people-agree", { label: text }, language) : text, label.reason, language)];
  });
  const final = adjudication ? [saidLine(sentence("label-final", { by: visibleLabel(adjudication.by, NAME) }, language), valuesText(adjudication.values), adjudication.reason, language)] : [];
  const talk = entries.flatMap((entry) => {
    if (entry.kind === "note") return [sentence("people-note", { by: visibleLabel(entry.by, NAME), text: visibleLabel(entry.text, TEXT) }, language)];
    if (entry.kind === "dispute") return [sentence("people-dispute", { by: visibleLabel(entry.by, NAME), text: visibleLabel(entry.reason ?? "–", TEXT) }, language)];
    if (entry.kind === "resolve") return [sentence("people-resolved", { by: visibleLabel(entry.by, NAME) }, language)];
    return [];
  });
  return [...labels, ...final, ...talk];
}
