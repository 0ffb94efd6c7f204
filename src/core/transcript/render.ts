// Owns the one text form of a conversation: four header lines, then a block a turn. Refuses labels, continuations and colours.
// Only headers start at column 0; text lines are indented, so no text can pass for a turn. parse.ts reads it back.
import type { Language } from "../messages/sentence.ts";
import { sentence } from "../messages/sentences.ts";
import type { Conversation, Outcome, StrataNames, Turn } from "./conversation.ts";
import { transcriptMap, type TranscriptMap, type TurnLines } from "./lineMap.ts";
import { visible, visibleLines } from "./visible.ts";

/** What every text line starts with. */
export const INDENT = "  ";
/** Between the parts of a header line. */
export const SEPARATOR = " · ";

export interface RenderOptions {
  /** The outcome line stays and says "hidden"; line numbers do not change. */
  readonly hideOutcome: boolean;
  /** Of the header words; English when absent. */
  readonly language?: Language;
}

export interface RenderedTranscript {
  /** Lines joined by LF. The last line is empty: the thread line of the last turn. */
  readonly text: string;
  readonly map: TranscriptMap;
}

/**
 * Renders a conversation. Lines 0 to 2 are id, outcome under the dataset's own name, and profile; line 3 is empty; then each
 * turn: header (speaker, number = index + 1, time, act, messages of a burst), its text lines, one empty line.
 */
export function renderTranscript(conversation: Conversation, strata: StrataNames, options: RenderOptions): RenderedTranscript {
  const language = options.language ?? "en";
  const outcome = options.hideOutcome
    ? sentence("transcript-outcome-hidden", {}, language)
    : outcomeText(conversation.outcome, strata, conversation.cut.length, language);
  const lines = [
    sentence("transcript-conversation", { conversation: visible(conversation.id) }, language),
    sentence("transcript-outcome", { outcome }, language),
    sentence("transcript-profile", { profile: profileText(conversation.profile) }, language),
    "",
  ];
  const speakers = { agent: sentence("transcript-agent", {}, language), user: sentence("transcript-user", {}, language) };
  const blocks: TurnLines[] = [];
  let day: string | undefined;
  for (const turn of conversation.turns) {
    const headerLine = lines.length;
    const time = timeOf(turn.at, day);
    day = time?.day ?? day;
    lines.push(turnHeader(turn, speakers[turn.role], time?.text, language));
    for (const line of visibleLines(turn.text)) lines.push(INDENT + line);
    const threadLine = lines.length;
    lines.push("");
    blocks.push({ headerLine, firstTextLine: headerLine + 1, lastTextLine: threadLine - 1, threadLine });
  }
  return { text: lines.join("\n"), map: transcriptMap(blocks, lines.length) };
}

/** The dataset's name of an outcome; an unknown one in words. The record's own label follows where it says something else. */
export function outcomeName(outcome: Pick<Outcome, "value" | "label">, strata: StrataNames, language: Language = "en"): string {
  const name = outcome.value === "unknown" ? sentence("transcript-outcome-unknown", {}, language) : strata[outcome.value];
  const differs = outcome.label !== undefined && outcome.label !== "" && outcome.label.toLowerCase() !== name.toLowerCase();
  return visible(differs ? `${name} (${outcome.label})` : name);
}

function outcomeText(outcome: Outcome, strata: StrataNames, cut: number, language: Language): string {
  const parts = [outcomeName(outcome, strata, language)];
  const time = timeOf(outcome.at, undefined);
  if (time !== undefined) parts.push(time.text);
  if (cut > 0) parts.push(sentence(cut === 1 ? "transcript-cut-one" : "transcript-cut", { count: cut }, language));
  return parts.join(SEPARATOR);
}

function profileText(profile: Readonly<Record<string, string>>): string {
  const fields = Object.entries(profile).map(([name, value]) => `${visible(name)}: ${visible(value)}`);
  return fields.length === 0 ? "–" : fields.join(SEPARATOR);
}

function turnHeader(turn: Turn, speaker: string, time: string | undefined, language: Language): string {
  const parts = [`${speaker} ${turn.index + 1}`];
  if (time !== undefined) parts.push(time);
  if (turn.act !== undefined) parts.push(visible(turn.act));
  if (turn.messages.length > 1) parts.push(sentence("transcript-burst", { count: turn.messages.length }, language));
  return parts.join(SEPARATOR);
}

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/;

/** Wall time as the file has it, with the day only where it differs from the day before; other forms as they are. */
function timeOf(at: string | undefined, previousDay: string | undefined): { readonly text: string; readonly day?: string } | undefined {
  if (at === undefined || at === "") return undefined;
  const match = ISO_TIME.exec(at);
  const day = match?.[1];
  const clock = match?.[2];
  if (day === undefined || clock === undefined) return { text: visible(at) };
  return { text: day === previousDay ? clock : `${day} ${clock}`, day };
}
