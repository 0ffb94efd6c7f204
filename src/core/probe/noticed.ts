// Owns what is noticed about a continuation that is no failure but tells that the model left its part: it refuses in words, speaks as the agent,
// runs on, or shows the marks of its template. Refuses changing or leaving out anything: noticed continuations are judged and counted like all.
import { NOTICED, type Noticed } from "./noticedKinds.ts";
import type { Prefix } from "./probe.ts";

/** What there is to notice about a text that should be this person's next message; most often nothing. */
export function noticedIn(text: string, { turns }: Pick<Prefix, "turns">): readonly Noticed[] {
  const seen: Readonly<Record<Noticed, boolean>> = {
    refusal: isRefusal(text),
    "role-confusion": speaksAsAgent(text, turns),
    "over-long": isOverLong(text, turns),
    "stop-marker": STOP_MARKER.test(text) || NEXT_TURN.test(text),
  };
  return NOTICED.filter((kind) => seen[kind]);
}

/** A refusal stands at the beginning; later these words belong to the person. */
const BEGINNING = 240;
const NO = String.raw`(?:can(?:not|['’]?t)|won['’]?t|will not|am (?:unable|not able) to|['’]m (?:unable|not able) to)`;
const OWN_WORDS = [
  new RegExp(String.raw`\b${NO}\s+(?:\w+\s+){0,2}(?:assist|role-?play|impersonate|pretend to be|simulate|act as|comply|fulfil+|generate|portray)\b`, "iu"),
  new RegExp(String.raw`\b${NO}\s+help (?:you )?with (?:that|this)(?: request)?\b`, "iu"),
  /\b(?:as|i am|i['’]m) an? (?:AI|artificial intelligence|large language model|language model)\b/iu,
  /\bagainst my (?:guidelines|programming|policy|policies)\b/iu,
  /作为(?:一个|一名|一款)?\s*(?:AI|人工智能|大?语言模型)|我是(?:一个|一名)?\s*(?:AI|人工智能|语言模型)/iu,
  /(?:无法|不能|不可以)(?:继续)?(?:扮演|协助您|满足(?:您|你)?的?(?:这个|该|此)?请求|完成(?:这个|该|此)请求|生成(?:这类|此类|该))/u,
];

function isRefusal(text: string): boolean {
  const beginning = text.slice(0, BEGINNING);
  return OWN_WORDS.some((words) => words.test(beginning));
}

const AGENT_LABEL = /^[\s*_#>[【(（]{0,4}(?:agent|advis[oe]r|assistant|sales(?:person|man|woman| ?rep(?:resentative)?)?|representative|support|consultant|客服|顾问|销售|助理|助手|坐席)[\s*_\]】)）]{0,3}[:：]/iu;
/** Letters and digits that a repeated turn has at least; shorter ones people repeat themselves. A Han character says as much as three letters. */
const REPEATED = 24;

function speaksAsAgent(text: string, turns: Prefix["turns"]): boolean {
  if (AGENT_LABEL.test(text)) return true;
  const said = bare(text);
  // What repeats a long turn is long itself.
  if (weight(said, 3) < REPEATED) return false;
  const agent = turns.filter(({ role }) => role === "agent").map((turn) => bare(turn.text)).filter((each) => weight(each, 3) >= REPEATED);
  const last = bare(turns.at(-1)?.text ?? "");
  return agent.includes(said) || (agent.includes(last) && said.includes(last));
}

/** Times the longest turn of the person so far, and a length that is never too long. */
const TIMES_LONGEST = 4;
const NEVER_TOO_LONG = 400;

function isOverLong(text: string, turns: Prefix["turns"]): boolean {
  const own = weight(text, 2);
  if (own <= NEVER_TOO_LONG) return false;
  const longest = turns.filter(({ role }) => role === "user").reduce((most, turn) => Math.max(most, weight(turn.text, 2)), 0);
  return own > TIMES_LONGEST * longest;
}

/** Marks of the templates in which models are trained. */
const STOP_MARKER = /<\|[a-z_]{2,30}\|>|<｜[^｜]{2,30}｜>|<\/?s>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>|^\s*###\s*(?:instruction|response|human|user|assistant)\b/imu;
/** The model goes on with the next turns of the conversation. */
const NEXT_TURN = /\n[\s*_#>[【(（]{0,4}(?:user|human|customer|agent|advis[oe]r|assistant|用户|客户|客服|顾问)[\s*_\]】)）]{0,3}[:：]/iu;

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Length of a text in letters, a Han character counting for several. */
function weight(text: string, han: number): number {
  return text.length + (han - 1) * (text.match(/\p{Script=Han}/gu)?.length ?? 0);
}
