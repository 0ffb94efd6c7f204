// Owns how a person writes and paces, counted over their own real turns before a probe: the variable `{{manner}}`. Refuses what they
// wrote: nothing of it comes out but numbers and marks of the lists below; and anything at or after the probe.
import { instantOf } from "../transcript/instant.ts";
import { languageOfText } from "../transcript/language.ts";
import type { Conversation, Turn } from "../transcript/conversation.ts";
import type { Prefix } from "./probe.ts";

/** What is counted of one real user turn. */
interface Habit {
  /** Characters of Chinese, words of any other text. */
  readonly length: number;
  readonly language: "en" | "zh";
  readonly messages: number;
  readonly asks: boolean;
  readonly closed: boolean;
  readonly marks: readonly string[];
  /** Seconds since the agent's last message; absent where times are not known. */
  readonly delay?: number;
}

const QUESTION = /[?？]/u;
const CLOSING = /[.!?…。！？～~]["'”’」』）)]*$/u;
const EMOJI = /\p{ExtPict}/gu;
const LAUGHTER = /哈{2,}|呵{2,}|嘻{2,}|\b(?:ha(?:ha)+|he(?:he)+|lol|lmao|xd)\b|:-?\)|;-?\)|:-?D/giu;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;
const WRITTEN = /[\p{L}\p{N}]/gu;
const MOST_MARKS = 3;

/**
 * Lines about the habits of the person who writes user turn `turn` of `own`, in the given language; undefined where they wrote nothing
 * before. `earlier` are conversations of the same customer that ended before `own` began (earlierConversations.ts).
 */
export function mannerText(own: Pick<Conversation, "turns">, turn: number, earlier: readonly Pick<Conversation, "turns">[], language: Prefix["language"]): string | undefined {
  const habits = [...earlier.flatMap(({ turns }) => habitsOf(turns)), ...habitsOf(own.turns.slice(0, turn))];
  if (habits.length === 0) return undefined;
  const words = WORDS[language];
  const share = (has: (habit: Habit) => boolean): readonly [number, number] => [habits.filter(has).length, habits.length];
  const lengths = habits.map(({ length }) => length);
  const delays = habits.flatMap(({ delay }) => delay ?? []);
  const marks = commonest(habits.flatMap((habit) => habit.marks));
  const chinese = habits.filter((habit) => habit.language === "zh").length;
  return [
    words.turns(habits.length),
    // The language of the prefix is said already: by the language this text is in.
    ...(chinese === (language === "zh" ? habits.length : 0) ? [] : [words.language(chinese, habits.length)]),
    words.length(median(lengths), Math.min(...lengths), Math.max(...lengths), chinese * 2 >= habits.length),
    words.messages(median(habits.map(({ messages }) => messages))),
    words.asks(...share(({ asks }) => asks)),
    words.closed(...share(({ closed }) => closed)),
    words.marks(...share((habit) => habit.marks.length > 0), marks.join(" ")),
    ...(delays.length > 0 ? [words.delay(spanOf(median(delays), language))] : []),
  ].map((line) => `- ${line}`).join("\n");
}

function habitsOf(turns: readonly Turn[]): readonly Habit[] {
  return turns.flatMap((turn, index) => (turn.role === "user" && turn.text.trim() !== "" ? [habitOf(turn, turns[index - 1])] : []));
}

function habitOf({ text, messages }: Turn, before: Turn | undefined): Habit {
  const language = languageOfText(text);
  const asked = instant(before?.messages.at(-1)?.at);
  const answered = instant(messages[0]?.at);
  return {
    length: (language === "zh" ? text.match(WRITTEN) : text.match(WORD))?.length ?? 0,
    language,
    messages: messages.length,
    asks: QUESTION.test(text),
    closed: CLOSING.test(text.trim()),
    marks: [...(text.match(EMOJI) ?? []), ...(text.match(LAUGHTER) ?? []).map(sameMark)],
    ...(asked === undefined || answered === undefined || answered < asked ? {} : { delay: (answered - asked) / 1000 }),
  };
}

function instant(at: string | undefined): number | undefined {
  return at === undefined ? undefined : instantOf(at);
}

/** One spelling for what differs in length or case alone. */
function sameMark(mark: string): string {
  return mark.toLowerCase().replace(/^([哈呵嘻])+$/u, "$1$1").replace(/^(ha|he)+$/u, "$1$1");
}

/** The marks used most, ties in the order of their code. */
function commonest(marks: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_MARKS).map(([mark]) => mark);
}

/** The lower of the two middle values where there is no middle one. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

const STEPS = [[1, 60], [60, 60], [3600, 24], [86_400, Number.POSITIVE_INFINITY]] as const;
const UNITS = { en: ["s", "min", "h", "d"], zh: ["秒", "分钟", "小时", "天"] } as const;

/** One unit is precise enough: the pace counts, not the second. */
function spanOf(seconds: number, language: Prefix["language"]): string {
  const at = STEPS.findIndex(([unit, most]) => seconds / unit < most);
  return `${Math.round(seconds / (STEPS[at]?.[0] ?? 1))} ${UNITS[language][at] ?? ""}`;
}

interface MannerWords {
  readonly turns: (count: number) => string;
  readonly language: (chinese: number, of: number) => string;
  readonly length: (usual: number, least: number, most: number, chinese: boolean) => string;
  readonly messages: (usual: number) => string;
  readonly asks: (count: number, of: number) => string;
  readonly closed: (count: number, of: number) => string;
  readonly marks: (count: number, of: number, marks: string) => string;
  readonly delay: (span: string) => string;
}

const WORDS: Readonly<Record<Prefix["language"], MannerWords>> = {
  en: {
    turns: (count) => `turns counted: ${count}`,
    language: (chinese, of) => `writes Chinese in ${chinese} of ${of} turns`,
    length: (usual, least, most, chinese) => `usual length: ${usual} ${chinese ? "characters" : "words"} a turn (from ${least} to ${most})`,
    messages: (usual) => `usual number of messages sent in a row: ${usual}`,
    asks: (count, of) => `asks something in ${count} of ${of} turns`,
    closed: (count, of) => `ends ${count} of ${of} turns with a punctuation mark`,
    marks: (count, of, marks) => (count === 0 ? "uses no emoji and no laughter" : `uses emoji or laughter in ${count} of ${of} turns: ${marks}`),
    delay: (span) => `usually answers after about ${span}`,
  },
  zh: {
    turns: (count) => `统计的轮次：${count}`,
    language: (chinese, of) => `${of} 轮中有 ${chinese} 轮写中文`,
    length: (usual, least, most, chinese) => `通常每轮 ${usual} 个${chinese ? "字" : "词"}（${least} 到 ${most}）`,
    messages: (usual) => `通常连续发 ${usual} 条消息`,
    asks: (count, of) => `${of} 轮中有 ${count} 轮提问`,
    closed: (count, of) => `${of} 轮中有 ${count} 轮以标点结尾`,
    marks: (count, of, marks) => (count === 0 ? "不用表情，也不写笑声" : `${of} 轮中有 ${count} 轮用表情或笑声：${marks}`),
    delay: (span) => `通常约 ${span}后回复`,
  },
};
