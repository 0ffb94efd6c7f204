// Owns what the test server says when it behaves: the same request always gets the same answer. Refuses the network.
import { createHash } from "node:crypto";
import { ANCHORS_V1 } from "../../src/core/instrument/anchors.ts";
import { examinedAnswer } from "./keptPrompt.ts";

/** The parts of a chat request the answers depend on. */
export interface AskedChat {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: VerdictSchema } };
}

interface VerdictSchema {
  readonly properties: Readonly<Record<string, { readonly type: string; readonly enum?: readonly string[] }>>;
}

const REPLIES: Readonly<Record<"en" | "zh", readonly string[]>> = {
  en: [
    "ok",
    "Not today, thanks.",
    "How much would that be per month?",
    "That sounds good, tell me more.",
    "I need to think about it.",
    "Sorry, I really don't have the money right now.",
    "Sure, let's do it.",
    "Who told you to write to me?",
    "My sister used something like that – it didn't work for her.",
    "Hm.",
  ],
  zh: ["嗯", "不用了，谢谢。", "这个一个月多少钱？", "听起来不错，你说说看。", "我再考虑考虑吧。", "最近手头紧，以后再说。", "行，那就办吧。", "你们怎么有我号码的？", "以前试过，没什么用。", "在忙。"],
};
const LABELS: Readonly<Record<string, readonly string[]>> = {
  stage: ["resisting", "exploring", "engaging", "considering", "deciding"],
  emotion: ["positive", "neutral", "hesitant", "negative"],
  blocker: ["none", "price", "trust", "capability", "timing", "external", "prior-failure"],
};

/** The text of a proper answer: a verdict for a judge's request, a short reply otherwise. */
export function answerTo(asked: AskedChat): string {
  const examined = examinedAnswer(asked);
  if (examined !== undefined) return examined;
  const number = createHash("sha256").update(JSON.stringify([asked.model, asked.messages])).digest().readUInt32BE(0);
  const system = asked.messages.find((message) => message.role === "system")?.content ?? "";
  if (asked.response_format?.json_schema?.schema.properties.action || system.includes("p_leave")) return decision(number);
  if (asked.response_format || system.includes("committed_before")) return verdict(asked, number);
  const last = asked.messages.at(-1)?.content ?? "";
  const replies = REPLIES[/\p{Script=Han}/u.test(last) ? "zh" : "en"];
  return replies[number % replies.length] ?? "ok";
}

function decision(number: number): string {
  const action = ["reply", "reply", "leave", "silence"][number % 4] ?? "reply";
  return JSON.stringify({ action, p_leave: (number % 101) / 100, text: action === "silence" ? "" : (REPLIES.en[number % REPLIES.en.length] ?? "ok") });
}

function verdict(asked: AskedChat, number: number): string {
  const properties = asked.response_format?.json_schema?.schema.properties ?? {};
  const one = (field: string, shift: number): string => {
    const labels = properties[field]?.enum ?? LABELS[field] ?? [];
    return labels[(number >>> shift) % labels.length] ?? "";
  };
  const turn = labelledTurn(asked);
  // A good judge, unless its name says otherwise: it knows what nobody doubts.
  const anchor = asked.model.includes("poor") ? undefined : ANCHORS_V1.find((each) => each.turn === turn);
  return JSON.stringify({
    evidence: [...turn].slice(0, 8).join(""),
    stage: anchor?.stage ?? one("stage", 0),
    emotion: anchor?.emotion ?? one("emotion", 4),
    blocker: anchor?.blocker ?? one("blocker", 8),
    committed_before: number % 2 === 1,
  });
}

/** The text of the line that carries `label`. */
function labelledTurn(asked: AskedChat): string {
  const line = asked.messages
    .flatMap(({ content }) => content.split("\n"))
    .find((each) => each.startsWith('{"label":true'));
  if (line === undefined) return "";
  const { text } = JSON.parse(line) as { text: string };
  return text;
}
