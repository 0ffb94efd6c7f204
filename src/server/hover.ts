// Owns the hover on a turn's header: which turn it is and what is known of it, as plain text. Refuses texts of turns.
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { ParsedTranscript } from "../core/transcript/parse.ts";
import { visible } from "../core/transcript/visible.ts";
import type { TurnState } from "../protocol/languageServer.ts";

/** The hover at a line, or null where the line is no turn's header. `states` are those told for this transcript. */
export function hover(transcript: ParsedTranscript, line: number, states: readonly TurnState[], language: Language): Hover | null {
  const index = transcript.map.turnAt(line);
  if (index === undefined || transcript.map.turns[index]?.headerLine !== line) return null;
  const known = states.find((state) => state.turn === index);
  const lines = [place(transcript, index, language), ...(known === undefined ? [] : stateLines(known, language))];
  return {
    contents: { kind: MarkupKind.PlainText, value: lines.join("\n") },
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

function stateLines(known: TurnState, language: Language): string[] {
  const lines: string[] = [];
  if (known.state !== undefined) {
    const { stage, emotion, blocker } = known.state;
    const values = { stage: visible(stage), emotion: visible(emotion), blocker: visible(blocker), judge: visible(known.judge ?? "") };
    lines.push(sentence(known.judge === undefined ? "hover-state" : "hover-state-judge", values, language));
  }
  if (known.continuations > 0) {
    lines.push(sentence(known.continuations === 1 ? "hover-continuation" : "hover-continuations", { count: known.continuations }, language));
  }
  return lines;
}
