// Owns the text of a queue item: what came before, the one turn, the definitions to label by; after the reveal also what it was.
// Refuses branch, outcome, the judge's label and others' before that: it is not handed them. The form is that of transcripts.
import { LABEL_FIELDS, type Codebook, type LabelField } from "../../core/instrument/codebook.ts";
import type { LabelledText } from "../../core/labels/content.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { INDENT, SEPARATOR } from "../../core/transcript/render.ts";
import { visible, visibleLines } from "../../core/transcript/visible.ts";
import { ACTION_KEYS, keyOf, labelsOf, type LabelAction } from "../../study/labels/labelKeys.ts";

export interface ShownItem {
  /** Place in the queue, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  readonly text: LabelledText;
  readonly codebook: Codebook;
  /** Lines that say what it was, once the annotator may know; empty while it is labelled blind. */
  readonly revealed: readonly string[];
}

export interface LabelDocument {
  readonly text: string;
  /** Line of the header of the turn to label, from 0. */
  readonly turnLine: number;
  /** Last line of its text. */
  readonly lastTurnLine: number;
  /** Line of every label of the codebook, `field` and name. */
  readonly labelLines: readonly { readonly field: LabelField; readonly name: string; readonly line: number }[];
}

/** The whole document. Turns have neither times nor numbers of messages: only real ones would. */
export function labelDocument({ number, of, text: { prefix, turn }, codebook, revealed }: ShownItem, language: Language): LabelDocument {
  const lines = [sentence("label-item", { number, of }, language), ""];
  const block = (header: string, text: string): void => void lines.push(header, ...visibleLines(text).map((line) => INDENT + line), "");
  const speaker = (role: "agent" | "user", index: number): string => `${sentence(role === "agent" ? "transcript-agent" : "transcript-user", {}, language)} ${index + 1}`;
  prefix.forEach(({ role, text }, index) => block(speaker(role, index), text));
  const turnLine = lines.length;
  block([speaker("user", prefix.length), sentence("label-this-turn", {}, language)].join(SEPARATOR), turn);
  const lastTurnLine = lines.length - 2;
  if (revealed.length > 0) lines.push(sentence("label-revealed", {}, language), ...revealed.map((line) => INDENT + line), "");
  const labelLines: { field: LabelField; name: string; line: number }[] = [];
  for (const field of LABEL_FIELDS) {
    lines.push(sentence(`label-field-${field}`, {}, language));
    labelsOf(codebook, field).forEach(({ name, definition }, place) => {
      labelLines.push({ field, name, line: lines.length });
      lines.push(`${INDENT}${keyOf(field, place)?.toUpperCase() ?? "–"}  ${visible(name)}: ${visible(definition)}`);
    });
    lines.push("");
  }
  if (codebook.rules.length > 0) lines.push(sentence("label-rules", {}, language), ...codebook.rules.map((rule) => `${INDENT}· ${visible(rule)}`), "");
  const actions = (Object.keys(ACTION_KEYS) as LabelAction[]).map((action) => `${ACTION_KEYS[action].toUpperCase()} ${sentence(`label-key-${action}`, {}, language)}`);
  lines.push(sentence("label-keys", {}, language), INDENT + actions.join(SEPARATOR), "");
  return { text: lines.join("\n"), turnLine, lastTurnLine, labelLines };
}
