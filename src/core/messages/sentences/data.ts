// Owns the sentences about datasets, records and files.
import type { Sentence } from "../sentence.ts";

export const dataSentences = {
  "file-not-found": { en: "{path} does not exist. Check the path.", zh: "{path} 不存在。请检查路径。" },
  "file-unreadable": { en: "{path} cannot be read: {reason}.", zh: "无法读取 {path}：{reason}。" },
  "conversation-not-found": { en: "Conversation {conversation} is not in {dataset}.", zh: "{dataset} 中没有对话 {conversation}。" },
  "dataset-changed": { en: "{path} changed on disk since it was opened. Open it again.", zh: "{path} 打开后在磁盘上已被更改。请重新打开。" },
} as const satisfies Readonly<Record<string, Sentence>>;
