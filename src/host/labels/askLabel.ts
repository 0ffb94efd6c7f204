// Owns asking for the label of one turn, field by field with the codebook's definitions. Refuses where it is kept.
import { LABEL_FIELDS, type Codebook, type LabelField } from "../../core/instrument/codebook.ts";
import type { LabelValues } from "../../core/labels/entry.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { keyOf, labelsOf } from "../../study/labels/labelKeys.ts";
import { askAll, type Choice, type Step } from "../asking.ts";
import { language } from "../edge.ts";

export interface AskedLabel {
  readonly values: LabelValues;
  readonly reason: string;
}

/** Stage, emotion, blocker, then a reason, which may stay empty; what stood before is offered first. Undefined when the person gave up. */
export function askLabel(title: string, codebook: Codebook, before: LabelValues, reasonNeeded = false): Promise<AskedLabel | undefined> {
  const missing = (text: string): string | undefined => (reasonNeeded && text.trim() === "" ? sentence("label-reason-needed", {}, language) : undefined);
  const steps: readonly Step<AskedLabel>[] = [
    ...LABEL_FIELDS.map((field): Step<AskedLabel> => (asked, ask) =>
      ask.one(sentence(`label-ask-${field}`, {}, language), choicesOf(codebook, field, before[field]), (name) => ({ ...asked, values: { ...asked.values, ...(name === undefined ? {} : { [field]: name }) } }))),
    (asked, ask) => ask.text(sentence(reasonNeeded ? "label-ask-reason-needed" : "label-ask-reason", {}, language), asked.reason, missing, (reason) => ({ ...asked, reason: reason.trim() })),
  ];
  return askAll(title, { values: before, reason: "" }, steps, () => undefined);
}

function choicesOf(codebook: Codebook, field: LabelField, before: string | undefined): readonly Choice<string | undefined>[] {
  const labels = labelsOf(codebook, field).map(({ name, definition }, place): Choice<string | undefined> => {
    const key = keyOf(field, place)?.toUpperCase();
    return { label: visibleLabel(name, 60), ...(key === undefined ? {} : { description: name === before ? `${key} · ${sentence("label-now", {}, language)}` : key }), detail: visibleLabel(definition, 300), value: name };
  });
  return [...labels.filter(({ value }) => value === before), ...labels.filter(({ value }) => value !== before)];
}
