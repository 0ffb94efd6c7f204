// Owns the hover on a line of a dataset's file: a summary of the conversation there, as plain text. Refuses texts of turns.
import { type Hover, MarkupKind } from "vscode-languageserver";
import { isFailure } from "../core/messages/failure.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Files } from "../core/ports.ts";
import { outcomeName } from "../core/transcript/render.ts";
import { unlinked, visibleLabel } from "../core/transcript/visible.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset, Problem } from "../datasets/dataset.ts";
import { recordAt } from "./rawLine.ts";

export interface RawHoverOptions {
  readonly files: Pick<Files, "open">;
  readonly hideOutcome: boolean;
  readonly language: Language;
}

const NAME = 120;
const MOST_PROBLEMS = 3;

/** The hover at a line counted from 0; null between records and when the file no longer is what was read. */
export async function rawHover(dataset: Dataset, line: number, { files, hideOutcome, language }: RawHoverOptions, signal?: AbortSignal): Promise<Hover | null> {
  const found = await recordAt(dataset, line + 1, files, signal);
  const conversation = found && (await dataset.read(found.entry.id, signal).catch(unlessFailure));
  if (!conversation) return null;
  const own = dataset.problems.filter((problem) => problem.path === dataset.path && problem.line >= found.first && problem.line <= found.last);
  const lines = [
    sentence("transcript-conversation", { conversation: visibleLabel(conversation.id, NAME) }, language),
    sentence("transcript-outcome", { outcome: hideOutcome ? sentence("transcript-outcome-hidden", {}, language) : visibleLabel(outcomeName(conversation.outcome, dataset.strata, language), NAME) }, language),
    turnsText(conversation, hideOutcome, language),
    ...problemLines(own, language),
  ];
  return { contents: { kind: MarkupKind.PlainText, value: lines.map(unlinked).join("\n") } };
}

/** How many messages were cut tells when the outcome came, so it is hidden with it. */
function turnsText({ turns, cut }: Conversation, hideOutcome: boolean, language: Language): string {
  const users = turns.filter(({ role }) => role === "user").length;
  const text = sentence("hover-turns", { turns: turns.length, users }, language);
  if (cut.length === 0 || hideOutcome) return text;
  return `${text} · ${sentence(cut.length === 1 ? "hover-cut-one" : "hover-cut", { count: cut.length }, language)}`;
}

function problemLines(problems: readonly Problem[], language: Language): readonly string[] {
  if (problems.length === 0) return [];
  const count = sentence(problems.length === 1 ? "tree-problem" : "tree-problems", { count: problems.length }, language);
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ id, values }) => `– ${visibleLabel(sentence(id, values, language), 4 * NAME)}`);
  return [count, ...shown, ...(problems.length > MOST_PROBLEMS ? ["…"] : [])];
}

function unlessFailure(error: unknown): undefined {
  if (!isFailure(error)) throw error;
}
