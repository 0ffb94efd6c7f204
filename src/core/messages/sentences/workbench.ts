// Owns the sentences about commands, setup and settings.
import type { Sentence } from "../sentence.ts";

export const workbenchSentences = {
  "unexpected": { en: "Something unexpected happened: {message}. The log has the details.", zh: "发生意外错误：{message}。详情见日志。" },
} as const satisfies Readonly<Record<string, Sentence>>;
