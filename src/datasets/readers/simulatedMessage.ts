// Owns one message of a benchmark with simulated users: whose it is and whether it is speech. Refuses tool calls and stop marks as dialogue.
import * as z from "zod/mini";
import type { Message, Role } from "../../core/transcript/conversation.ts";

const part = z.looseObject({ type: z.string(), text: z.optional(z.string()) });

export const simulatedMessageSchema = z.looseObject({
  role: z.enum(["system", "user", "assistant", "tool", "developer", "function"]),
  content: z.nullish(z.union([z.string(), z.array(part)])),
});

type SimulatedMessage = z.infer<typeof simulatedMessageSchema>;

const SIDES: Readonly<Record<SimulatedMessage["role"], Role>> = { user: "user", assistant: "agent", system: "system", tool: "system", developer: "system", function: "system" };

/** How these simulators say that they end the conversation: a word between signs, which nobody says aloud. */
const MARK = /^###([A-Z][A-Z_-]*)###$/u;

/** A message without text is a system turn; one that is a stop mark alone is a decision of its side, kept and not shown. */
export function simulatedMessage({ role, content, ...extra }: SimulatedMessage, fileIndex: number): Message {
  const text = textOf(content);
  const mark = MARK.exec(text.trim())?.[1];
  if (mark !== undefined) return { fileIndex, role: "system", text, labels: [], kind: "action", extra: { ...extra, action: { type: mark.toLowerCase(), by: SIDES[role] } } };
  return { fileIndex, role: text.trim() === "" ? "system" : SIDES[role], text, labels: [], ...(Object.keys(extra).length > 0 && { extra }) };
}

/** Text parts joined by line breaks; pictures and tool calls have none. */
function textOf(content: SimulatedMessage["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).flatMap(({ text }) => text ?? []).join("\n");
}
