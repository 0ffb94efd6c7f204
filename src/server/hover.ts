// Owns the hover on a turn's header: which turn it is and what is known of it, as plain text. Refuses texts of turns, but for a judge's evidence.
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { ParsedTranscript } from "../core/transcript/parse.ts";
import { unlinked, visibleLabel } from "../core/transcript/visible.ts";
import type { TurnState } from "../protocol/languageServer.ts";

/** Longest name and longest evidence shown, in UTF-16 units. */
const NAME = 60;
const EVIDENCE = 300;

/** The hover at a line, or null where the line is no turn's header. `states` are those told for this transcript. */
export function hover(transcript: ParsedTranscript, line: number, states: readonly TurnState[], language: Language): Hover | null {
  const index = transcript.map.turnAt(line);
  if (index === undefined || transcript.map.turns[index]?.headerLine !== line) return null;
  const known = states.find((state) => state.turn === index);
  const lines = [place(transcript, index, language), ...(known === undefined ? [] : stateLines(known, language))];
  return {
    contents: { kind: MarkupKind.PlainText, value: lines.map(unlinked).join("\n") },
    range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
  };
}

function place(transcript: ParsedTranscript, index: number, language: Language): string {
  const role = transcript.turns[index]?.role ?? "user";
  const same = (turns: ParsedTranscript["turns"]): number => turns.filter((turn) => turn.role === role).length;
  const values = {
    turn: index + 1,
    turns: transcript.turns.length,
    ordinal: same(transcript.turns.slice(0, index + 1)),
    of: same(transcript.turns),
  };
  return sentence(role === "agent" ? "hover-agent-turn" : "hover-user-turn", values, language);
}

function stateLines({ recorded, state, invalid, judge, floor, continuations }: TurnState, language: Language): string[] {
  const lines: string[] = [];
  const turn = sentence(recorded ? "turn-recorded" : "turn-real", {}, language);
  if (state !== undefined) {
    const named = [state.stage, state.emotion, state.blocker].map((name) => visibleLabel(name, NAME)).join(" · ");
    lines.push(sentence("state-of", { turn, state: named }, language));
    if (state.depth !== undefined) lines.push(sentence("state-depth", { depth: state.depth }, language));
    if (state.committedBefore === true) lines.push(sentence("state-committed", {}, language));
    if (state.evidence !== undefined) lines.push(sentence("hover-evidence", { evidence: visibleLabel(state.evidence, EVIDENCE) }, language));
  } else if (invalid !== undefined) {
    lines.push(sentence("state-of", { turn, state: sentence("kind-invalid-cause", { cause: visibleLabel(invalid, EVIDENCE) }, language) }, language));
  }
  if (judge !== undefined && lines.length > 0) lines.push(sentence(floor ? "state-judge-floor" : "state-judge", { judge: visibleLabel(judge, NAME) }, language));
  if (continuations > 0) lines.push(sentence(continuations === 1 ? "hover-continuation" : "hover-continuations", { count: continuations }, language));
  return lines;
}
