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
} as const satisfies Readonly<Record<string, Sentence>>;
