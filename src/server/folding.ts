// Owns the folds of a transcript: a block folds to its last text line, so its thread line stays in sight.
import type { FoldingRange } from "vscode-languageserver";
import type { ParsedTranscript } from "../core/transcript/parse.ts";

/** One range a turn, from its header to its last text line. */
export function folding(transcript: ParsedTranscript): FoldingRange[] {
  return transcript.map.turns
    .filter(({ headerLine, lastTextLine }) => lastTextLine > headerLine)
    .map(({ headerLine, lastTextLine }) => ({ startLine: headerLine, endLine: lastTextLine }));
}
