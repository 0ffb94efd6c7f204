// Owns how the test server treats long prompts: what it keeps of them, what it counts. Refuses the network and other answers.
import type { AskedChat } from "./modelAnswers.ts";
import type { Body } from "./modelCompletions.ts";

/** A server that keeps `tokens` of a prompt: of a longer one it drops the oldest messages, or refuses it. Four characters are a token. */
export interface Keeps {
  readonly kind: "keeps";
  readonly tokens: number;
  readonly how: "cut" | "refuse";
  /** What its refusal says; default a sentence without the limit. */
  readonly says?: string;
}

export function tokensOf(messages: Body["messages"]): number {
  return Math.ceil(messages.reduce((sum, { content }) => sum + content.length + 16, 0) / 4);
}

/** The body as the model sees it: the system message and the last ones that fit, the very last in any case. */
export function keptOf(body: Body, tokens: number): Body {
  const messages = [...body.messages];
  while (messages.length > 1 && tokensOf(messages) > tokens) messages.splice(messages[0]?.role === "system" && messages.length > 2 ? 1 : 0, 1);
  return { ...body, messages };
}

/** The answer to a question that an examination asks; undefined for any other. */
export function examinedAnswer({ messages }: Pick<AskedChat, "messages">): string | undefined {
  const last = messages.at(-1)?.content ?? "";
  if (last.includes('"greeting"')) return '{"greeting": "hello"}';
  if (!last.startsWith("What is the code word")) return undefined;
  const word = messages.map(({ content }) => /code word is ([a-z0-9-]+)/u.exec(content)?.[1]).find(Boolean);
  return word ?? "I do not know.";
}
