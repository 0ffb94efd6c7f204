// Owns the wording of the shipped instrument, version 1, in English and Chinese. Refuses anything computed; a changed word is a new hash.
import type { Codebook } from "./codebook.ts";

const en: Codebook = {
  name: "decision-state",
  version: "1",
  language: "en",
  stages: [
    {
      name: "resisting",
      role: "resists",
      definition:
        "Pushes the request away: refuses, evades, stalls, brushes off, ends or switches the subject in order to escape it, objects to being contacted, or attacks the offer or whoever makes it as a reason to refuse. A friendly goodbye that commits to nothing (\"thanks, perhaps some other time\") belongs here.",
    },
    {
      name: "exploring",
      definition:
        "Neutral exchange: greeting, small talk, plain answers to what the agent asked, questions of a general kind. No interest of their own in committing can be seen yet.",
    },
    {
      name: "engaging",
      definition:
        "Shows interest in the offer or cause, or approves of it: wants to know how it works, tells of a need or value of their own that speaks for it, praises it; but does not yet weigh committing themselves.",
    },
    {
      name: "considering",
      role: "deliberates",
      definition:
        "Weighs a commitment of their own: whether to, how much, or on which terms. Price or amount, conditions, comparing, bargaining, or asking for time to think with reasons given.",
    },
    {
      name: "deciding",
      role: "commits",
      definition:
        "Makes or carries out the commitment: agrees to pay or give, names an option or amount as their decision, asks how to pay, or confirms a commitment made earlier.",
    },
  ],
  emotions: [
    { name: "positive", definition: "Warm, pleased or keen towards the request." },
    { name: "neutral", definition: "No particular attitude towards the request can be heard." },
    { name: "hesitant", definition: "Unsure or reluctant in tone." },
    { name: "negative", definition: "Annoyed, suspicious, hostile, or unhappy about the offer itself. Being sad about a sad subject does not count." },
  ],
  blockers: [
    { name: "none", definition: "No obstacle is expressed." },
    { name: "price", definition: "Money: cost, what they can afford, the amount." },
    { name: "trust", definition: "Doubt about the agent, the organisation, what is claimed, or where the money ends up." },
    { name: "capability", definition: "Doubt that the offer works or suits their need." },
    { name: "timing", definition: "Not now: later, busy, needs time." },
    { name: "external", definition: "Someone or something else decides: another person, a rule, other duties, a commitment made elsewhere." },
    { name: "prior-failure", definition: "A bad experience in the past." },
  ],
  rules: [
    "Label what this one turn does. Do not label the conversation as a whole, and do not guess what follows.",
    "If the turn does two things, the one closer to the request counts; if both are equally close, the one that comes later in the turn.",
    "After a commitment, a turn of mere courtesy (\"thank you, have a nice day\") stays exploring, unless it repeats the commitment (deciding) or takes it back (resisting).",
    "For the emotion, judge the attitude towards the request, not the mood of the subject.",
    "The blocker is the obstacle that this turn itself expresses, not one from an earlier turn.",
  ],
};

const zh: Codebook = {
  name: "decision-state",
  version: "1",
  language: "zh",
  stages: [
    {
      name: "resisting",
      role: "resists",
      definition: "把请求往外推：拒绝、回避、拖延、敷衍，为了躲开而结束或岔开话题，抱怨被打扰，或者以攻击产品、对方来作为拒绝的理由。客气但不作任何承诺的告别（“谢谢，以后再说吧”）也算这一类。",
    },
    {
      name: "exploring",
      definition: "中性的交流：打招呼、闲聊、照实回答对方的提问、泛泛地问几句。还看不出自己对作出承诺有兴趣。",
    },
    {
      name: "engaging",
      definition: "对产品或事情表现出兴趣或认可：想知道怎么运作，说出自己支持它的需要或看法，或者称赞它；但还没有在权衡自己要不要承诺。",
    },
    {
      name: "considering",
      role: "deliberates",
      definition: "在权衡自己的承诺：要不要、多少、什么条件。谈价格或数额、提条件、作比较、讨价还价，或者说明理由要再考虑。",
    },
    {
      name: "deciding",
      role: "commits",
      definition: "作出或履行承诺：同意付款或捐款，把某个方案或数额定下来，问怎么付，或者确认之前已经作出的承诺。",
    },
  ],
  emotions: [
    { name: "positive", definition: "对这个请求热情、高兴或积极。" },
    { name: "neutral", definition: "听不出对这个请求有什么特别的态度。" },
    { name: "hesitant", definition: "语气不确定，或不太情愿。" },
    { name: "negative", definition: "不耐烦、怀疑、有敌意，或者对产品本身不满。只是为一件难过的事难过，不算。" },
  ],
  blockers: [
    { name: "none", definition: "没有表达任何障碍。" },
    { name: "price", definition: "钱：费用、负担不起、数额。" },
    { name: "trust", definition: "不相信对方、机构、所说的话，或者钱的去向。" },
    { name: "capability", definition: "怀疑产品没有用，或不适合自己的需要。" },
    { name: "timing", definition: "不是现在：以后、没空、需要时间。" },
    { name: "external", definition: "由别人或别的事情决定：家人、规定、其他负担，或已经在别处作了承诺。" },
    { name: "prior-failure", definition: "以前有过不好的经历。" },
  ],
  rules: [
    "只判断这一条消息在做什么，不判断整段对话，也不猜测后面会怎样。",
    "如果一条消息做了两件事，以离请求更近的那件为准；一样近的，以后说的那件为准。",
    "已经承诺之后，单纯的客套（“谢谢，祝您愉快”）仍算 exploring；如果又重申承诺，算 deciding；如果收回承诺，算 resisting。",
    "情绪看的是对请求的态度，不是话题本身的气氛。",
    "障碍指这条消息本身表达的障碍，不是之前提过的。",
  ],
};

/** The shipped instrument in each language; the label names are the same, the hashes differ. */
export const CODEBOOK_V1: Readonly<Record<Codebook["language"], Codebook>> = { en, zh };
