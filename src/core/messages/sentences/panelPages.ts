// Owns the sentences of the bias panel's pages: headline, pictures, tabs, filters, lists of probes.
import type { Sentence } from "../sentence.ts";

export const panelPageSentences = {
  "headline-untestable": { en: "This dataset cannot test the contrast.", zh: "此数据集无法检验对比。" },
  "headline-hidden": { en: "Δ {delta} {interval} may be 0, yet {items}.", zh: "Δ {delta} {interval} 可能为 0，但{items}。" },
  "headline-hidden-bias": { en: "the bias of {people} is not", zh: "{people}的偏差不为 0" },
  "headline-hidden-less": { en: "simulated {people} resist less often than the {real} ones ({difference} {interval})", zh: "模拟的{people}比{real}的更少抗拒（{difference} {interval}）" },
  "headline-hidden-more": { en: "simulated {people} resist more often than the {real} ones ({difference} {interval})", zh: "模拟的{people}比{real}的更多抗拒（{difference} {interval}）" },
  "headline-join": { en: ", and ", zh: "，且" },

  "role-resistance-title": { en: "Resistance: share of turns that resist", zh: "抗拒：抗拒轮次的占比" },
  "role-deliberation-title": { en: "Deliberation: share of turns that deliberate", zh: "考虑：考虑轮次的占比" },
  "role-resistance": { en: "resistance", zh: "抗拒" },
  "role-deliberation": { en: "deliberation", zh: "考虑" },
  "role-resistance-note": { en: "Share of {real} turns (hollow) and simulated ones (filled) that resist, averaged over conversations; leaving and silence count as resisting. Bars are 95 % intervals; the number is simulated minus {real} in percentage points.", zh: "抗拒的{real}轮次（空心）与模拟轮次（实心）的占比，按对话平均；离开与沉默计为抗拒。横条为 95% 区间；数字为模拟减{real}，以百分点计。" },
  "role-deliberation-note": { en: "Share of {real} turns (hollow) and simulated ones (filled) that deliberate, averaged over conversations. Bars are 95 % intervals; the number is simulated minus {real} in percentage points.", zh: "处于考虑的{real}轮次（空心）与模拟轮次（实心）的占比，按对话平均。横条为 95% 区间；数字为模拟减{real}，以百分点计。" },
  "role-more": { en: "more often", zh: "更常" },
  "role-less": { en: "less often", zh: "更少" },
  "role-spoken": { en: "{people}, {what}: {real} {realValue}, simulated {simulatedValue}, difference {difference} {rest}.", zh: "{people}，{what}：{real} {realValue}，模拟 {simulatedValue}，差异 {difference} {rest}。" },

  "strip-title": { en: "{delta} while conversations arrived", zh: "随对话到达的{delta}" },
  "strip-axis": { en: "finished conversations", zh: "已完成的对话" },
  "strip-note": { en: "Δ after so many finished conversations, in the order they arrived, with its 95 % interval at that moment. Looking often and stopping when it suits makes chance findings likely: decide on the final numbers.", zh: "按到达顺序，在若干对话完成后的 Δ 及当时的 95% 区间。频繁查看并在合意时停止容易得到偶然的发现：请依据最终数字决定。" },
  "strip-spoken": { en: "After {count} conversations Δ is {delta}.", zh: "{count} 段对话之后 Δ 为 {delta}。" },
  "strip-none": { en: "Δ appears here once both outcomes have finished conversations.", zh: "两种结果都有完成的对话后，此处显示 Δ。" },

  "published-delta": { en: "Published: Δ {delta}", zh: "已发表：Δ {delta}" },
  "published-bias": { en: "Published: bias of {people} {bias}", zh: "已发表：{people}的偏差 {bias}" },
  "published-spoken": { en: "Published, {people}: {real} {realValue}, simulated {simulatedValue}", zh: "已发表，{people}：{real} {realValue}，模拟 {simulatedValue}" },
} as const satisfies Readonly<Record<string, Sentence>>;
