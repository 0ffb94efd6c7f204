// Owns the outline of a transcript: one symbol a turn, none nested. Refuses parsing (core/transcript/parse.ts).
import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { ParsedTranscript } from "../core/transcript/parse.ts";
import { visibleLabel } from "../core/transcript/visible.ts";

const FIRST_WORDS = 60;

/** Symbols in turn order: name is speaker, number and first words; detail the rest of the header. */
export function outline(transcript: ParsedTranscript): DocumentSymbol[] {
  return transcript.turns.flatMap((turn, index) => {
    const lines = transcript.map.turns[index];
    if (lines === undefined) return [];
    const header = `${turn.speaker} ${turn.number}`;
    const words = turn.text.split("\n").find((line) => line.trim() !== "")?.trim() ?? "";
    return {
      name: words === "" ? header : `${header}: ${visibleLabel(words, FIRST_WORDS)}`,
      detail: visibleLabel(turn.detail, FIRST_WORDS),
      kind: turn.role === "agent" ? SymbolKind.Function : SymbolKind.Event,
      range: { start: { line: lines.headerLine, character: 0 }, end: { line: lines.threadLine, character: 0 } },
      selectionRange: { start: { line: lines.headerLine, character: 0 }, end: { line: lines.headerLine, character: header.length } },
    };
  });
}
