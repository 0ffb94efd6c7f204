// Owns what a condition would tell a simulator at one turn, and its page. Refuses sending, and requests as a whole (exactRequests.ts).
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { conditionMessages, type Condition } from "../core/probe/condition.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import type { ChatMessage } from "../core/probe/probe.ts";
import { visible } from "../core/transcript/visible.ts";
import { mannerOf } from "./manner.ts";
import { messageLines } from "./requestWords.ts";
import type { OpenDataset } from "./study.ts";

/** The exact messages at user turn `turn` of a conversation, with placeholders where `redact`. */
export async function conditionPreview({ dataset }: OpenDataset, conversation: string, turn: number, condition: Condition, redact: boolean, signal?: AbortSignal): Promise<readonly ChatMessage[]> {
  const source = redact ? (await import("./promptRedaction.ts")).redactedSource(dataset) : dataset;
  const said = await source.read(conversation, signal);
  return conditionMessages(condition, prefixAt(said, turn), await mannerOf(condition, dataset, source)?.(said, turn, signal));
}

/** The page: which condition where, then every message under its role. */
export function previewText(condition: Condition, place: { readonly dataset: string; readonly conversation: string; readonly turn: number }, messages: readonly ChatMessage[], language: Language): string {
  const values = { condition: visible(condition.name), turn: place.turn + 1, conversation: visible(place.conversation), dataset: visible(place.dataset) };
  const form = sentence(condition.answer === "action" ? "preview-decision" : condition.offersExit ? "preview-exit" : "preview-no-exit", {}, language);
  return [sentence("preview-title", values, language), form, ...messageLines(messages), ""].join("\n");
}
