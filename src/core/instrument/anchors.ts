// Owns anchor turns: invented turns whose labels nobody doubts, which a judge answers before a paid run. Refuses judging and thresholds (study/preflight.ts).
import type { Prefix } from "../probe/probe.ts";

/** The labels that are beyond doubt; fields left out are not compared. */
interface Labels {
  readonly stage: string;
  readonly emotion?: string;
  readonly blocker?: string;
}

/** A turn with its labels. */
export interface Anchor extends Labels {
  readonly before: Prefix["turns"];
  readonly turn: string;
}

/** What an agent says, and the user's turn after it. */
type Exchange = readonly [agent: string, user: string];

/** One situation, told in each language with the same labels. */
type Told = readonly [labels: Labels, en: Exchange, zh: Exchange];

const SITUATIONS: readonly Told[] = [
  [
    { stage: "resisting", emotion: "negative" },
    ["Good evening! We have a new offer for our gym, may I tell you about it?", "No. Take my number off your list and do not call again."],
    ["您好，我们健身房有新的优惠，方便给您介绍一下吗？", "不需要，别再打电话来了，烦不烦。"],
  ],
  [
    { stage: "resisting", emotion: "negative", blocker: "trust" },
    ["Would you give something for the animal shelter?", "I don't believe a word of it. You keep the money for yourselves. No."],
    ["这个项目能帮到很多孩子，您愿意捐一点吗？", "我信不过你们，钱最后进了谁的口袋都不知道，不捐。"],
  ],
  [
    { stage: "resisting", blocker: "timing" },
    ["Shall I tell you about our spring courses?", "Not now, I'm driving. Some other time."],
    ["给您讲讲我们春季的课程吧？", "在开会，以后再说吧。"],
  ],
  [
    { stage: "exploring", emotion: "neutral", blocker: "none" },
    ["Hello! Which town are you writing from?", "From Norwich."],
    ["您好，请问怎么称呼您？", "我姓李。"],
  ],
  [
    { stage: "engaging", emotion: "positive", blocker: "none" },
    ["We teach the violin to grown-ups who have never played.", "Oh, that's lovely! How does such a course work?"],
    ["我们专门教没有基础的成年人拉小提琴。", "这个真不错！课是怎么上的呀？"],
  ],
  [
    { stage: "considering", blocker: "price" },
    ["The course is 40 pounds a month.", "Could you make it 30 a month if I take a whole year?"],
    ["课程是每个月四百元。", "一次交一年的话，能不能打个八折？"],
  ],
  [
    { stage: "considering", emotion: "hesitant", blocker: "external" },
    ["Shall I reserve the small or the large room for you?", "I have to ask my husband first which of the two we can take. I'm not sure."],
    ["那给您订一期还是两期？", "我得先跟我爱人商量商量，看订一期还是两期，现在还拿不准。"],
  ],
  [
    { stage: "deciding", blocker: "none" },
    ["Shall I put you down for Tuesday?", "Yes, put me down for Tuesday, please. How do I pay?"],
    ["那我帮您报周六的班？", "好，就报周六的班吧，怎么付款？"],
  ],
];

function anchor(labels: Labels, [agent, turn]: Exchange): Anchor {
  return { before: [{ role: "agent", text: agent }], turn, ...labels };
}

/** Anchors of codebook v1, in English, then in Chinese. */
export const ANCHORS_V1: readonly Anchor[] = [...SITUATIONS.map(([labels, en]) => anchor(labels, en)), ...SITUATIONS.map(([labels, , zh]) => anchor(labels, zh))];
