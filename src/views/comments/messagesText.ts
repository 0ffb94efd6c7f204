// Owns the text of the page that shows the exact messages of one continuation. Refuses making them (study/).
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visible } from "../../core/transcript/visible.ts";
import type { TurnPlace } from "../../host/probing.ts";
import type { MessagesSent } from "../../study/messagesSent.ts";
import { messageLines } from "../../study/requestWords.ts";
import type { ContinuationView } from "../../study/turnViews.ts";

/** The page's text: what it is, whether it is what was sent, then each message under its role. Text lines are indented, so none can pass for a heading. */
export function messagesText({ conversation, turn }: TurnPlace, { simulator, sample, condition }: ContinuationView, sent: MessagesSent, language: Language): string {
  const to = simulator.kind === "model" ? { model: visible(simulator.model), origin: visible(simulator.origin) } : { model: "–", origin: "–" };
  const head = [
    sentence("sent-title", { turn: turn + 1, conversation: visible(conversation) }, language),
    sentence("sent-to", { ...to, condition: visible(condition), sample: sample + 1 }, language),
    sent.hash === sent.sentHash ? sentence("sent-same", { hash: sent.hash }, language) : sentence("sent-differs", { hash: sent.hash, sent: visible(sent.sentHash) }, language),
  ];
  return [...head, ...messageLines(sent.messages), ""].join("\n");
}
