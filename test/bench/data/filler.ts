// Owns invented text and conversations by seed: the same bytes on every machine. Refuses meaning anything.
import type { RandomStream } from "../../../src/core/stats/random.ts";

const OPENINGS = ["您好", "在吗", "嗯嗯", "对的", "是这样", "明白了", "稍等一下", "好的呀", "哦", "其实"] as const;
const SUBJECTS = ["这套课程", "上次说的方案", "那个名额", "孩子的时间", "我们这边", "每周两次的安排", "老师的反馈", "新出的那一期", "您提到的问题", "试听的那节课", "年底的活动", "后面的服务"] as const;
const VERBS = ["还在考虑", "可以先看看", "已经发给您了", "不太确定", "跟家里商量过", "比想象中合适", "价格有点高", "下个月再说", "能不能便宜一点", "确实挺有用的", "没有收到通知", "我再确认一下"] as const;
const ENDINGS = ["，您看行吗？", "。", "，不着急。", "，麻烦了。", "！", "，到时候联系。", "，谢谢。", "，先这样吧。"] as const;

/** Sentences of Chinese filler, about 20 characters each. */
export function fillerText(random: RandomStream, sentences: number): string {
  let text = "";
  for (let i = 0; i < sentences; i++) text += `${one(random, OPENINGS)}，${one(random, SUBJECTS)}${one(random, VERBS)}${one(random, ENDINGS)}`;
  return text;
}

/** A native record as JSON of one line: `turns` turns that alternate from the agent, three minutes apart, one sentence to four each. */
export function nativeLineOf(random: RandomStream, id: string, turns: number): string {
  const positive = random.below(2) === 0;
  const start = Date.UTC(2025, 0, 1) + random.below(500_000) * 60_000;
  const told: string[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const at = new Date(start + turn * 180_000).toISOString().replace(".000Z", "+00:00");
    told.push(`{"role":"${turn % 2 === 0 ? "agent" : "user"}","text":"${fillerText(random, 1 + random.below(4))}","at":"${at}"}`);
  }
  const outcome = `{"value":"${positive ? "positive" : "negative"}","label":"${positive ? "buyer" : "non-buyer"}"}`;
  return `{"id":"${id}","customer":"u-${id}","outcome":${outcome},"profile":{"age":${20 + random.below(50)},"city":"${one(random, SUBJECTS)}"},"turns":[${told.join(",")}]}`;
}

function one(random: RandomStream, words: readonly string[]): string {
  return words[random.below(words.length)] ?? "";
}
