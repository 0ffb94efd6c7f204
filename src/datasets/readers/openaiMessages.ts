// Owns reading records of OpenAI chat messages: `user` is the user, `assistant` the agent. Refuses showing tool calls as dialogue.
import * as z from "zod/mini";
import type { ConversationRecord, Message, Role } from "../../core/transcript/conversation.ts";
import { isTooDeep, MOST_LEVELS } from "./depth.ts";
import { readNative } from "./native.ts";
import { wrongShape, type Reading, type RecordFormat } from "./reading.ts";
import { shapeFinding } from "./shapeFinding.ts";

const part = z.looseObject({ type: z.string(), text: z.optional(z.string()) });
const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.nullish(z.union([z.string(), z.array(part)])),
});
const record = z.looseObject({ messages: z.array(message) });

type ChatRecord = z.infer<typeof record>;
type ChatMessage = z.infer<typeof message>;

export const openaiMessagesFormat: RecordFormat = {
  name: "openai-messages",
  outcomeDefinition: "outcome of each record",
  places: { id: ["id"], turns: ["messages"], outcomeAt: ["outcome", "at"] },
  read: readOpenai,
};

/**
 * A record `{messages: [{role, content}], id?, customer?, agent?, outcome?, profile?, metadata?}`. Without an id it is called
 * after its line; `outcome` is that of the native format or its value alone; a message without text is a system turn.
 */
function readOpenai(value: unknown, line: number): Reading {
  const parsed = record.safeParse(value);
  if (!parsed.success) return wrongShape(shapeFinding(value, parsed.error.issues));
  const { messages, ...rest } = parsed.data;
  if (isTooDeep(messages)) return wrongShape({ at: ["messages"], id: "field-too-deep", values: { field: "messages", levels: MOST_LEVELS } });
  const reading = readNative(asNative(rest, line));
  if (!("record" in reading)) return reading;
  const read: ConversationRecord = { ...reading.record, messages: messages.map(messageOf) };
  return { ...reading, record: read };
}

/** The record without its messages, as a native one. */
function asNative({ metadata, outcome, ...rest }: Omit<ChatRecord, "messages">, line: number): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    id: rest.id ?? `line-${line}`,
    ...(outcome !== undefined && { outcome: typeof outcome === "string" ? { value: outcome } : outcome }),
    turns: [],
    ...(metadata !== undefined && metadata !== null && { meta: metadata }),
  };
}

function messageOf(chat: ChatMessage, fileIndex: number): Message {
  const { role, content, ...extra } = chat;
  const text = textOf(content);
  return {
    fileIndex,
    role: text === "" ? "system" : SIDES[role],
    text,
    labels: [],
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

const SIDES: Readonly<Record<ChatMessage["role"], Role>> = {
  user: "user",
  assistant: "agent",
  system: "system",
  developer: "system",
  tool: "system",
  function: "system",
};

/** Text parts joined by line breaks; pictures and the like have none. */
function textOf(content: ChatMessage["content"]): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  return content.flatMap(({ text }) => (text === undefined ? [] : [text])).join("\n");
}
