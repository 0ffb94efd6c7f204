// Owns anchor turns: invented turns whose labels nobody doubts, which a judge answers before a paid run. Refuses judging and thresholds (study/preflight.ts).
import type { Prefix } from "../probe/probe.ts";

/** A turn with the labels that are beyond doubt; fields left out are not compared. */
export interface Anchor {
  readonly before: Prefix["turns"];
  readonly turn: string;
  readonly stage: string;
  readonly emotion?: string;
  readonly blocker?: string;
}

function after(agent: string, turn: string, stage: string, rest: Pick<Anchor, "emotion" | "blocker"> = {}): Anchor {
  return { before: [{ role: "agent", text: agent }], turn, stage, ...rest };
}

/** Anchors of codebook v1, in English and Chinese. */
export const ANCHORS_V1: readonly Anchor[] = [
  after("Good evening! We have a new offer for our gym, may I tell you about it?", "No. Take my number off your list and do not call again.", "resisting", { emotion: "negative" }),
  after("Would you give something for the animal shelter?", "I don't believe a word of it. You keep the money for yourselves. No.", "resisting", { emotion: "negative", blocker: "trust" }),
  after("Shall I tell you about our spring courses?", "Not now, I'm driving. Some other time.", "resisting", { blocker: "timing" }),
  after("Hello! Which town are you writing from?", "From Norwich.", "exploring", { emotion: "neutral", blocker: "none" }),
  after("We teach the violin to grown-ups who have never played.", "Oh, that's lovely! How does such a course work?", "engaging", { emotion: "positive", blocker: "none" }),
  after("The course is 40 pounds a month.", "Could you make it 30 a month if I take a whole year?", "considering", { blocker: "price" }),
  after("Shall I reserve the small or the large room for you?", "I have to ask my husband first which of the two we can take. I'm not sure.", "considering", { emotion: "hesitant", blocker: "external" }),
  after("Shall I put you down for Tuesday?", "Yes, put me down for Tuesday, please. How do I pay?", "deciding", { blocker: "none" }),
  after("您好，我们健身房有新的优惠，方便给您介绍一下吗？", "不需要，别再打电话来了，烦不烦。", "resisting", { emotion: "negative" }),
  after("这个项目能帮到很多孩子，您愿意捐一点吗？", "我信不过你们，钱最后进了谁的口袋都不知道，不捐。", "resisting", { emotion: "negative", blocker: "trust" }),
  after("给您讲讲我们春季的课程吧？", "在开会，以后再说吧。", "resisting", { blocker: "timing" }),
  after("您好，请问怎么称呼您？", "我姓李。", "exploring", { emotion: "neutral", blocker: "none" }),
  after("我们专门教没有基础的成年人拉小提琴。", "这个真不错！课是怎么上的呀？", "engaging", { emotion: "positive", blocker: "none" }),
  after("课程是每个月四百元。", "一次交一年的话，能不能打个八折？", "considering", { blocker: "price" }),
  after("那给您订一期还是两期？", "我得先跟我爱人商量商量，看订一期还是两期，现在还拿不准。", "considering", { emotion: "hesitant", blocker: "external" }),
  after("那我帮您报周六的班？", "好，就报周六的班吧，怎么付款？", "deciding", { blocker: "none" }),
];
