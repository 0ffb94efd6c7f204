// Owns the sentences about runs, journals and probes.
import type { Sentence } from "../sentence.ts";

export const runSentences = {
  "journal-locked": { en: "{name} is being written by another window or terminal (process {process} on {host}). This window follows it read-only.", zh: "{name} 正由另一个窗口或终端写入（主机 {host} 上的进程 {process}）。本窗口以只读方式跟随。" },
  "journal-lost": { en: "{name} was taken over by another window or terminal. This window stopped writing; everything finished is saved.", zh: "{name} 已被另一个窗口或终端接管。本窗口已停止写入；已完成的内容都已保存。" },
  "run-without-manifest": { en: "{run} has no readable first line, so it cannot be shown. The file is left as it is.", zh: "{run} 的第一行无法读取，因此无法显示。文件保持原样。" },
  "run-not-found": { en: "There is no run {run}. The runs are in {folder}.", zh: "没有运行 {run}。运行保存在 {folder}。" },
  "plan-empty": { en: "{dataset} has no user turn this rule can probe. A probe needs a user turn after the greeting that follows an agent turn.", zh: "{dataset} 中没有此规则可探测的用户轮次。探测需要问候之后、紧跟在客服轮次后的用户轮次。" },
  "plan-differs": { en: "{run} was made with another plan ({what}). Choose another file for --out, or leave it out.", zh: "{run} 是按另一个计划（{what}）建立的。请为 --out 选择另一个文件，或省略它。" },
  "condition-not-found": { en: "There is no condition {condition}. There are: {known}.", zh: "没有条件 {condition}。现有：{known}。" },
  "judge-needs-recording": { en: "The recorded labels belong to recorded continuations. Choose another judge for this simulator.", zh: "录制的标签只能与录制的续写一起使用。请为该模拟器选择其他评判者。" },
  "turn-not-probed": { en: "This turn cannot be probed: a probe is a user turn that directly follows an agent turn.", zh: "该轮次无法探测：探测必须是紧跟在客服轮次之后的用户轮次。" },
  "recording-no-match": { en: "None of the {count} continuations of {path} is at a turn of {dataset} that the rule chooses. Try the rule that takes every user turn.", zh: "{path} 的 {count} 条续写没有一条位于 {dataset} 中该规则所选的轮次。请尝试选取每个用户轮次的规则。" },
} as const satisfies Readonly<Record<string, Sentence>>;
