// Owns the sentences about runs as one lives with them in the editor.
import type { Sentence } from "../sentence.ts";

export const runningSentences = {
  "planning": { en: "Choosing the probes of {dataset}", zh: "正在选择 {dataset} 的探测" },
  "checking": { en: "Checking: {title}", zh: "正在检查：{title}" },
  "told-finished": { en: "{title}: finished, {done} of {total} probes, {failed} failed.", zh: "{title}：已完成，{done}/{total} 个探测，失败 {failed}。" },
  "told-paused": { en: "{title}: paused after {done} of {total} probes. Everything finished is saved; resume it in the Runs view.", zh: "{title}：已在第 {done}/{total} 个探测后暂停。完成的内容都已保存；可在“运行”视图中继续。" },
  "move-to-trash": { en: "Move to Trash", zh: "移到回收站" },
  "delete-run": { en: "Move run {run} to the trash?", zh: "要将运行 {run} 移到回收站吗？" },
  "resume-needs-dataset": { en: "The run goes on with the dataset it was made on. Open {dataset} ({path}) unchanged, then resume.", zh: "运行需在原数据集上继续。请打开未改动的 {dataset}（{path}），然后继续。" },
  "checking-progress": { en: "{done} of {total} probes, {failed} failed", zh: "{done}/{total} 个探测，失败 {failed}" },
  "estimating": { en: "Estimating calls for {dataset}", zh: "正在估算 {dataset} 的调用" },
  "told-spent": { en: "Spent: {spent}.", zh: "花费：{spent}。" },
  "run-resume": { en: "Resume", zh: "继续" },
  "run-show-panel": { en: "Show Bias Panel", zh: "显示偏差面板" },
  "choose-together": { en: "Check with which simulators, side by side?", zh: "用哪些模拟器并排检查？" },
  "choose-conditions": { en: "Under which conditions?", zh: "在哪些条件下？" },
  "terminal-move": { en: "Move to Terminal", zh: "移到终端" },
  "terminal-offer": { en: "{title} will take longer than 20 minutes. In a terminal it goes on while this window is closed.", zh: "{title} 预计超过 20 分钟。移到终端后，关闭本窗口也会继续。" },
  "terminal-editor-model": { en: "{run} uses a model of the editor, which only this window can call. It stays here.", zh: "{run} 使用编辑器自带的模型，只有本窗口能调用，因此留在此处。" },
  "set-key": { en: "Set Key…", zh: "设置密钥…" },
} as const satisfies Readonly<Record<string, Sentence>>;
