// Owns finding a text in every turn of a dataset, conversation by conversation as they are read. Refuses markup: what is found is plain text.
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { FindTextAnswer, FoundTurn } from "../protocol/languageServer.ts";

/** UTF-16 units shown before what was found, and in all. */
const BEFORE = 30;
const EXCERPT = 160;

/**
 * Looks through the turns that transcripts show, letter case and width aside. `onFound` hears what was found in each conversation and
 * how many are read. Rejects with what reading rejects with, or the signal's reason.
 */
export async function findText(
  dataset: Dataset, { text, most }: { readonly text: string; readonly most: number }, onFound: (turns: readonly FoundTurn[], done: number) => void, signal: AbortSignal,
): Promise<FindTextAnswer> {
  const total = dataset.entries.length;
  const wanted = folded(text);
  let found = 0;
  let done = 0;
  for await (const conversation of dataset.all(signal)) {
    const turns = turnsWith(conversation, wanted, most - found);
    found += turns.length;
    done++;
    onFound(turns, done);
    if (found >= most) return { found, done, total, stopped: done < total || turns.length > 0 };
  }
  return { found, done, total, stopped: false };
}

function turnsWith({ id, turns }: Conversation, wanted: string, most: number): readonly FoundTurn[] {
  const found: FoundTurn[] = [];
  for (const { index, role, text } of turns) {
    if (found.length >= most) break;
    const at = folded(text).indexOf(wanted);
    if (at >= 0) found.push({ conversation: id, turn: index, role, excerpt: excerpt(text, at) });
  }
  return found;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** One line around a place; the place is that of the folded text, which nearly always is as long. */
function excerpt(text: string, at: number): string {
  const plain = folded(text).length === text.length ? text : text.normalize("NFKC");
  const start = Math.max(0, at - BEFORE);
  const piece = plain.slice(start, start + EXCERPT).replace(/\s+/gu, " ");
  return `${start > 0 ? "…" : ""}${piece}${start + EXCERPT < plain.length ? "…" : ""}`;
}
