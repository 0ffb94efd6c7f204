// Owns the sentences about runs, journals and probes.
import type { Sentence } from "../sentence.ts";

export const runSentences = {
  "journal-locked": { en: "{name} is being written by another window or terminal (process {process} on {host}). This window follows it read-only.", zh: "{name} 正由另一个窗口或终端写入（主机 {host} 上的进程 {process}）。本窗口以只读方式跟随。" },
  "journal-lost": { en: "{name} was taken over by another window or terminal. This window stopped writing; everything finished is saved.", zh: "{name} 已被另一个窗口或终端接管。本窗口已停止写入；已完成的内容都已保存。" },
} as const satisfies Readonly<Record<string, Sentence>>;
