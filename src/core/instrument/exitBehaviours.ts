// Owns the codebook of exit behaviours: how a person who resists or stops does it. Refuses silence and leaving themselves, which no text shows,
// and applying the codebook (exitLexicon.ts, or a model by the judge's own prompt). A changed word is a new hash.
import type { Codebook } from "./codebook.ts";

/** What a resisting, leaving or silent turn does. `silence` and `abandonment` of who sends nothing are seen, not judged. */
export const BEHAVIOURS = ["refusal", "delay", "silence", "topic-change", "abandonment", "other"] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export const EXIT_CODEBOOK_NAME = "exit-behaviours";

/** A judge must always give an emotion and a blocker; here there is nothing to choose. */
const NOT_ASKED = { en: [{ name: "none", definition: "Always this: it is not asked here." }], zh: [{ name: "none", definition: "一律填这个：此处不问。" }] };

/** A codebook like any other, so that every judge can apply it; its "stages" are behaviours and have no depth. */
export const EXIT_CODEBOOK: Readonly<Record<"en" | "zh", Codebook>> = {
  en: {
    name: EXIT_CODEBOOK_NAME,
    version: "1",
    language: "en",
    stages: [
      { name: "refusal", definition: "Declines the request in words: says no, says they will not or cannot, objects to being asked, tells the agent to stop." },
      { name: "delay", definition: "Puts the decision or the conversation off: not now, another time, has to think or to ask someone first, is busy at the moment." },
      { name: "topic-change", definition: "Answers something else than what was asked: a new subject, a question of their own that leads away, a joke, small talk instead of an answer." },
      { name: "abandonment", definition: "Breaks the conversation off without deciding: says goodbye, says they have to go, closes the chat." },
      { name: "other", definition: "None of these: resists in another way, for example by attacking the offer without declining it, or does not resist at all." },
    ],
    emotions: NOT_ASKED.en,
    blockers: NOT_ASKED.en,
    rules: [
      "Of several behaviours in one turn take the one that comes first in this order: refusal, delay, abandonment, topic-change, other.",
      "A goodbye after a refusal is refusal; a goodbye after a promise to think about it is delay.",
    ],
  },
  zh: {
    name: EXIT_CODEBOOK_NAME,
    version: "1",
    language: "zh",
    stages: [
      { name: "refusal", definition: "用话拒绝请求：说不，说不会或不能，反感被问，让对方停止。" },
      { name: "delay", definition: "把决定或对话往后推：现在不行、下次再说、要先想想或先问别人、此刻正忙。" },
      { name: "topic-change", definition: "不答所问：换个话题，反问别的事把话引开，开玩笑，用闲聊代替回答。" },
      { name: "abandonment", definition: "没有作决定就中断对话：道别、说要走了、结束聊天。" },
      { name: "other", definition: "以上都不是：以其他方式抵触，例如质疑产品但没有拒绝；或者根本没有抵触。" },
    ],
    emotions: NOT_ASKED.zh,
    blockers: NOT_ASKED.zh,
    rules: ["一条消息里有几种行为时，按此顺序取最先的一种：refusal、delay、abandonment、topic-change、other。", "拒绝之后的道别算 refusal；说要再想想之后的道别算 delay。"],
  },
};
