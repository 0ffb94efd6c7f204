// Owns the one reader of the transcript's text form (render.ts): lines back to turns and their places. Refuses everything else.
import { LANGUAGES } from "../messages/sentence.ts";
import { rawSentence } from "../messages/sentences.ts";
import { transcriptMap, type TranscriptMap, type TurnLines } from "./lineMap.ts";
import { INDENT } from "./render.ts";

/** A turn as the document shows it. `text` is the visible form, its lines joined by LF. */
export interface ParsedTurn {
  readonly role: "agent" | "user";
  /** The speaker's name in the document's language. */
  readonly speaker: string;
  /** As printed, from 1. */
  readonly number: number;
  /** Rest of the header: time, act, messages; empty when there is none. */
  readonly detail: string;
  readonly text: string;
}

export interface ParsedTranscript {
  readonly turns: readonly ParsedTurn[];
  readonly map: TranscriptMap;
}

const ROLES: ReadonlyMap<string, ParsedTurn["role"]> = new Map([
  ...LANGUAGES.map((language) => [rawSentence("transcript-agent", language), "agent"] as const),
  ...LANGUAGES.map((language) => [rawSentence("transcript-user", language), "user"] as const),
]);
const HEADER = new RegExp(`^(${[...ROLES.keys()].join("|")}) (\\d+)(?: · (.*))?$`, "su");

/**
 * Reads the lines of a transcript in any of the product's languages. Lines that belong to no block (the transcript's header)
 * are passed over. A block cut short (no text, or no empty line after it) ends at the last line it has.
 */
export function parseTranscript(lines: readonly string[]): ParsedTranscript {
  const turns: ParsedTurn[] = [];
  const blocks: TurnLines[] = [];
  let line = 0;
  while (line < lines.length) {
    const headerLine = line++;
    const header = HEADER.exec(lines[headerLine] ?? "");
    const role = ROLES.get(header?.[1] ?? "");
    if (header === null || role === undefined) continue;
    const text: string[] = [];
    for (; lines[line]?.startsWith(INDENT) === true; line++) text.push((lines[line] ?? "").slice(INDENT.length));
    const lastTextLine = line - 1;
    const threadLine = lines[line] === "" ? line++ : lastTextLine;
    turns.push({ role, speaker: header[1] ?? "", number: Number(header[2]), detail: header[3] ?? "", text: text.join("\n") });
    blocks.push({ headerLine, firstTextLine: Math.min(headerLine + 1, lastTextLine), lastTextLine, threadLine });
  }
  return { turns, map: transcriptMap(blocks, lines.length) };
}
