// Owns the sentences about transcripts, lenses, hints and continuations.
import type { Sentence } from "../sentence.ts";

export const transcriptSentences = {
  "transcript-conversation": { en: "Conversation: {conversation}", zh: "对话：{conversation}" },
  "transcript-outcome": { en: "Outcome: {outcome}", zh: "结果：{outcome}" },
  "transcript-outcome-hidden": { en: "hidden", zh: "已隐藏" },
  "transcript-outcome-unknown": { en: "unknown", zh: "未知" },
  "transcript-profile": { en: "Profile: {profile}", zh: "画像：{profile}" },
  "transcript-agent": { en: "Agent", zh: "坐席" },
  "transcript-user": { en: "User", zh: "用户" },
  "transcript-burst": { en: "{count} messages", zh: "{count} 条消息" },
  "transcript-cut-one": { en: "1 message after it is not shown", zh: "其后 1 条消息未显示" },
  "transcript-cut": { en: "{count} messages after it are not shown", zh: "其后 {count} 条消息未显示" },
  "hover-agent-turn": { en: "Turn {turn} of {turns}, agent turn {ordinal} of {of}", zh: "第 {turn} 轮，共 {turns} 轮；坐席第 {ordinal} 轮，共 {of} 轮" },
  "hover-user-turn": { en: "Turn {turn} of {turns}, user turn {ordinal} of {of}", zh: "第 {turn} 轮，共 {turns} 轮；用户第 {ordinal} 轮，共 {of} 轮" },
  "hover-state": { en: "Real turn: {stage} · {emotion} · {blocker}", zh: "真实轮次：{stage} · {emotion} · {blocker}" },
  "hover-state-judge": { en: "Real turn: {stage} · {emotion} · {blocker} (judge: {judge})", zh: "真实轮次：{stage} · {emotion} · {blocker}（评判：{judge}）" },
  "hover-continuation": { en: "1 continuation", zh: "1 条续写" },
  "hover-continuations": { en: "{count} continuations", zh: "{count} 条续写" },
  "problems-not-shown": { en: "{count} more problems in this file, from line {line} on. Correct those above first; the rest is shown as they go.", zh: "此文件还有 {count} 个问题，从第 {line} 行起。请先改正上面的问题，其余会随之显示。" },
} as const satisfies Readonly<Record<string, Sentence>>;
