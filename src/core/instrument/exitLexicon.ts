// Owns the lexicon's reading of exit behaviours: signs in the turn, and whether it speaks of what the agent spoke of. A floor to compare with.
// Refuses turns without words, whose behaviour is seen (exitBehaviours.ts).
import { topicWords } from "../probe/similarity.ts";
import type { InstrumentIdentity } from "../journal/entry.ts";
import type { Digest } from "../ports.ts";
import { EXIT_CODEBOOK, type Behaviour } from "./exitBehaviours.ts";
import type { JudgeItem } from "./judge.ts";
import { canonical } from "./judgePrompt.ts";

/** Changes with any change of signs or rules. */
export const EXIT_LEXICON_VERSION = "1";

/** In the order of the codebook's rule; `firm` refusals outweigh a putting off, others ("not now") are one. */
interface Signs {
  readonly firm: RegExp;
  readonly delay: RegExp;
  readonly refusal: RegExp;
  readonly abandonment: RegExp;
  readonly turnsAway: RegExp;
}

const SIGNS: Readonly<Record<JudgeItem["language"], Signs>> = {
  en: {
    firm: /\bno,? thank|\bnot interested\b|\b(?:leave me alone|take me off|stop (?:calling|messaging|asking|contacting))\b|\b(?:i(?:'m| am) not (?:going to|gonna|donating|giving|buying|paying|interested)|answer is (?:still )?no|no way|have to decline|i decline|i refuse|keep my (?:money|payment|earnings)|change my mind|rather not)\b/iu,
    delay: /\b(?:later|(?:an|some) ?other (?:time|day)|next (?:time|week|month|year|paycheck)|not (?:right )?now|not (?:today|yet|at (?:the|this) (?:moment|time)|this time)|maybe (?:tomorrow|soon)|tomorrow|some ?day|one day|in the future|down the road|down the line|(?:let me|need to|have to|want to|i'?ll|will) (?:think|sleep on|consider|look into|check|see|ask|talk to|research|do (?:some|more|my own) research)|think (?:about|over) it|get back to you|keep (?:it|that|this|you|them) in mind|when i (?:have|get|can)|once i|busy|at work|for now)\b/iu,
    refusal: /^\W*(?:no|nope|nah|sorry)\b|\b(?:do not|don't|dont|won't|wont|will not|can't|cant|cannot|could(?:n't| not)|would(?:n't| not)) (?:\w+ ){0,3}(?:want|need|wish|donate|give|buy|pay|afford|do|go|take|accept|like|care|trust|think|believe|plan|have)\b|\b(?:pass (?:on|this)|i(?:'ll| will) pass|too (?:low|high|expensive|much)|lowest i can|not (?:able|willing|comfortable|worth))\b/iu,
    abandonment: /\b(?:good ?bye|bye+|good ?night|(?:have|got|gotta|need) to (?:go|leave|run)|gotta (?:go|run)|i(?:'m| am) (?:leaving|done|out|off|signing off|logging off)|we are done|end (?:this|the) (?:chat|conversation)|log(?:ging)? (?:off|out)|take care|have a (?:\w+ ){0,3}(?:day|one|night|evening|weekend|time|week))\b/iu,
    turnsAway: /\b(?:by the way|btw|anyways?|speaking of|change (?:of|the) subject|on another note|(?:how|what) about you(?:rself)?|do you (?:have|like|live|watch|work|know)|where (?:are|do) you|what (?:do|are) you|did you (?:see|hear|watch))\b/iu,
  },
  zh: {
    firm: /不(?:用|要|需要|想要|买|捐|办|报|参加)了|没(?:有)?兴趣|不感兴趣|没(?:有)?必要|算了|免了|别(?:再)?(?:打|发|联系|骚扰|烦|推销)|拒绝|取消|退出|拉黑|投诉|举报/u,
    delay: /以后|下次|改天|改日|回头|过(?:段时间|阵子|几天|两天)|有(?:空|时间|机会|需要)(?:再|的话|时)|再(?:说|联系|看看|想想|考虑)|暂时|先(?:不|看|想|问|了解)|现在(?:不|没)|(?:在)?忙|没(?:空|时间|功夫)|上班|开会|开车|考虑(?:一下|考虑|看|下)|想(?:一?想|想看|一下)|等[^。！？]{1,12}(?:再|才)|商量/u,
    refusal: /不(?:用|要|需要|想|打算|准备|会|能|愿意|行|买|捐|办|报|付|可以|太|好意思)|没(?:有)?(?:钱|需要|需求|办法)|别|买不起|付不起|太(?:贵|低|高)|抱歉/u,
    abandonment: /再见|拜拜|晚安|先这样|就这样吧|挂了|下线|不聊了|(?:我)?(?:先)?(?:走|撤|下)了|祝(?:您|你)/u,
    turnsAway: /对了|话说|顺便|说起|换个话题|[你您](?:呢|是哪里|多大|结婚|在哪|叫什么|吃)|天气|吃(?:了|饭)/u,
  },
};

/** Only so much of a turn is read, from its end. */
const LONGEST_TURN = 4000;

/** The behaviour of a turn that resists; `other` where no sign of the rest stands. */
export function exitBehaviour({ prefix, turn, language }: Pick<JudgeItem, "prefix" | "turn" | "language">): Exclude<Behaviour, "silence"> {
  const text = turn.slice(-LONGEST_TURN).replace(/[’‘]/gu, "'");
  const signs = SIGNS[language];
  if (signs.firm.test(text)) return "refusal";
  if (signs.delay.test(text)) return "delay";
  if (signs.refusal.test(text)) return "refusal";
  if (signs.abandonment.test(text)) return "abandonment";
  return leadsAway(text, prefix.at(-1)?.text ?? "", signs) ? "topic-change" : "other";
}

/** A question, or a phrase that turns away, in a turn that takes up no word of the agent's. */
function leadsAway(text: string, agent: string, { turnsAway }: Signs): boolean {
  if (!turnsAway.test(text) && !/[?？]/u.test(text)) return false;
  const asked = topicWords(agent);
  return [...topicWords(text)].every((word) => !asked.has(word));
}

/** Identity of the codebook as the lexicon applies it: SHA-256 of definitions, version and every sign. */
export function exitLexiconInstrument(digest: Digest): InstrumentIdentity {
  const signs = Object.values(SIGNS).map((each) => Object.values(each as unknown as Readonly<Record<string, RegExp>>).map(String));
  const { name, version } = EXIT_CODEBOOK.en;
  return { name, version, hash: digest.sha256(canonical([EXIT_LEXICON_VERSION, EXIT_CODEBOOK, signs])), window: "causal" };
}
