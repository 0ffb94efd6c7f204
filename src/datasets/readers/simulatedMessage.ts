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

/** How these simulators say that they end the conversation: a word between signs at the end, which nobody says aloud. */
const MARK = /\s*###([A-Z][A-Z_-]*)###\s*$/u;

/**
 * A message without text is a system turn. A stop mark is kept as the side's decision and taken out of its text; alone, it makes a
 * system turn of the kind action.
 */
export function simulatedMessage({ role, content, ...extra }: SimulatedMessage, fileIndex: number): Message {
  const whole = textOf(content);
  const mark = MARK.exec(whole.slice(-LONGEST_MARK));
  const text = mark ? whole.slice(0, whole.length - mark[0].length) : whole;
  const kept = { ...extra, ...(mark?.[1] !== undefined && { action: { type: mark[1].toLowerCase(), by: SIDES[role], text: whole } }) };
  const silent = text.trim() === "";
  return { fileIndex, role: silent ? "system" : SIDES[role], text, labels: [], ...(mark && silent && { kind: "action" }), ...(Object.keys(kept).length > 0 && { extra: kept }) };
}

const LONGEST_MARK = 100;

/** Text parts joined by line breaks; pictures and tool calls have none. */
function textOf(content: SimulatedMessage["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).flatMap(({ text }) => text ?? []).join("\n");
}
